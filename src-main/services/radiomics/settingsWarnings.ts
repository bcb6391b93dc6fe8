import { settingKeys, type ExtractionSettings, type ImageType } from "#shared/domain/extractionSettings.ts";
import { columnName, featureDocumentation } from "./featureDocumentation.ts";
import { featureKeys, filterKeys } from "./imageTypeKeys.ts";
import { completeSettings, type CompleteSettings } from "./settings.ts";

/**
 * What a careful reader would want to know of settings that are accepted, because PyRadiomics accepts them, but do not do what they seem to: a
 * sentence each, naming the field. Above all settings under an image type that is only made after they were used: PyRadiomics ignores them without a word.
 * Throws as completeSettings does.
 */
export function settingsWarnings(settings: ExtractionSettings): string[] {
  const complete = completeSettings(settings);
  return [
    ...Object.entries(settings.imageType ?? {}).flatMap(([type, overrides]) =>
      Object.keys(overrides ?? {}).flatMap((key) => ofOverride(type as ImageType, key)),
    ),
    ...ofFilters(complete),
    ...ofClasses(complete),
    ...withoutEffect(settings),
  ];
}

function ofOverride(type: ImageType, key: string): string[] {
  const field = `imageType.${type}.${key}`;
  if (isOneOf(featureKeys, key) || isOneOf(filterKeys[type] ?? [], key)) return [];
  const owner = Object.entries(filterKeys).find(([, keys]) => isOneOf(keys, key))?.[0];
  if (owner) return [`${field} has no effect: it belongs to ${owner}.`];
  return isOneOf(settingKeys, key)
    ? [`${field} has no effect: this step comes before the filters and is the same for all. Write it under setting.`]
    : [];
}

const isOneOf = (keys: readonly string[], key: string): boolean => keys.includes(key);

function ofFilters({ imageTypes }: CompleteSettings): string[] {
  return imageTypes.flatMap(({ type, sigma, force2D }) => {
    if (type === "LoG" && sigma.length === 0)
      return ["LoG has no sigma and gives no image: name at least one width in mm, such as sigma: [3]."];
    if (type === "LBP2D" && !force2D)
      return ["LBP2D makes its patterns slice by slice, but features are measured in 3D: set force2D for it where that is not meant."];
    if (type === "LBP3D" && force2D) return ["LBP3D makes its patterns in 3D, but features are measured slice by slice (force2D)."];
    return [];
  });
}

function ofClasses({ featureClass, force2D }: CompleteSettings): string[] {
  return featureClass.flatMap(([name, features]) => [
    ...(name === "shape2D" && !force2D ? ["shape2D is left out: it is measured only with force2D under setting."] : []),
    ...features.flatMap((feature) => {
      const known = featureDocumentation().find((documented) => documented.name === columnName("original", name, feature));
      return known?.deprecated ? [`${name} ${feature} is deprecated in PyRadiomics. ${known.meaning}`] : [];
    }),
  ]);
}

function withoutEffect(settings: ExtractionSettings): string[] {
  const named = (key: keyof ExtractionSettings) => settings[key] !== undefined && settings[key] !== null;
  const lacking = (keys: ReadonlyArray<keyof ExtractionSettings>, needed: string) =>
    keys.filter(named).map((key) => `${key} has no effect without ${needed}.`);
  return [
    ...(named("geometryTolerance")
      ? [
          "geometryTolerance: a mask whose origin, spacing and direction differ by no more than it is measured voxel on voxel, as in " +
            "PyRadiomics, wherever it lies; without it a tenth of a voxel is allowed.",
        ]
      : []),
    ...(settings.normalize ? [] : lacking(["normalizeScale", "removeOutliers"], "normalize")),
    ...(named("resegmentRange") ? [] : lacking(["resegmentMode", "resegmentShape"], "resegmentRange")),
    ...(settings.interpolator === null && named("resampledPixelSpacing")
      ? ["resampledPixelSpacing has no effect: interpolator is null."]
      : []),
    ...(settings.preCrop && named("resampledPixelSpacing") && settings.interpolator !== null
      ? ["preCrop has no effect: resampling crops already."]
      : []),
  ];
}
