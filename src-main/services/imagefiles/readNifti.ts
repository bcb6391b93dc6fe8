import { PlainError } from "#shared/domain/plainError.ts";
import { scalarTypeOf, type VoxelArray } from "#shared/domain/volume.ts";
import { gunzip, isGzip } from "./gunzip.ts";
import type { FrameChoice, ImageFile } from "./imageFile.ts";
import { inChunks } from "./inChunks.ts";
import { gridOfNifti, noteOfForms } from "./niftiGrid.ts";
import { longestNiftiHeader, parseNiftiHeader, type NiftiHeader } from "./niftiHeader.ts";
import { bytesOf, refuseAbsentChannel, voxelsFromFile } from "./voxelBytes.ts";

/**
 * Reads a NIfTI file in one piece (.nii, .nii.gz). `part` is what is read of a file with several values a voxel: a channel of dim[5] or a frame of dim[4]; such
 * a file is refused without it. Throws PlainError with the file's name and the field.
 */
export async function readNifti(fileName: string, bytes: Uint8Array, part?: number | FrameChoice): Promise<ImageFile> {
  const whole = isGzip(bytes) ? await gunzip(fileName, bytes, (soFar) => wantedBytes(fileName, soFar, part)) : bytes;
  const { header, voxels, layers } = partOf(fileName, parseNiftiHeader(fileName, whole), part);
  return imageOf(fileName, header, whole.subarray(voxels.from), layers);
}

/** How many images a file holds one behind the other, and its header as if it held one. Throws PlainError where it holds vectors. */
export function framesOfNifti(fileName: string, header: NiftiHeader): { header: NiftiHeader; frames: number } {
  const [dimensions, , , , frames, values] = header.dim as [number, number, number, number, number, number];
  if (dimensions >= 5 && dimensions <= 7 && values > 1)
    throw new PlainError(
      `${fileName}: dim[5]: holds ${values} values a voxel (vectors); one number a voxel is needed. Save one component as a file of its own.`,
    );
  if (dimensions < 4 || dimensions > 7 || frames === 1) return { header, frames: 1 };
  if (!Number.isInteger(frames) || frames < 1) throw new PlainError(`${fileName}: dim[4]: ${frames} is no number of images.`);
  return { header: { ...header, dim: header.dim.map((length, axis) => (axis === 4 ? 1 : length)) }, frames };
}

/** A header as if the file held one part alone, and the bytes where this one lies: channels and frames lie one behind the other. */
function partOf(
  fileName: string,
  header: NiftiHeader,
  part: number | FrameChoice | undefined,
): { header: NiftiHeader; voxels: { from: number; to: number }; layers: number } {
  if (typeof part === "object") {
    const { header: one, frames } = framesOfNifti(fileName, header);
    if (part.frame >= frames) throw new PlainError(`${fileName}: dim[4]: holds ${frames} image(s); there is no image ${part.frame + 1}.`);
    const bytes = voxelBytes(fileName, one);
    const from = voxelOffset(fileName, header) + part.frame * bytes;
    return { header: one, voxels: { from, to: from + bytes }, layers: 1 };
  }
  const channel = part;
  const count = header.dim[5]!;
  const isVector = channel !== undefined && header.dim[0]! >= 5 && header.dim[0]! <= 7 && count > 1;
  if (isVector) refuseAbsentChannel(fileName, "dim[5]", count, channel);
  const one = isVector ? { ...header, dim: header.dim.map((length, axis) => (axis === 5 ? 1 : length)) } : header;
  const bytes = voxelBytes(fileName, one);
  const from = voxelOffset(fileName, header) + (isVector ? channel * bytes : 0);
  return { header: one, voxels: { from, to: from + bytes }, layers: isVector ? count : 1 };
}

/** Reads a NIfTI header and the voxels of the file beside it (.hdr and .img). */
export async function readNiftiPair(fileName: string, headerBytes: Uint8Array, imageBytes: Uint8Array): Promise<ImageFile> {
  const header = parseNiftiHeader(
    fileName,
    isGzip(headerBytes) ? await gunzip(fileName, headerBytes, () => longestNiftiHeader) : headerBytes,
  );
  const offset = Math.max(0, header.voxOffset);
  const unpacked = isGzip(imageBytes) ? await gunzip(fileName, imageBytes, () => offset + voxelBytes(fileName, header)) : imageBytes;
  return imageOf(fileName, header, unpacked.subarray(offset), 1);
}

function wantedBytes(fileName: string, soFar: Uint8Array, part: number | FrameChoice | undefined): number {
  if (soFar.length < longestNiftiHeader) return Number.POSITIVE_INFINITY;
  return partOf(fileName, parseNiftiHeader(fileName, soFar), part).voxels.to;
}

function voxelBytes(fileName: string, header: NiftiHeader): number {
  const { size } = gridOfNifti(fileName, header);
  return size[0] * size[1] * size[2] * bytesOf(header.type);
}

function voxelOffset(fileName: string, header: NiftiHeader): number {
  const least = header.version === 1 ? 352 : 544;
  // Some writers leave 0 for "right behind the header".
  const offset = header.voxOffset === 0 ? least : header.voxOffset;
  if (!Number.isInteger(offset) || offset < (header.version === 1 ? 348 : 540))
    throw new PlainError(`${fileName}: vox_offset: ${offset} lies inside the header.`);
  return offset;
}

async function imageOf(fileName: string, header: NiftiHeader, data: Uint8Array, layers: number): Promise<ImageFile> {
  const grid = gridOfNifti(fileName, header);
  const raw = await voxelsFromFile(fileName, data, header.type, grid.size[0] * grid.size[1] * grid.size[2], header.littleEndian);
  const voxels = await rescaled(fileName, header, raw.voxels);
  const note = noteOfForms(fileName, header);
  return {
    image: { grid, scalarType: scalarTypeOf(voxels), voxels },
    hasOrientation: header.sformCode > 0 || header.qformCode > 0,
    layers,
    labels: [],
    otherLabels: [],
    notes: note === undefined ? [] : [note],
  };
}

/**
 * The values that the header's slope and intercept make of those in the file (nifti1.h: a slope of 0 means that they are not scaled), as ITK computes them and
 * PyRadiomics sees them: integers become single precision first, are scaled in double precision, and kept in single precision; double precision stays
 * (itkNiftiImageIO.cxx, CastCopy and RescaleFunction).
 */
async function rescaled(fileName: string, { slope, intercept }: NiftiHeader, raw: VoxelArray): Promise<VoxelArray> {
  const isScaled = Number.isFinite(slope) && Math.abs(slope) > Number.EPSILON;
  if (!isScaled || (Math.abs(slope - 1) <= Number.EPSILON && Math.abs(intercept) <= Number.EPSILON)) return raw;
  if (!Number.isFinite(intercept)) throw new PlainError(`${fileName}: scl_inter: is not a number.`);
  const isDouble = raw instanceof Float64Array;
  const voxels = isDouble ? new Float64Array(raw.length) : new Float32Array(raw.length);
  await inChunks(voxels.length, (from, to) => {
    for (let at = from; at < to; at++) voxels[at] = (isDouble ? raw[at]! : Math.fround(raw[at]!)) * slope + intercept;
  });
  return voxels;
}
