import { z } from "zod";
import { segmentSchema } from "../domain/segment.ts";

export const segmentationByIdSchema = z.object({ segmentationId: z.string() });

export const segmentationCreateSchema = z.object({ volumeId: z.string(), name: z.string() });

/** Number and colour are given where they are left out. */
export const newSegmentSchema = z.object({ name: z.string(), color: segmentSchema.shape.color.optional(), side: segmentSchema.shape.side.optional() });

export const segmentChangeSchema = segmentationByIdSchema.extend({ number: segmentSchema.shape.number, change: newSegmentSchema.partial() });

/** One line of a segmentation's history. */
export const strokeRecordSchema = z.object({
  revision: z.number().int(),
  tool: z.string(),
  createdAt: z.iso.datetime(),
  reader: z.string(),
  /** The slices it changed, ascending. */
  slices: z.array(z.number().int()),
});
export type StrokeRecord = z.infer<typeof strokeRecordSchema>;
