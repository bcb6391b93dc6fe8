import { z } from "zod";
import { extractionSettingsSchema } from "../domain/extractionSettings.ts";
import { featureSetSchema } from "../domain/featureSet.ts";

const segmentNumberSchema = z.number().int().min(1).max(255);

/** What is measured: segments of a segmentation, on a volume, under settings. */
export const measurementSchema = z.object({
  segmentationId: z.string(),
  segmentNumbers: z.array(segmentNumberSchema).min(1).max(255),
  /** Measured on this volume of the same study; on the segmentation's own where it is left out. */
  volumeId: z.string().optional(),
  /** Brings the label map onto the volume's grid where that is another one. Without it, another grid is refused. */
  resampleMask: z.boolean().optional(),
  settings: extractionSettingsSchema,
});
export type Measurement = z.infer<typeof measurementSchema>;

/** A segment that could not be measured, and why. */
const failedSegmentSchema = z.object({ segmentNumber: segmentNumberSchema, reason: z.string() });

/** The result of the job that featureSet.extract starts. */
export const extractionResultSchema = z.object({
  /** One for each segment that could be measured, in the order asked. */
  featureSetIds: z.array(z.string()),
  failures: z.array(failedSegmentSchema),
  /** What the reader must know of what was measured, in sentences. */
  notes: z.array(z.string()),
});
export type ExtractionResult = z.infer<typeof extractionResultSchema>;

/** A feature set without its values. */
export const featureSetSummarySchema = featureSetSchema.omit({ features: true, diagnostics: true });
export type FeatureSetSummary = z.infer<typeof featureSetSummarySchema>;

/** A feature set in a list. */
export interface ListedFeatureSet extends FeatureSetSummary {
  /** It was computed by the version of the engine that runs: values of another version may differ under the same settings. */
  readonly isOfThisEngine: boolean;
}

/** featureSet.histogram: the grey values of one segment in its bins. */
export interface SegmentHistogram {
  readonly segmentNumber: number;
  readonly voxels: number;
  /** One more than there are counts. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** So many of the extraction's bins lie in each; more than 1 only where there are too many to be drawn. */
  readonly joinedBins: number;
  readonly mean: number;
  readonly median: number;
  readonly percentile10: number;
  readonly percentile90: number;
}

export interface Histogram {
  readonly segments: readonly SegmentHistogram[];
  readonly failures: ReadonlyArray<z.infer<typeof failedSegmentSchema>>;
}
