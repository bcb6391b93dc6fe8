import { z } from "zod";
import { extractionSettingsSchema } from "../domain/extractionSettings.ts";

/** featureSet.extract: starts a job whose result is extractionResultSchema. */
export const extractRequestSchema = z.object({
  segmentationId: z.string(),
  segmentNumber: z.number().int().min(1).max(255),
  settings: extractionSettingsSchema,
  /** Whose extraction it is. */
  reader: z.string().min(1).max(120),
});

export const extractionResultSchema = z.object({ featureSetId: z.string() });
