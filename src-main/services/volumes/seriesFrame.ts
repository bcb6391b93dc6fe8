import type { FrameHeader, InstanceHeader } from "../dicom/index.ts";

/** One instance of a series, as the database keeps it. */
export interface SeriesInstance {
  readonly instanceId: number;
  readonly sopInstanceUid: string;
  /** 0 for the first content seen under the UID, 1, 2 ... for others. */
  readonly variant: number;
  readonly header: InstanceHeader;
}

/** One slice: a frame of an instance, or a tile of one. */
export interface SeriesFrame {
  readonly instance: SeriesInstance;
  /** From 1; counts tiles where the instance is a mosaic. */
  readonly frameNumber: number;
  readonly frame: FrameHeader;
  readonly columns: number;
  readonly rows: number;
}

/** Every slice of a series, in the order of instance numbers. */
export function framesOf(instances: readonly SeriesInstance[]): SeriesFrame[] {
  return instances
    .toSorted(
      (a, b) =>
        (a.header.instanceNumber ?? 0) - (b.header.instanceNumber ?? 0) ||
        a.sopInstanceUid.localeCompare(b.sopInstanceUid) ||
        a.variant - b.variant,
    )
    .flatMap((instance) =>
      instance.header.frames.map((frame, index) => ({
        instance,
        frameNumber: index + 1,
        frame,
        columns: frame.tile?.columns ?? instance.header.pixels.columns,
        rows: frame.tile?.rows ?? instance.header.pixels.rows,
      })),
    );
}

/** Whether a frame is shown in colour: RGB, YBR or palette. */
export function isColour({ instance }: SeriesFrame): boolean {
  const { samplesPerPixel, photometricInterpretation } = instance.header.pixels;
  return samplesPerPixel === 3 || photometricInterpretation.toUpperCase() === "PALETTE COLOR";
}

/** A frame that holds many slices side by side whose places could not be read: a picture, not a plane in the patient. */
export function isUnsplitMosaic({ frame }: SeriesFrame): boolean {
  return frame.tile === null && frame.imageType.some((value) => ["MOSAIC", "VFRAME"].includes(value.toUpperCase()));
}
