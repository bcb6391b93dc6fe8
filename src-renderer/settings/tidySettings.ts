import { defaultFeatureClasses, interpolators, type ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { SettingValue } from "./settingField.ts";
import { fieldsByKey, settingSections } from "./fields/settingSections.ts";

type Fields = Readonly<Record<string, unknown>>;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const filtered = (fields: Fields, isKept: (key: string, value: unknown) => boolean): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key, value]) => value !== undefined && isKept(key, value)));

const mapFields = settingSections.find(({ under }) => under === "voxelSetting")!.fields;

/**
 * Settings with only what differs from PyRadiomics' defaults. What an image type has for itself stays even where it says the same as the general
 * settings: it still holds when those change. The hash is the same before and after.
 */
export function tidySettings({
  profile: _only,
  imageType,
  featureClass,
  voxelSetting,
  ...general
}: ExtractionSettings): ExtractionSettings {
  const named: Fields = {
    ...general,
    interpolator: typeof general.interpolator === "number" ? interpolators[general.interpolator - 1] : general.interpolator,
  };
  const types = Object.entries(imageType ?? {}).map(([type, own]) => [type, filtered(own ?? {}, () => true)] as const);
  const isOriginalAlone = types.length === 1 && types[0]![0] === "Original" && Object.keys(types[0]![1]).length === 0;
  const classes =
    featureClass && Object.fromEntries(Object.entries(featureClass).map(([name, features]) => [name, features?.length ? features : null]));
  const maps = filtered(voxelSetting ?? {}, (key, value) => !same(value, mapFields.find((field) => field.key === key)?.initial));
  return {
    ...filtered(named, (key, value) => !isDefault(key, value as SettingValue)),
    ...(types.length === 0 || isOriginalAlone ? {} : { imageType: Object.fromEntries(types) }),
    ...(!classes || same(classes, Object.fromEntries(defaultFeatureClasses.map((name) => [name, null]))) ? {} : { featureClass: classes }),
    ...(Object.keys(maps).length === 0 ? {} : { voxelSetting: maps }),
  };
}

/** null is the default of every setting but the interpolator, for which it says something. */
function isDefault(key: string, value: SettingValue): boolean {
  return same(value, fieldsByKey.get(key)?.initial) || (value === null && key !== "interpolator");
}

/** Whether two settings hold the same, image types and classes in the same order. */
export function isSameSettings(a: ExtractionSettings, b: ExtractionSettings): boolean {
  return same(sorted(tidySettings(a)), sorted(tidySettings(b)));
}

/** Plain settings by name; the order of image types and of classes is that of the columns and stays. */
function sorted({ imageType, featureClass, voxelSetting, ...general }: ExtractionSettings): unknown {
  const byName = (fields: object) => Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    byName(general),
    Object.entries(imageType ?? {}).map(([type, own]) => [type, byName(own ?? {})]),
    Object.entries(featureClass ?? {}),
    byName(voxelSetting ?? {}),
  ];
}
