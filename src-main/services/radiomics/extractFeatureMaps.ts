import { PlainError } from "#shared/domain/plainError.ts";
import type { ExtractionSettings } from "#shared/domain/featureSet.ts";
import type { Image } from "#shared/domain/volume.ts";
import { type ExtractionOptions, throwInWords } from "./extractFeatures.ts";
import { columnName } from "./featureDocumentation.ts";
import { gridDifference } from "./gridDifference.ts";
import { nativeEngine } from "./nativeEngine.ts";
import { completeSettings } from "./settings.ts";

/** PyRadiomics' `voxelSetting`: how maps are made. */
export interface VoxelSetting {
  /** Voxels on each side of the voxel, along every axis; 1. */
  readonly kernelRadius?: number;
  /** True: kernels hold voxels of the region only. */
  readonly maskedKernel?: boolean;
  /** Of voxels outside the region; 0. */
  readonly initValue?: number;
  /** Voxels that PyRadiomics computes together; all of them. It changes JointAverage and MCC where some kernel has no pairs in some direction. */
  readonly voxelBatch?: number;
}

/** A feature of every voxel's neighbourhood, under the feature's name in PyRadiomics: original_firstorder_Mean. */
export interface FeatureMap {
  readonly name: string;
  /** float64, on the region's box padded by kernelRadius as far as the image goes; NaN where the feature is undefined. */
  readonly image: Image;
}

/**
 * Computes a map of each feature asked for on the original image, off JavaScript's thread: at every voxel of the region the feature of the voxels around it
 * (PyRadiomics' voxel-based extraction). The classes of shape have no maps and are left out. The voxels are read in place: leave them alone until the
 * promise has settled. Throws as extractFeatures, and PlainError where no class with maps is asked for.
 */
export async function extractFeatureMaps(image: Image, mask: Image, settings: ExtractionSettings, voxelSetting: VoxelSetting = {}, options: ExtractionOptions = {}): Promise<FeatureMap[]> {
  const complete = completeSettings(settings);
  const difference = gridDifference(image.grid, mask.grid);
  if (difference) {
    throw new PlainError(`The mask does not lie on the image's grid: ${difference}. Draw it on this image, or resample it to the image's grid.`);
  }
  const features = complete.featureClass.filter(([name]) => !name.startsWith("shape")).map(([featureClass, names]) => ({ featureClass, names }));
  if (features.length === 0) throw new PlainError("The settings ask for shape only, of which there are no maps. Name another class in featureClass.");
  const { kernelRadius = 1, maskedKernel = true, initValue = 0, voxelBatch } = voxelSetting;
  if (!Number.isInteger(kernelRadius) || kernelRadius < 1 || kernelRadius > 64) {
    throw new PlainError(`kernelRadius is ${kernelRadius}; it is a whole number of voxels from 1 to 64. Correct voxelSetting.kernelRadius.`);
  }
  const maps = await nativeEngine().extractFeatureMaps({
    image, mask, features, kernelRadius, maskedKernel, initValue, voxelBatch,
    label: complete.label,
    minimumROIDimensions: complete.minimumROIDimensions,
    minimumROISize: complete.minimumROISize ?? 0,
    binWidth: complete.binWidth,
    binCount: complete.binCount ?? undefined,
    planeAxis: complete.force2D ? complete.force2Ddimension : -1,
    distances: complete.distances,
    weightingNorm: complete.weightingNorm,
    symmetricalGLCM: complete.symmetricalGLCM,
    gldmA: complete.gldm_a,
    voxelArrayShift: complete.voxelArrayShift,
    threads: options.threads ?? 0,
    cancelFlag: options.cancelFlag && new Int32Array(options.cancelFlag, 0, 1),
  }, options.onProgress).catch(throwInWords);
  return maps.map(({ featureClass, name, image: { grid, voxels } }) => ({ name: columnName(featureClass, name), image: { grid, scalarType: "float64", voxels } }));
}
