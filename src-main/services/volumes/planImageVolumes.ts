import { imageKeyPrefixes } from "#shared/domain/imageKeys.ts";
import { gridFields, type ScalarType, type Volume, type VolumeWarning } from "#shared/domain/volume.ts";
import type { ImageFileDescription } from "../imagefiles/index.ts";
import { contentId } from "../system/index.ts";

/** An image file as volumes are planned of it. */
export interface ImageFileToPlan {
  readonly studyKey: string;
  readonly seriesKey: string;
  readonly fileName: string;
  readonly contentHash: string;
  readonly description: ImageFileDescription;
  /** Of the voxels of each of its images after rescale. */
  readonly scalarTypes: readonly ScalarType[];
  readonly isLabelMap: boolean;
  /** What reading it gave to be careful of, in sentences that name the file. */
  readonly notes: readonly string[];
}

const noOrientation =
  "The file does not say how the image lies in the patient: left, right, front and back are unknown, and its axes are taken as they stand.";

/**
 * The volumes of an image file, one for each image in it, on the grid that the file is read with. A volume's id depends on the file's
 * content, the image's place in
 * it and the series: the same content in two places is two volumes.
 */
export function planImageVolumes(file: ImageFileToPlan): Volume[] {
  const { grid, frames, frameStepMs, hasOrientation, space, format } = file.description;
  const warnings: VolumeWarning[] = [
    ...(hasOrientation ? [] : [{ code: "no-geometry" as const, message: noOrientation }]),
    ...file.notes.map((note) => ({ code: "other" as const, message: withoutName(note, file.fileName) })),
  ];
  return file.scalarTypes.map((scalarType, frame) => ({
    id: contentId([file.seriesKey, file.contentHash, frame].join("|")),
    seriesInstanceUid: file.seriesKey,
    studyInstanceUid: file.studyKey,
    ordinal: frame,
    label: labelOf(frame, frames, frameStepMs),
    ...gridFields(grid),
    slicePositionsMm: hasOrientation ? Array.from({ length: grid.size[2] }, (_, slice) => slice * grid.spacingMm[2]) : null,
    sliceThicknessMm: null,
    // Images of one examination in the scanner's or one template's coordinates lie on each other.
    frameOfReferenceUid: space === null ? null : `${imageKeyPrefixes.space}${contentId([file.studyKey, space].join("|"))}`,
    hasPatientGeometry: hasOrientation,
    isRegular: true,
    scalarType,
    samplesPerPixel: 1,
    invert: false,
    window: null,
    warnings,
    source: { kind: "file", format, fileName: file.fileName, contentHash: file.contentHash, frame, frames, isLabelMap: file.isLabelMap },
  }));
}

/** Warnings stand in exports too, which name no file. */
function withoutName(note: string, fileName: string): string {
  const words = note.replace(`${fileName}: `, "");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** "volume 3 of 8, at 4 s"; empty where there is one. */
function labelOf(frame: number, frames: number, stepMs: number | null): string {
  if (frames === 1) return "";
  const at = stepMs === null ? "" : `, at ${Number(((frame * stepMs) / 1000).toFixed(3))} s`;
  return `volume ${frame + 1} of ${frames}${at}`;
}
