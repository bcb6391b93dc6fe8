import { z } from "zod";
import { extractionSettingsSchema } from "./extractionSettings.ts";
import { gridSchema } from "./volume.ts";

/** A map of one feature over one segment of a segmentation, without its voxels: what it is and where it came from. */
export const featureMapSchema = z.object({
  id: z.string(),
  /** PyRadiomics' name of the feature, with the image type: wavelet-LLH_glcm_Contrast. */
  name: z.string(),
  volumeId: z.string(),
  segmentationId: z.string(),
  segmentationRevision: z.number().int(),
  segmentNumber: z.number().int(),
  segmentName: z.string(),
  /** Those of the whole computation, which may have made other maps too. */
  settings: extractionSettingsSchema,
  settingsHash: z.string(),
  engineVersion: z.string(),
  imageHash: z.string(),
  maskHash: z.string(),
  /** Voxels from the middle of a kernel to its border. */
  kernelRadius: z.number().int(),
  /** Whether kernels hold voxels of the segment only. */
  maskedKernel: z.boolean(),
  reader: z.string(),
  createdAt: z.iso.datetime(),
  /** The region's box, padded by kernelRadius as far as the image goes; part of the volume's grid unless the settings resample. */
  grid: gridSchema,
  /** Voxels that have a value, and those of the region at which the feature is undefined. */
  valuedVoxels: z.number().int(),
  undefinedVoxels: z.number().int(),
  /** Of the voxels that have a value; null where none has. */
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
});
export type FeatureMap = z.infer<typeof featureMapSchema>;
