import { nativeEngine } from "./nativeEngine.ts";

export { compareGrids } from "./compareGrids.ts";
export { createRadiomics, type Radiomics } from "./createRadiomics.ts";
export { ExtractionCancelled, extractFeatures, extractMatrices, type ExtractionOptions } from "./extractFeatures.ts";
export { featureDocumentation } from "./featureDocumentation.ts";
export { imageHash } from "./imageHash.ts";
export { parseSettings } from "./parseSettings.ts";
export { resampleLabels } from "./resampleLabels.ts";
export { settingsHash } from "./settings.ts";

/** The version of the native engine, as kept with every feature set. Throws PlainError where the engine was not built. */
export function engineVersion(): string {
  return nativeEngine().engineVersion;
}
