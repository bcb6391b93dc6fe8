import { z } from "zod";
import type { GivenImage, ModelDrawing } from "../domain/bundle/networkRun.ts";
import { segmentSchema } from "../domain/segment.ts";
import { segmentationByIdSchema } from "./segmentation.ts";
import type { CarriedBy, SegmentChangeOfCopy } from "./segmentationCopy.ts";

export const segmentCheckSchema = segmentationByIdSchema.extend({
  number: segmentSchema.shape.number,
  /** As it was seen. */
  revision: z.number().int().min(0),
  isChecked: z.boolean(),
});

/** A label map as it came, before anybody corrected it: the segmentation's history keeps it. */
export interface FirstDrawing {
  readonly source: "file" | "model";
  /** Of the segmentation. */
  readonly revision: number;
  /** sha256, hex, of the labels (uint8, i fastest); null where an earlier version of the program took them in. */
  readonly labelsHash: string | null;
  /** The network that drew it, and the run; null of a file. */
  readonly model: ModelDrawing | null;
}

/** That somebody looked at a segment and found it right. */
export interface SegmentCheck {
  readonly number: number;
  readonly reader: string;
  /** UTC, ISO 8601. */
  readonly checkedAt: string;
  /** Of the segmentation, as it was looked at. */
  readonly revision: number;
  /** Its voxels, its name or its side are others now. */
  readonly isChanged: boolean;
}

/** Where the segments of a segmentation come from. */
export interface SegmentationProvenance {
  readonly name: string;
  readonly revision: number;
  /** Null where it was begun here. Images that a network was given are known by their hashes alone. */
  readonly firstDrawing:
    | (Omit<FirstDrawing, "model"> & {
        readonly model: (Omit<ModelDrawing, "images"> & { readonly images: ReadonlyArray<Omit<GivenImage, "volumeId">> }) | null;
      })
    | null;
  /** How it was copied from another series; null where it was not. */
  readonly copy: { readonly sourceRevision: number; readonly isResampled: boolean; readonly carried: CarriedBy | null } | null;
  readonly segments: ReadonlyArray<{
    readonly number: number;
    readonly name: string;
    /** Since the first drawing; null where there is none, or the segment holds no voxels and held none. */
    readonly change: Pick<SegmentChangeOfCopy, "added" | "erased" | "dice"> | null;
    /** Null where nobody checked it. */
    readonly check: Omit<SegmentCheck, "number"> | null;
  }>;
}
