import { z } from "zod";
import { extractionSettingsSchema, featureClasses } from "./extractionSettings.ts";

const infinities = { inf: Number.POSITIVE_INFINITY, "-inf": Number.NEGATIVE_INFINITY } as const;
const numberSchema = z.union([z.number(), z.literal(infinities.inf), z.literal(infinities["-inf"])]);

/**
 * One feature's value; null where it is undefined for this region (PyRadiomics gives NaN), with the reason. A value too large for a number is infinite, as in
 * PyRadiomics, and is not undefined; JSON has no such number and holds the word "inf" or "-inf" (wordsForNotFinite).
 */
export const featureValueSchema = z.object({
  name: z.string(),
  value: z.union([numberSchema, z.enum(["inf", "-inf"]).transform((word) => infinities[word])]).nullable(),
  reason: z.string().optional(),
});
export type FeatureValue = z.infer<typeof featureValueSchema>;

/** For JSON.stringify, which would make null of them: numbers that are not finite as Python's words; featureValueSchema reads those for infinity. */
export function wordsForNotFinite(_key: string, value: unknown): unknown {
  if (typeof value !== "number" || Number.isFinite(value)) return value;
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

/** A feature's value as a table holds it: with as many digits as give the same number back; "nan", "inf" and "-inf" as PyRadiomics writes them. */
export function featureText(value: number | null | undefined): string {
  return String(wordsForNotFinite("", value ?? Number.NaN));
}

/** What a feature is, as the engine computes it. */
export const featureDocumentationSchema = z.object({
  /** As in PyRadiomics' columns: original_glcm_Contrast. */
  name: z.string(),
  featureClass: z.enum(featureClasses),
  /** Code of the Image Biomarker Standardisation Initiative, or "none". */
  ibsi: z.string(),
  formula: z.string(),
  meaning: z.string(),
  /** What the formula's symbols stand for. */
  symbols: z.string(),
  /** Where it is undefined or set by convention, in sentences. */
  edge: z.string(),
  /** What of that leaves it without a value; empty where it always has one. */
  undefinedWhen: z.string(),
  /** Computed only where it is named. */
  deprecated: z.boolean(),
});
export type FeatureDocumentation = z.infer<typeof featureDocumentationSchema>;

/** A value of PyRadiomics' columns "diagnostics_...". */
export type DiagnosticValue = string | number | readonly number[] | object;
export type Diagnostics = Readonly<Record<string, DiagnosticValue>>;
const isDiagnostic = (value: unknown) =>
  typeof value === "string" || typeof value === "number" || (typeof value === "object" && value !== null);
const diagnosticsSchema = z.record(z.string(), z.custom<DiagnosticValue>(isDiagnostic)).readonly();

/** The features of one segment of a segmentation on one volume under one setting. */
export const featureSetSchema = z.object({
  id: z.string(),
  volumeId: z.string(),
  segmentationId: z.string(),
  segmentationRevision: z.number().int(),
  segmentNumber: z.number().int(),
  segmentName: z.string(),
  settings: extractionSettingsSchema,
  /** sha256, hex, over the canonical form of what the features depend on. */
  settingsHash: z.string(),
  engineVersion: z.string(),
  imageHash: z.string(),
  maskHash: z.string(),
  reader: z.string(),
  createdAt: z.iso.datetime(),
  /** PyRadiomics' names in its order, e.g. original_shape_Elongation; null where PyRadiomics gives NaN. */
  features: z.array(featureValueSchema),
  /** PyRadiomics' "diagnostics_..." of image and mask; empty where the settings leave them out. */
  diagnostics: diagnosticsSchema,
});
export type FeatureSet = z.infer<typeof featureSetSchema>;

/** What came of one label of a mask on an image. */
export interface Extraction {
  readonly label: number;
  readonly features: FeatureValue[];
  readonly diagnostics: Diagnostics;
  readonly warnings: readonly string[];
}
