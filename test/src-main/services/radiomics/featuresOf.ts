import type { ExtractionSettings } from "../../../../src-shared/domain/extractionSettings.ts";
import type { FeatureValue } from "../../../../src-shared/domain/featureSet.ts";
import type { Image } from "../../../../src-shared/domain/volume.ts";
import { extractFeatures, type ExtractionOptions } from "../../../../src-main/services/radiomics/index.ts";

/** The features alone of an extraction; PyRadiomics' diagnostics, which take time, are left out. */
export async function featuresOf(
  image: Image,
  mask: Image,
  settings: ExtractionSettings,
  options?: ExtractionOptions,
): Promise<FeatureValue[]> {
  return (await extractFeatures(image, mask, { additionalInfo: false, ...settings }, options)).features;
}
