import { z } from "zod";
import { extractionSettingsSchema, type ExtractionSettings } from "../domain/extractionSettings.ts";

/** Extraction settings kept by name in the data folder. */
export const savedSettingsSchema = z.object({
  id: z.string(),
  name: z.string(),
  settings: extractionSettingsSchema,
  settingsHash: z.string(),
  savedAt: z.iso.datetime(),
});
export type SavedSettings = z.infer<typeof savedSettingsSchema>;

/** Settings as a form has them: checked where they are used, so that what is wrong is said in words. */
const enteredSettingsSchema = z.custom<ExtractionSettings>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "must be settings",
);

/** setting.save: settings under a name; those that had the name before give way. */
export const saveSettingsRequestSchema = z.object({
  name: z.string().trim().min(1, "a name is needed").max(120),
  settings: enteredSettingsSchema,
});

/** setting.remove */
export const removeSettingsRequestSchema = z.object({ id: z.string() });

/**
 * Characters of a parameter file: they are some thousands, tens of them with long comments; to read many more would hold up the thread that
 * answers the door.
 */
export const longestParameterFile = 100_000;

/** setting.parse: the text of a PyRadiomics parameter file, YAML or JSON. */
export const parseSettingsRequestSchema = z.object({ text: z.string().max(longestParameterFile) });

/** setting.write and setting.describe */
export const settingsRequestSchema = z.object({ settings: enteredSettingsSchema });

/** setting.describe: what settings amount to. */
export const settingsDescriptionSchema = z.object({
  settingsHash: z.string(),
  /** PyRadiomics' names of the images to be measured, in order. */
  images: z.array(z.string()),
  /** Values for each region, where no image is left out. */
  featureCount: z.number().int(),
  warnings: z.array(z.string()),
});
export type SettingsDescription = z.infer<typeof settingsDescriptionSchema>;
