import type { ExtractionSettings, FeatureClass } from "#shared/domain/extractionSettings.ts";
import { frozenFeatures } from "#shared/domain/frozenFeatures.ts";
import { pyradiomicsDefaults, pyradiomicsVoxelDefaults } from "#shared/domain/pyradiomicsDefaults.ts";
import { canonicalHash } from "./canonicalHash.ts";
import { earlierSettingsHash } from "./earlierSettingsHash.ts";
import { differing, withSortedSigmas } from "./hashedSettings.ts";
import { featureKeys, filterKeys } from "./imageTypeKeys.ts";
import { type CompleteSettings, completeSettings, type ImageTypeSettings } from "./settings.ts";

/**
 * sha256, hex, over the canonical form (RFC 8785) of what features depend on: the profile, the features of each class (by the name of the frozen set where all
 * of it are asked for, else by their names), the image types, and of all settings that have an effect those that differ from PyRadiomics' default.
 * So two ways to write the same settings have one hash, and neither a feature nor a setting that is added to the program later changes it.
 * Left out is what says which region is measured or what is told of the run (label, label_channel, geometryTolerance, additionalInfo), what never
 * has an effect (enableCExtensions), what has none beside the other settings (padDistance without resampling, binWidth beside binCount, gldm_a without
 * GLDM, a filter's settings without the filter), and voxelSetting, which only feature maps depend on.
 * Throws PlainError as completeSettings does.
 */
export function settingsHash(settings: ExtractionSettings): string {
  return canonicalHash(canonicalForm(completeSettings(settings)));
}

/** The same for feature maps, with voxelSetting. */
export function mapSettingsHash(settings: ExtractionSettings): string {
  const complete = completeSettings(settings);
  const { initValue } = complete.voxelSetting;
  // JSON has no NaN.
  const voxelSetting = differing(
    { ...complete.voxelSetting, initValue: Number.isNaN(initValue) ? "nan" : initValue },
    pyradiomicsVoxelDefaults,
  );
  return canonicalHash({ ...canonicalForm(complete), ...(Object.keys(voxelSetting).length === 0 ? {} : { voxelSetting }) });
}

/** Whether a hash that a bundle, a table or a feature set carries is that of these settings, also where an earlier version made it. */
export function isSettingsHash(hash: string, settings: ExtractionSettings): boolean {
  return settingsHashes(settings).includes(hash);
}

/** The hash of these settings, and that which earlier versions made of them. */
export function settingsHashes(settings: ExtractionSettings): readonly [string, string] {
  return [settingsHash(settings), earlierSettingsHash(settings)];
}

function canonicalForm(complete: CompleteSettings): object {
  const classes = complete.featureClass.filter(([name]) => name !== "shape2D" || complete.force2D);
  const measured = classes.map(([name]) => name).filter((name) => name !== "shape" && name !== "shape2D");
  const general = {
    force2Ddimension: complete.featureClass.some(([name]) => name === "shape2D") && complete.force2D ? complete.force2Ddimension : 0,
  };
  return {
    profile: "pyradiomics",
    featureClass: Object.fromEntries(classes.map(([name, features]) => [name, featuresOf(name, features)])),
    ...differing(stepsOf(complete), pyradiomicsDefaults),
    ...(general.force2Ddimension === 0 ? {} : { shape2D: general }),
    ...(measured.length === 0
      ? {}
      : { imageType: Object.fromEntries(complete.imageTypes.map((own) => [own.type, imageTypeForm(own, measured)])) }),
  };
}

/** The frozen set's name where a class has all of it and nothing else. */
function featuresOf(featureClass: FeatureClass, features: readonly string[]): string | string[] {
  const frozen = frozenFeatures["pyradiomics-3"][featureClass];
  return features.length === frozen.length && frozen.every((name) => features.includes(name)) ? "pyradiomics-3" : features.toSorted();
}

/** What is done before any filter, of that what has an effect. */
function stepsOf({
  minimumROIDimensions,
  minimumROISize,
  correctMask,
  normalize,
  normalizeScale,
  removeOutliers,
  resampledPixelSpacing,
  interpolator,
  padDistance,
  preCrop,
  resegmentRange,
  resegmentMode,
  resegmentShape,
}: CompleteSettings): object {
  return {
    minimumROIDimensions,
    minimumROISize,
    correctMask,
    ...(normalize ? { normalize, normalizeScale, removeOutliers } : {}),
    // Resampling crops already.
    ...(resampledPixelSpacing ? { resampledPixelSpacing, interpolator, padDistance } : preCrop ? { preCrop, padDistance } : {}),
    ...(resegmentRange ? { resegmentRange, resegmentMode, resegmentShape } : {}),
  };
}

/** The classes that a setting has an effect on, where not on all. */
const classesOf: Readonly<Partial<Record<(typeof featureKeys)[number], readonly FeatureClass[]>>> = {
  voxelArrayShift: ["firstorder"],
  distances: ["glcm", "gldm", "ngtdm"],
  weightingNorm: ["glcm", "glrlm"],
  symmetricalGLCM: ["glcm"],
  gldm_a: ["gldm"],
};

function imageTypeForm(own: ImageTypeSettings, measured: readonly FeatureClass[]): object {
  const isEffective = (key: (typeof featureKeys)[number]): boolean => {
    if (key === "binWidth") return own.binCount === null;
    // Patterns of LBP2D are of slices whether or not its features are.
    if (key === "force2Ddimension") return own.force2D || own.type === "LBP2D";
    return classesOf[key]?.some((name) => measured.includes(name)) ?? true;
  };
  const keys = [...featureKeys.filter(isEffective), ...(filterKeys[own.type] ?? [])];
  const sorted = withSortedSigmas(own);
  return differing(Object.fromEntries(keys.map((key) => [key, sorted[key]])), pyradiomicsDefaults);
}
