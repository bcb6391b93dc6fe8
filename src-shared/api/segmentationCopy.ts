import { z } from "zod";
import type { Segmentation } from "../domain/segment.ts";
import type { VolumeFit } from "../domain/volumeFit.ts";

export const segmentationCopySchema = z.object({ segmentationId: z.string(), volumeId: z.string() });

/** What was drawn on another volume of the study and can be brought onto this one. */
export interface DrawnElsewhere {
  readonly segmentation: Segmentation;
  /** How it lies on this volume; never "no". */
  readonly fit: VolumeFit;
}

/** How a segment of a copy differs from what was copied, in voxels. */
export interface SegmentChangeOfCopy {
  readonly number: number;
  readonly name: string;
  readonly added: number;
  readonly erased: number;
  /** Dice of the copied and the present voxels; null where both are none. */
  readonly dice: number | null;
}

/** Where a copy comes from. */
export interface CopyOrigin {
  readonly volumeId: string;
  readonly segmentationName: string;
  /** The segmentation that was copied was deleted since. */
  readonly isRemoved: boolean;
  readonly revision: number;
  /** The grids differ: each voxel took the label of the nearest one. */
  readonly isResampled: boolean;
}
