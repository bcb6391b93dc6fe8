import { nativeEngine } from "./nativeEngine.ts";

export { createRadiomics, type Radiomics } from "./createRadiomics.ts";
export { extractionColumns } from "./extractionColumns.ts";
export { deriveImages, ExtractionCancelled, extractFeatures, extractLabels, extractMatrices, type ExtractionOptions } from "./extractFeatures.ts";
export { describeSettings } from "./describeSettings.ts";
export { createFeatureMaps, type FeatureMaps } from "./createFeatureMaps.ts";
export { extractFeatureMaps } from "./extractFeatureMaps.ts";
export { featureDocumentation } from "./featureDocumentation.ts";
export { imageHash } from "./imageHash.ts";
export { parseSettings } from "./parseSettings.ts";
export { settingsHash } from "./settingsHash.ts";
export type { ImageSource, LabelMapSource } from "./readMeasured.ts";
export { createSavedSettings, type SavedSettingsTable } from "./settingsTable.ts";
export { writeSettings } from "./writeSettings.ts";
export { compareGrids } from "./compareGrids.ts";
export { resampleLabels } from "./resampleLabels.ts";

/** The version of the native engine, as kept with every feature set. Throws PlainError where the engine was not built. */
export function engineVersion(): string {
  return nativeEngine().engineVersion;
}
