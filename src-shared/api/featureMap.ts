import { z } from "zod";
import { extractionSettingsSchema } from "../domain/extractionSettings.ts";

/** featureMap.extract: starts a job whose result is featureMapResultSchema. Which features, of which images, in which kernels: all in the settings. */
export const featureMapRequestSchema = z.object({
  segmentationId: z.string(),
  segmentNumber: z.number().int().min(1).max(255),
  settings: extractionSettingsSchema,
});
export type FeatureMapRequest = z.infer<typeof featureMapRequestSchema>;

/** The maps made, image by image, in the order of the settings. */
export const featureMapResultSchema = z.object({ featureMapIds: z.array(z.string()) });

export const featureMapByIdSchema = z.object({ featureMapId: z.string() });
