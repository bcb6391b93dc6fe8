import type { Grid } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { gunzip, isGzip } from "./gunzip.ts";
import { imageFileFormatOf, type ImageFileFormat } from "./imageFileFormat.ts";
import { gridOfNifti } from "./niftiGrid.ts";
import { longestNiftiHeader, parseNiftiHeader } from "./niftiHeader.ts";
import { framesOfNrrd } from "./nrrdGrid.ts";
import { parseNrrdHeader } from "./nrrdHeader.ts";
import { describeMgh } from "./readMgh.ts";
import { framesOfNifti } from "./readNifti.ts";
import { typeOfNrrd } from "./readNrrd.ts";
import { bytesOf, type FileScalarType } from "./voxelBytes.ts";

/** What the header of an image file says of the images in it. */
export interface ImageFileDescription {
  readonly format: ImageFileFormat;
  /** Of each of its images, in LPS, mm. */
  readonly grid: Grid;
  /** Bytes that it has at least when it is unpacked: what reading it whole takes. */
  readonly unpackedBytes: number;
  /** The type of its numbers as the file states it; 64-bit integers are read as the smallest type that holds those of an image. */
  readonly type: FileScalarType;
  /** How many images it holds one behind the other; each is read by { frame }. */
  readonly frames: number;
  /** Time from one to the next, ms; null where the file does not say. */
  readonly frameStepMs: number | null;
  /** False where the file does not say how its axes lie in the patient; the grid then has the axes of LPS, as ITK takes them. */
  readonly hasOrientation: boolean;
  /**
   * Which space its coordinates are of: "scanner", "aligned" (to another image of the subject), or a template's ("talairach", "mni", "template"). Images of one
   * examination in one space lie on each other. Null without an orientation.
   */
  readonly space: ImageSpace | null;
  /** What the file says of the acquisition; null each where it does not. */
  readonly acquisition: {
    readonly repetitionTimeMs: number | null;
    readonly echoTimeMs: number | null;
    readonly inversionTimeMs: number | null;
    readonly flipAngleDegrees: number | null;
  };
}

export type ImageSpace = "scanner" | "aligned" | "talairach" | "mni" | "template";

/** NIFTI_XFORM codes of nifti1.h. */
const spaces: ReadonlyMap<number, ImageSpace> = new Map([
  [1, "scanner"],
  [2, "aligned"],
  [3, "talairach"],
  [4, "mni"],
  [5, "template"],
]);

const unsaid = { repetitionTimeMs: null, echoTimeMs: null, inversionTimeMs: null, flipAngleDegrees: null };

/**
 * Describes an image file of one piece from its bytes; `fileName` tells the format. The grid is the one that the file is read with.
 * Throws PlainError with the file's name and the field where it cannot be read, holds vectors or colours, or its voxels lie in another file.
 */
export async function describeImageFile(fileName: string, bytes: Uint8Array): Promise<ImageFileDescription> {
  const { format, detached } = imageFileFormatOf(fileName);
  if (format === "nrrd") return describeNrrd(fileName, bytes);
  if (format === "mgh") {
    const { acquisition, ...rest } = await describeMgh(fileName, bytes);
    const { frames, hasOrientation } = rest;
    const space = hasOrientation ? ("scanner" as const) : null;
    return { format, ...rest, space, acquisition, frameStepMs: frames > 1 ? acquisition.repetitionTimeMs : null };
  }
  if (detached)
    throw new PlainError(`${fileName}: header and voxels are two files (.hdr, .img). Save the image as one .nii.gz and import that.`);
  return describeNifti(fileName, bytes);
}

async function describeNifti(fileName: string, bytes: Uint8Array): Promise<ImageFileDescription> {
  const whole = parseNiftiHeader(fileName, isGzip(bytes) ? await gunzip(fileName, bytes, () => longestNiftiHeader) : bytes);
  const { header, frames } = framesOfNifti(fileName, whole);
  const step = header.pixdim[4]!;
  const hasOrientation = header.sformCode > 0 || header.qformCode > 0;
  const grid = gridOfNifti(fileName, header);
  return {
    format: "nifti",
    grid,
    unpackedBytes: header.voxOffset + voxelsOf(grid) * bytesOf(header.type) * frames,
    type: header.type,
    frames,
    frameStepMs:
      frames > 1 && header.millisecondsPerUnit !== null && step > 0 && Number.isFinite(step) ? step * header.millisecondsPerUnit : null,
    hasOrientation,
    space: hasOrientation ? (spaces.get(header.sformCode > 0 ? header.sformCode : header.qformCode) ?? "aligned") : null,
    acquisition: unsaid,
  };
}

function describeNrrd(fileName: string, bytes: Uint8Array): ImageFileDescription {
  const header = parseNrrdHeader(fileName, bytes);
  if (header.fields.has("data file"))
    throw new PlainError(`${fileName}: data file: the voxels lie in another file. Save both as one .nrrd and import that.`);
  const { grid, channels, stepMs } = framesOfNrrd(fileName, header);
  const type = typeOfNrrd(fileName, header);
  const hasOrientation = header.fields.has("space") && header.fields.has("space directions");
  return {
    format: "nrrd",
    grid,
    unpackedBytes: voxelsOf(grid) * bytesOf(type) * channels.count,
    type,
    frames: channels.count,
    frameStepMs: stepMs,
    hasOrientation,
    space: hasOrientation ? "scanner" : null,
    acquisition: unsaid,
  };
}

function voxelsOf({ size }: Grid): number {
  return size[0] * size[1] * size[2];
}
