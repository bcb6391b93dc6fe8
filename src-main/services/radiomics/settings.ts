import {
  defaultFeatureClasses,
  interpolators,
  type ExtractionSettings,
  type FeatureClass,
  type ImageType,
  type Interpolator,
} from "#shared/domain/extractionSettings.ts";
import { frozenFeatures } from "#shared/domain/frozenFeatures.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { pyradiomicsDefaults, pyradiomicsVoxelDefaults } from "#shared/domain/pyradiomicsDefaults.ts";
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
  /** How far a mask's geometry may be off to be taken as it is, as ITK means it; null: see maskOnGrid. */
  readonly geometryTolerance: number | null;
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
  readonly voxelSetting: {
    readonly kernelRadius: number;
    readonly maskedKernel: boolean;
    readonly initValue: number;
    readonly voxelBatch: number | null;
  };
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
  // Every case of a batch asks for the same.
  const key = JSON.stringify(settings, (_key, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
  );
  if (!last || last.key !== key) last = { key, complete: complete(settings) };
  return last.complete;
}

let last: { readonly key: string; readonly complete: CompleteSettings } | undefined;

function complete(settings: ExtractionSettings): CompleteSettings {
  const given = checkSettings(settings);
  const asked = (given.featureClass ? Object.keys(given.featureClass) : defaultFeatureClasses) as FeatureClass[];
  if (asked.length === 0)
    throw new PlainError(
      "The extraction settings enable no feature class (featureClass is empty). Name at least one, or leave featureClass out for all.",
    );
  const first: readonly FeatureClass[] = ["shape", "shape2D"];
  const classes = [...first.filter((name) => asked.includes(name)), ...asked.filter((name) => !first.includes(name))];
  const imageTypes = Object.entries(given.imageType ?? {}) as Array<[ImageType, Partial<ExtractionSettings> | null]>;
  const of = filledIn(given);
  return {
    label: of.label,
    label_channel: of.label_channel,
    minimumROIDimensions: of.minimumROIDimensions,
    minimumROISize: of.minimumROISize,
    correctMask: of.correctMask,
    geometryTolerance: of.geometryTolerance,
    additionalInfo: of.additionalInfo,
    normalize: of.normalize,
    normalizeScale: of.normalizeScale,
    removeOutliers: of.removeOutliers,
    resampledPixelSpacing: given.interpolator === null ? null : of.resampledPixelSpacing,
    interpolator: typeof of.interpolator === "number" ? interpolators[of.interpolator - 1]! : of.interpolator,
    padDistance: of.padDistance,
    preCrop: of.preCrop,
    resegmentRange: of.resegmentRange ? rising(of.resegmentRange) : null,
    resegmentMode: of.resegmentMode,
    resegmentShape: of.resegmentShape,
    voxelSetting: {
      ...pyradiomicsVoxelDefaults,
      ...given.voxelSetting,
      initValue: Number(given.voxelSetting?.initValue ?? pyradiomicsVoxelDefaults.initValue),
    },
    force2D: of.force2D,
    force2Ddimension: of.force2Ddimension,
    imageTypes: (imageTypes.length === 0 ? [["Original", null] as const] : imageTypes).map(([type, overrides]) =>
      imageTypeSettings(type, replaced(given, overrides ?? {})),
    ),
    featureClass: classes.map((name) => [name, featuresOf(name, given.featureClass?.[name])] as const),
  };
}

const rising = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

type FilledIn = {
  readonly [Key in keyof typeof pyradiomicsDefaults]-?:
    | NonNullable<ExtractionSettings[Key]>
    | (null extends (typeof pyradiomicsDefaults)[Key] ? null : never);
};

/** Every setting: as given, else PyRadiomics' default, which also stands in place of null. */
function filledIn(given: ExtractionSettings): FilledIn {
  return Object.fromEntries(
    Object.entries(pyradiomicsDefaults).map(([key, initial]) => [key, given[key as keyof ExtractionSettings] ?? initial]),
  ) as unknown as FilledIn;
}

/** The general settings with those of an image type in their place. */
function replaced(general: ExtractionSettings, overrides: Partial<ExtractionSettings>): ExtractionSettings {
  return { ...general, ...Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined)) };
}

function imageTypeSettings(type: ImageType, given: ExtractionSettings): ImageTypeSettings {
  const of = filledIn(given);
  return {
    type,
    binWidth: of.binWidth,
    binCount: of.binCount,
    force2D: of.force2D,
    force2Ddimension: of.force2Ddimension,
    voxelArrayShift: of.voxelArrayShift,
    distances: rising([...new Set(of.distances)]),
    weightingNorm: of.weightingNorm,
    symmetricalGLCM: of.symmetricalGLCM,
    gldm_a: of.gldm_a,
    sigma: [...new Set(of.sigma)],
    start_level: of.start_level,
    level: of.level,
    wavelet: of.wavelet,
    gradientUseSpacing: of.gradientUseSpacing,
    lbp2DRadius: of.lbp2DRadius,
    lbp2DSamples: of.lbp2DSamples,
    lbp2DMethod: of.lbp2DMethod,
    lbp3DLevels: of.lbp3DLevels,
    lbp3DIcosphereRadius: of.lbp3DIcosphereRadius,
    lbp3DIcosphereSubdivision: of.lbp3DIcosphereSubdivision,
  };
}

/** The features asked for of a class, in the order asked; those of the frozen set where none is named. */
function featuresOf(featureClass: FeatureClass, asked: readonly string[] | null | undefined): readonly string[] {
  if (!asked || asked.length === 0) return frozenFeatures["pyradiomics-3"][featureClass];
  refuseUnknown(`feature of class ${featureClass}`, asked, featureNames(featureClass), ["featureClass", featureClass]);
  return [...new Set(asked)];
}
