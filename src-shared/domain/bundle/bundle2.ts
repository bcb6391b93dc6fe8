import { z } from "zod";
import { scoreGoldenSchema, segmentationGoldenSchema } from "./golden.ts";
import { memberSchema, tableInferenceSchema, volumeInferenceSchema } from "./inference.ts";
import { tableInputSchema, volumeInputSchema } from "./input.ts";
import { bundleFileSchema, hashSchema } from "./names.ts";
import { classificationOutputSchema, regressionOutputSchema, segmentationOutputSchema } from "./output.ts";
import { bundleLimitsSchema, provenanceSchema } from "./provenance.ts";

const head = {
  formatVersion: z.literal(2),
  name: z.string().min(1).max(120),
  version: z.string().min(1).max(40),
  authors: z.array(z.string().min(1)).min(1),
  intendedUse: z.string().min(1),
  /** A sentence shown beside every result. */
  notice: z.string().min(1).optional(),
  /** sha256 of every file of the bundle but bundle.json. A file that is not named here is refused. */
  files: z.record(bundleFileSchema, hashSchema),
  provenance: provenanceSchema,
  limits: bundleLimitsSchema,
};

const scoreOutput = z.discriminatedUnion("kind", [classificationOutputSchema, regressionOutputSchema]);

/** Draws on a volume. */
export const segmentationBundleSchema = z.strictObject({
  ...head,
  kind: z.literal("segmentation"),
  input: volumeInputSchema,
  inference: volumeInferenceSchema,
  output: segmentationOutputSchema,
  golden: z.array(segmentationGoldenSchema).min(1),
});
export type SegmentationBundle = z.infer<typeof segmentationBundleSchema>;

/** Classes, or a number, of a volume. */
export const volumeScoreBundleSchema = z.strictObject({
  ...head,
  kind: z.literal("volume"),
  input: volumeInputSchema,
  inference: volumeInferenceSchema,
  output: scoreOutput,
  golden: z.array(scoreGoldenSchema).min(1),
});
export type VolumeScoreBundle = z.infer<typeof volumeScoreBundleSchema>;

/** Classes, or a number, of a row of a table. */
export const tableBundleSchema = z.strictObject({
  ...head,
  kind: z.literal("table"),
  table: tableInputSchema,
  inference: tableInferenceSchema,
  output: scoreOutput,
  golden: z.array(scoreGoldenSchema).min(1),
});
export type TableBundle = z.infer<typeof tableBundleSchema>;

/** Several networks of volumes and of a table, each with its folds, whose scores are added up by weights. The images are prepared once for all. */
export const ensembleBundleSchema = z.strictObject({
  ...head,
  kind: z.literal("ensemble"),
  input: volumeInputSchema.optional(),
  table: tableInputSchema.optional(),
  members: z.array(memberSchema).min(2).max(64),
  output: scoreOutput,
  golden: z.array(scoreGoldenSchema).min(1),
});
export type EnsembleBundle = z.infer<typeof ensembleBundleSchema>;

/** bundle.json, second form: networks on volumes and tables, alone or together. docs/model-bundle.md explains every field. */
export const bundle2Schema = z.discriminatedUnion("kind", [
  segmentationBundleSchema,
  volumeScoreBundleSchema,
  tableBundleSchema,
  ensembleBundleSchema,
]);
export type Bundle2 = z.infer<typeof bundle2Schema>;

/** Whether a bundle is given images; one that is not is run on the rows of a table. */
export function seesImages(bundle: Bundle2): boolean {
  return bundle.kind !== "table" && bundle.input !== undefined;
}
