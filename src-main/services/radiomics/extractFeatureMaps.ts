import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { type ExtractionOptions, throwInWords } from "./extractFeatures.ts";
import { columnName } from "./featureDocumentation.ts";
import { maskOnGrid } from "./maskOnGrid.ts";
import { nativeEngine, type NativeMapInput } from "./nativeEngine.ts";
import { nativeInput } from "./nativeInput.ts";
import { type CompleteSettings, completeSettings } from "./settings.ts";

/** A feature of every voxel's neighbourhood, under the feature's name in PyRadiomics: original_firstorder_Mean. */
export interface ExtractedMap {
  readonly name: string;
  /** float64, on the region's box padded by kernelRadius as far as the image goes; NaN where the feature is undefined. */
  readonly image: Image;
}

/** The features of which settings ask for maps: all but shape, which has none. Throws PlainError where nothing is left. */
export function mappedFeatures({ featureClass }: CompleteSettings): NativeMapInput["maps"]["features"] {
  const features = featureClass
    .filter(([name]) => !name.startsWith("shape"))
    .map(([className, names]) => ({ featureClass: className, names }));
  if (features.length === 0)
    throw new PlainError("The settings ask for shape only, of which there are no maps. Name another class in featureClass.");
  return features;
}

/**
 * Computes a map of each feature asked for, of every image type, off JavaScript's thread: at every voxel of the region the feature of the voxels around
 * it (PyRadiomics' voxel-based extraction, its voxelSetting among the settings). The classes of shape have no maps and are left out. The voxels
 * are read in place: leave them alone until the promise has settled. Throws as extractFeatures, and PlainError where no class with maps is asked for.
 */
export async function extractFeatureMaps(
  image: Image,
  mask: Image,
  settings: ExtractionSettings,
  options: ExtractionOptions = {},
): Promise<ExtractedMap[]> {
  const complete = completeSettings(settings);
  const features = mappedFeatures(complete);
  const { kernelRadius, maskedKernel, initValue, voxelBatch } = complete.voxelSetting;
  const maps = await nativeEngine()
    .extractFeatureMaps(
      {
        ...nativeInput(image, await maskOnGrid(image, mask, complete), complete, [complete.label]),
        maps: { features, kernelRadius, maskedKernel, initValue, voxelBatch: voxelBatch ?? undefined },
        withDiagnostics: false,
        withMatrices: false,
        withImages: false,
        threads: options.threads ?? 0,
        cancelFlag: options.cancelFlag && new Int32Array(options.cancelFlag, 0, 1),
      },
      options.onProgress,
    )
    .catch(throwInWords);
  return maps.map(({ imageName, featureClass, name, image: { grid, voxels } }) => ({
    name: columnName(imageName, featureClass, name),
    image: { grid, scalarType: "float64", voxels },
  }));
}
