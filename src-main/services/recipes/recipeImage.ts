import type { Image } from "#shared/domain/volume.ts";

/** Where an image of a recipe lies: in the data folder, or in a file. */
export type ImagePlace =
  | { readonly at: "volume"; readonly volumeId: string }
  | { readonly at: "drawing"; readonly segmentationId: string; readonly revision: number }
  /** One that a reader names, or one that a step wrote. */
  | { readonly at: "file"; readonly path: string };

/** An image where it lies, as it was read. */
export interface ReadImage {
  readonly image: Image;
  /** False where nothing says how it lies in the patient. */
  readonly hasOrientation: boolean;
}

/** Reads images of the data folder. */
export interface ImageSources {
  /** Voxels after rescale on their grid. Throws PlainError where they cannot be read. */
  readVolume(volumeId: string, signal: AbortSignal): Promise<ReadImage>;
  /** The labels of a drawing on the grid of its volume. Throws PlainError where there is no such revision. */
  readDrawing(segmentationId: string, revision: number): Promise<ReadImage>;
}
