import type { Side } from "#shared/domain/segment.ts";
import type { Image } from "#shared/domain/volume.ts";

/** What a label map's file says of one label. */
export interface NamedLabel {
  /** The voxel value. */
  readonly value: number;
  readonly name: string | null;
  /** "#rrggbb" */
  readonly color: string | null;
  readonly side: Side | null;
}

/** An image file, read: the image, and the names of its labels where the file states some (NRRD with 3D Slicer's segment fields). */
export interface ImageFile {
  readonly image: Image;
  /** False where it does not say how the image lies in the patient: its axes are taken as they stand. */
  readonly hasOrientation: boolean;
  /** Those of the layer that was read. */
  readonly labels: readonly NamedLabel[];
  /** Those that the file names in its other layers, which were not read. */
  readonly otherLabels: ReadonlyArray<{ readonly label: NamedLabel; readonly layer: number }>;
  /** Values a voxel that the file holds; one of them was read. */
  readonly layers: number;
  /** What to be careful of, in sentences that name the file. */
  readonly notes: readonly string[];
}

/** One of the images of a file that holds several one behind the other, as time points or echoes do; from 0. */
export interface FrameChoice {
  readonly frame: number;
}

/**
 * Which value is read of a file with several a voxel; refused where it is left out. "segments": the first, where the file names segments in
 * its layers. A frame:
 * one of its images (dim[4] of NIfTI, nframes of MGH, the axis of NRRD that is a list or time); components of vectors and colours are no frames.
 */
export type Channel = number | "segments" | FrameChoice | undefined;

/** The number of a channel, or undefined where none is meant. */
export function channelNumber(channel: Channel): number | undefined {
  return typeof channel === "number" ? channel : undefined;
}
