import { nativeEngine } from "./nativeEngine.ts";

export { createRadiomics, type ImageSource, type LabelMapSource, type Radiomics } from "./createRadiomics.ts";
export { ExtractionCancelled, extractFeatures, extractMatrices, type ExtractionOptions } from "./extractFeatures.ts";
export { extractFeatureMaps, type FeatureMap, type VoxelSetting } from "./extractFeatureMaps.ts";
export { featureDocumentation } from "./featureDocumentation.ts";
export { imageHash } from "./imageHash.ts";
export { parseSettings } from "./parseSettings.ts";
export { settingsHash } from "./settings.ts";

/** The version of the native engine, as kept with every feature set. Throws PlainError where the engine was not built. */
export function engineVersion(): string {
  return nativeEngine().engineVersion;
}
