import type { Image } from "#shared/domain/volume.ts";
import type { MaskOnGrid } from "./maskOnGrid.ts";
import type { NativeImageType, NativeInput } from "./nativeEngine.ts";
import type { CompleteSettings, ImageTypeSettings } from "./settings.ts";
import { logImageName, sigmaMm } from "./imageTypeNames.ts";

/** What the engine is asked for, without what says how it runs. */
export function nativeInput(
  image: Image,
  { mask, resample }: MaskOnGrid,
  settings: CompleteSettings,
  labels: readonly number[],
): Omit<NativeInput, "withDiagnostics" | "withMatrices" | "withImages" | "threads" | "cancelFlag"> {
  return {
    image,
    mask,
    labels,
    resampleMask: resample,
    normalisation: settings.normalize
      ? { scale: settings.normalizeScale, removeOutliers: settings.removeOutliers ?? undefined }
      : undefined,
    resampling: settings.resampledPixelSpacing
      ? { spacingMm: settings.resampledPixelSpacing, interpolator: settings.interpolator }
      : undefined,
    preCrop: settings.preCrop,
    padDistance: settings.padDistance,
    minimumROIDimensions: settings.minimumROIDimensions,
    minimumROISize: settings.minimumROISize ?? 0,
    resegmentation: settings.resegmentRange
      ? { range: settings.resegmentRange, mode: settings.resegmentMode, shape: settings.resegmentShape }
      : undefined,
    classes: settings.featureClass.map(([name]) => name),
    shapePlaneAxis: settings.force2D ? settings.force2Ddimension : -1,
    imageTypes: settings.imageTypes.map(nativeImageType),
  };
}

function nativeImageType(settings: ImageTypeSettings): NativeImageType {
  return {
    type: settings.type,
    binWidth: settings.binWidth,
    binCount: settings.binCount ?? undefined,
    planeAxis: settings.force2D ? settings.force2Ddimension : -1,
    voxelArrayShift: settings.voxelArrayShift,
    distances: settings.distances,
    symmetricalGLCM: settings.symmetricalGLCM,
    weightingNorm: settings.weightingNorm ?? undefined,
    gldmA: Math.floor(Math.min(settings.gldm_a, 65_535)), // grey levels differ by whole numbers, and by less
    sigmas: settings.sigma.map((sigma) => ({ mm: sigmaMm(sigma), imageName: logImageName(sigma) })),
    wavelet: settings.wavelet,
    startLevel: settings.start_level,
    levels: settings.level,
    gradientUseSpacing: settings.gradientUseSpacing,
    // The pattern is of slices whether or not its features are.
    lbp2D: {
      radius: settings.lbp2DRadius,
      samples: settings.lbp2DSamples,
      method: settings.lbp2DMethod,
      planeAxis: settings.force2Ddimension,
    },
    lbp3D: { levels: settings.lbp3DLevels, radius: settings.lbp3DIcosphereRadius, subdivision: settings.lbp3DIcosphereSubdivision },
  };
}
