import { defaultFeatureClasses, interpolators, type ExtractionSettings, type FeatureClass, type ImageType, type Interpolator } from "#shared/domain/extractionSettings.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { checkSettings } from "./checkSettings.ts";
import { featureNames } from "./featureDocumentation.ts";
import { refuseUnknown } from "./refuseUnknown.ts";

/** The settings of one image type: the general ones with its own in their place. */
export interface ImageTypeSettings {
  readonly type: ImageType;
  readonly binWidth: number;
  readonly binCount: number | null;
  readonly force2D: boolean;
  readonly force2Ddimension: number;
  readonly voxelArrayShift: number;
  readonly distances: readonly number[];
  readonly weightingNorm: "manhattan" | "euclidean" | "infinity" | "no_weighting" | null;
  readonly symmetricalGLCM: boolean;
  readonly gldm_a: number;
  /** "1.0" where a parameter file wrote a float with a whole value. */
  readonly sigma: ReadonlyArray<number | string>;
  readonly start_level: number;
  readonly level: number;
  readonly wavelet: string;
  readonly gradientUseSpacing: boolean;
  readonly lbp2DRadius: number;
  readonly lbp2DSamples: number;
  readonly lbp2DMethod: "uniform" | "default" | "ror" | "var";
  readonly lbp3DLevels: number;
  readonly lbp3DIcosphereRadius: number;
  readonly lbp3DIcosphereSubdivision: number;
}

/** Every setting given; the features of each class by name, in the order of the columns. */
export interface CompleteSettings {
  readonly label: number;
  readonly label_channel: number;
  readonly minimumROIDimensions: number;
  readonly minimumROISize: number | null;
  readonly correctMask: boolean;
  readonly additionalInfo: boolean;
  readonly normalize: boolean;
  readonly normalizeScale: number;
  readonly removeOutliers: number | null;
  /** Millimetres in x, y, z; 0: as the mask has it; null: no resampling. */
  readonly resampledPixelSpacing: readonly [number, number, number] | null;
  readonly interpolator: Interpolator;
  readonly padDistance: number;
  readonly preCrop: boolean;
  /** One threshold or two, rising. */
  readonly resegmentRange: readonly number[] | null;
  readonly resegmentMode: "absolute" | "relative" | "sigma";
  readonly resegmentShape: boolean;
  /** Of feature maps; initValue may be NaN; voxelBatch is null for all voxels at once. */
  readonly voxelSetting: { readonly kernelRadius: number; readonly maskedKernel: boolean; readonly initValue: number; readonly voxelBatch: number | null };
  /** What shape2D is measured with: the general settings, whatever an image type has. */
  readonly force2D: boolean;
  readonly force2Ddimension: number;
  /** In the order of extraction. */
  readonly imageTypes: readonly ImageTypeSettings[];
  /** Shape, then shape2D, then the others in the order given. */
  readonly featureClass: ReadonlyArray<readonly [FeatureClass, readonly string[]]>;
}

/**
 * Fills in PyRadiomics' defaults: those of its extractor and of its filters as they are in its code.
 * Throws PlainError, naming the field, where a setting is unknown or out of range, or a feature does not exist.
 */
export function completeSettings(settings: ExtractionSettings): CompleteSettings {
  const given = checkSettings(settings);
  const asked = (given.featureClass ? Object.keys(given.featureClass) : defaultFeatureClasses) as FeatureClass[];
  if (asked.length === 0) throw new PlainError("The extraction settings enable no feature class (featureClass is empty). Name at least one, or leave featureClass out for all.");
  const first: readonly FeatureClass[] = ["shape", "shape2D"];
  const classes = [...first.filter((name) => asked.includes(name)), ...asked.filter((name) => !first.includes(name))];
  const imageTypes = Object.entries(given.imageType ?? {}) as Array<[ImageType, Partial<ExtractionSettings> | null]>;
  return {
    label: given.label ?? 1,
    label_channel: given.label_channel ?? 0,
    minimumROIDimensions: given.minimumROIDimensions ?? 2,
    minimumROISize: given.minimumROISize ?? null,
    correctMask: given.correctMask ?? false,
    additionalInfo: given.additionalInfo ?? true,
    normalize: given.normalize ?? false,
    normalizeScale: given.normalizeScale ?? 1,
    removeOutliers: given.removeOutliers ?? null,
    resampledPixelSpacing: given.interpolator === null ? null : given.resampledPixelSpacing ?? null,
    interpolator: typeof given.interpolator === "number" ? interpolators[given.interpolator - 1]! : given.interpolator ?? "sitkBSpline",
    padDistance: given.padDistance ?? 5,
    preCrop: given.preCrop ?? false,
    resegmentRange: given.resegmentRange ? rising(given.resegmentRange) : null,
    resegmentMode: given.resegmentMode ?? "absolute",
    resegmentShape: given.resegmentShape ?? false,
    voxelSetting: {
      kernelRadius: given.voxelSetting?.kernelRadius ?? 1,
      maskedKernel: given.voxelSetting?.maskedKernel ?? true,
      initValue: Number(given.voxelSetting?.initValue ?? 0),
      voxelBatch: given.voxelSetting?.voxelBatch ?? null,
    },
    force2D: given.force2D ?? false,
    force2Ddimension: given.force2Ddimension ?? 0,
    imageTypes: (imageTypes.length === 0 ? [["Original", null] as const] : imageTypes).map(([type, overrides]) => imageTypeSettings(type, replaced(given, overrides ?? {}))),
    featureClass: classes.map((name) => [name, featuresOf(name, given.featureClass?.[name])] as const),
  };
}

const rising = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** The general settings with those of an image type in their place. */
function replaced(general: ExtractionSettings, overrides: Partial<ExtractionSettings>): ExtractionSettings {
  return { ...general, ...Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined)) };
}

function imageTypeSettings(type: ImageType, given: ExtractionSettings): ImageTypeSettings {
  return {
    type,
    binWidth: given.binWidth ?? 25,
    binCount: given.binCount ?? null,
    force2D: given.force2D ?? false,
    force2Ddimension: given.force2Ddimension ?? 0,
    voxelArrayShift: given.voxelArrayShift ?? 0,
    distances: rising([...new Set(given.distances ?? [1])]),
    weightingNorm: given.weightingNorm ?? null,
    symmetricalGLCM: given.symmetricalGLCM ?? true,
    gldm_a: given.gldm_a ?? 0,
    sigma: [...new Set(given.sigma ?? [])],
    start_level: given.start_level ?? 0,
    level: given.level ?? 1,
    wavelet: given.wavelet ?? "coif1",
    gradientUseSpacing: given.gradientUseSpacing ?? true,
    lbp2DRadius: given.lbp2DRadius ?? 1,
    lbp2DSamples: given.lbp2DSamples ?? 8,
    lbp2DMethod: given.lbp2DMethod ?? "uniform",
    lbp3DLevels: given.lbp3DLevels ?? 2,
    lbp3DIcosphereRadius: given.lbp3DIcosphereRadius ?? 1,
    lbp3DIcosphereSubdivision: given.lbp3DIcosphereSubdivision ?? 1,
  };
}

/** The features asked for of a class, in the order asked; all that are not deprecated where none is named. */
function featuresOf(featureClass: FeatureClass, asked: readonly string[] | null | undefined): readonly string[] {
  if (!asked || asked.length === 0) return featureNames(featureClass, "current");
  refuseUnknown(`feature of class ${featureClass}`, asked, featureNames(featureClass, "deprecated too"), ["featureClass", featureClass]);
  return [...new Set(asked)];
}
