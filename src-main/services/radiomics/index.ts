export { checkMaps } from "./checkMaps.ts";
export { createRadiomics, type Radiomics } from "./createRadiomics.ts";
export { extractionColumns } from "./extractionColumns.ts";
export {
  deriveImages,
  ExtractionCancelled,
  extractFeatures,
  extractLabels,
  extractMatrices,
  throwInWords,
  type ExtractionOptions,
} from "./extractFeatures.ts";
export { describeSettings } from "./describeSettings.ts";
export type { RegionFeatures, RegionRequest } from "./extractRegion.ts";
export { createFeatureMaps, type FeatureMaps } from "./createFeatureMaps.ts";
export { extractFeatureMaps } from "./extractFeatureMaps.ts";
export { featureDocumentation } from "./featureDocumentation.ts";
export { engineInPool, engineOn, radiomicsTasks, type RadiomicsEngine } from "./radiomicsEngine.ts";
export { nativeEngine, type NativeTransformStep } from "./nativeEngine.ts";
export { readParameters } from "./readParameters.ts";
export { isSettingsHash, settingsHash, settingsHashes } from "./settingsHash.ts";
export type { ImageSource, LabelMapSource } from "./readMeasured.ts";
export { createSavedSettings, type SavedSettingsTable } from "./settingsTable.ts";
export { writeSettings } from "./writeSettings.ts";
export { compareGrids } from "./compareGrids.ts";
export { engineVersion, enginesOfTheSameValues } from "./engineVersions.ts";
export { canonicalHash } from "./canonicalHash.ts";
