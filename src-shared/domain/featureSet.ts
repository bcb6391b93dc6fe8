import { z } from "zod";

/** In PyRadiomics' order of columns. */
export const featureClasses = ["shape", "firstorder", "glcm", "gldm", "glrlm", "glszm", "ngtdm"] as const;
export type FeatureClass = (typeof featureClasses)[number];

/** How features are extracted: PyRadiomics' keys, spelled as there. */
export const extractionSettingsSchema = z.strictObject({
  binWidth: z.number().positive().optional(),
  /** Wins over binWidth where both are given. */
  binCount: z.number().int().positive().max(65_535).optional(),
  force2D: z.boolean().optional(),
  /** 0 is the z axis of the array: slices out of plane. */
  force2Ddimension: z.number().int().min(0).max(2).optional(),
  voxelArrayShift: z.number().optional(),
  /** Voxels, Chebyshev; of GLCM, GLDM and NGTDM. */
  distances: z.array(z.number().int().positive().max(64)).min(1).optional(),
  symmetricalGLCM: z.boolean().optional(),
  gldm_a: z.number().min(0).optional(),
  label: z.number().int().positive().max(4_294_967_295).optional(),
  /** The mask lay on another grid and was resampled onto the image's. */
  correctMask: z.boolean().optional(),
  /** A region that extends in fewer directions than this is refused. */
  minimumROIDimensions: z.number().int().min(1).max(3).optional(),
  /** A region with no more voxels than this is refused. */
  minimumROISize: z.number().int().positive().nullable().optional(),
  /** Classes in the order of the columns; null or an empty list: every feature of the class. */
  featureClass: z.partialRecord(z.enum(featureClasses), z.array(z.string()).nullable()).optional(),
});
export type ExtractionSettings = z.infer<typeof extractionSettingsSchema>;

/** One feature's value; null where it is undefined for this region (PyRadiomics gives NaN), with the reason. */
export const featureValueSchema = z.object({ name: z.string(), value: z.number().nullable(), reason: z.string().optional() });
export type FeatureValue = z.infer<typeof featureValueSchema>;

/** What a feature is, as the engine computes it. */
export const featureDocumentationSchema = z.object({
  /** As in PyRadiomics' columns: original_glcm_Contrast. */
  name: z.string(),
  featureClass: z.enum(featureClasses),
  /** Code of the Image Biomarker Standardisation Initiative, or "none". */
  ibsi: z.string(),
  formula: z.string(),
  meaning: z.string(),
  /** Where it is undefined or set by convention, in sentences. */
  edge: z.string().optional(),
});
export type FeatureDocumentation = z.infer<typeof featureDocumentationSchema>;

/** The features of one segment of a segmentation on one volume under one setting. */
export const featureSetSchema = z.object({
  id: z.string(),
  volumeId: z.string(),
  segmentationId: z.string(),
  segmentationRevision: z.number().int(),
  segmentNumber: z.number().int(),
  segmentName: z.string(),
  settings: extractionSettingsSchema,
  /** sha256, hex, over the settings' canonical form: keys sorted, defaults filled in, without the label. */
  settingsHash: z.string(),
  engineVersion: z.string(),
  imageHash: z.string(),
  maskHash: z.string(),
  reader: z.string(),
  createdAt: z.iso.datetime(),
  /** PyRadiomics' names in its order, e.g. original_shape_Elongation; null where PyRadiomics gives NaN. */
  features: z.array(featureValueSchema),
});
export type FeatureSet = z.infer<typeof featureSetSchema>;
