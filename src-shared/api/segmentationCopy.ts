import { z } from "zod";
import type { Segmentation } from "../domain/segment.ts";
import type { Transform } from "../domain/transform/transform.ts";
import type { VolumeFit } from "../domain/volumeFit.ts";

export const segmentationCopySchema = z.object({ segmentationId: z.string(), volumeId: z.string() });

/** A registration that a reader accepted, as what was drawn is carried through it. */
export interface PassedRegistration {
  readonly outcomeId: string;
  readonly recipeName: string;
  /** sha256, hex. */
  readonly recipeHash: string;
  /** Of the recipe, from 1. */
  readonly step: number;
  /** Roles of the recipe. */
  readonly moving: string;
  readonly fixed: string;
  /** What was drawn goes from the moving image to the fixed one, and not from the fixed one to the moving one. */
  readonly isToFixed: boolean;
}

/** How what was drawn on one volume lies on another one, as kept registrations tell. */
export interface KeptWay {
  /** Takes points of the other volume to those of the one drawn on (LPS, mm): what is there is asked for each voxel of the other one. */
  readonly toDrawnOn: Transform;
  /** From the volume drawn on to the other one; readers of a blinded study are not told. */
  readonly through: readonly PassedRegistration[];
}

/** Through which registrations something was carried. */
export interface CarriedBy {
  /** sha256, hex, of the transform as it is kept. */
  readonly transformSha256: string;
  readonly through: readonly PassedRegistration[];
}

/** What was drawn on another volume of the study and can be brought onto this one. */
export interface DrawnElsewhere {
  readonly segmentation: Segmentation;
  /** How it lies on this volume; never "no". */
  readonly fit: VolumeFit;
  /** The registrations through which it is brought here; null where both lie in one space as they are. */
  readonly way: KeptWay | null;
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
  /** Null where it was brought over as both lie in the patient. */
  readonly carried: CarriedBy | null;
}
