import { z } from "zod";

export const featureClasses = ["shape", "firstorder", "glcm", "glrlm", "glszm", "gldm", "ngtdm"] as const;
export type FeatureClass = (typeof featureClasses)[number];

/** How features are extracted: PyRadiomics' keys, spelled as there. */
export const extractionSettingsSchema = z.strictObject({
  binWidth: z.number().positive().optional(),
  binCount: z.number().int().positive().optional(),
  force2D: z.boolean().optional(),
  /** 0 is the z axis of the array: slices out of plane. */
  force2Ddimension: z.number().int().min(0).max(2).optional(),
  voxelArrayShift: z.number().optional(),
  distances: z.array(z.number().int().positive()).optional(),
  symmetricalGLCM: z.boolean().optional(),
  gldm_a: z.number().optional(),
  label: z.number().int().positive().optional(),
  featureClass: z.record(z.enum(featureClasses), z.array(z.string()).nullable()).optional(),
});
export type ExtractionSettings = z.infer<typeof extractionSettingsSchema>;

/** The features of one segment of a segmentation on one volume under one setting. */
export const featureSetSchema = z.object({
  id: z.string(),
  volumeId: z.string(),
  segmentationId: z.string(),
  segmentationRevision: z.number().int(),
  segmentNumber: z.number().int(),
  segmentName: z.string(),
  settings: extractionSettingsSchema,
  /** sha256, hex, over the settings' canonical form: keys sorted, defaults filled in. */
  settingsHash: z.string(),
  engineVersion: z.string(),
  imageHash: z.string(),
  maskHash: z.string(),
  reader: z.string(),
  createdAt: z.iso.datetime(),
  /** PyRadiomics' names in its order, e.g. original_shape_Elongation; null where PyRadiomics gives NaN. */
  features: z.array(z.object({ name: z.string(), value: z.number().nullable() })),
});
export type FeatureSet = z.infer<typeof featureSetSchema>;
