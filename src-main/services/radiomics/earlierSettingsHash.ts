import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { canonicalHash } from "./canonicalHash.ts";
import { differing, withSortedSigmas } from "./hashedSettings.ts";
import { featureKeys, filterKeys } from "./imageTypeKeys.ts";
import { type CompleteSettings, completeSettings, type ImageTypeSettings } from "./settings.ts";

/** Settings before any filter that have joined the hash with the first of them. */
const stepKeys = [
  "correctMask",
  "normalize",
  "normalizeScale",
  "removeOutliers",
  "resampledPixelSpacing",
  "interpolator",
  "padDistance",
  "preCrop",
  "resegmentRange",
  "resegmentMode",
  "resegmentShape",
] as const;

/**
 * sha256, hex, as versions up to 0.1.0 made it: bundles, tables and feature sets of then carry it. It holds the settings of the original
 * image (of the first image
 * type by name where the original is not asked for) and the region's limits with every default filled in, and the features of each class by name; of all else
 * only what differs from PyRadiomics' default and, of another image type, from these. A key that only takes effect beside another is in it all the same.
 */
export function earlierSettingsHash(settings: ExtractionSettings): string {
  return canonicalHash(canonicalForm(completeSettings(settings)));
}

function canonicalForm(complete: CompleteSettings): object {
  const defaults = completeSettings({ featureClass: { shape: null } });
  const byName = complete.imageTypes.toSorted((a, b) => (a.type < b.type ? -1 : 1));
  const base = byName.find(({ type }) => type === "Original") ?? byName[0]!;
  const { weightingNorm: _later, ...baseSettings } = pick(base, featureKeys);
  const imageType = Object.fromEntries(
    byName.map((own) => [own.type, ownSettings(own, { ...pick(defaults.imageTypes[0]!, imageTypeKeys(own)), ...baseSettings })]),
  );
  const isPlain = byName.length === 1 && base.type === "Original" && Object.keys(imageType["Original"]!).length === 0;
  const shape2D = complete.featureClass.some(([name]) => name === "shape2D")
    ? differing(pick(complete, ["force2D", "force2Ddimension"]), base)
    : {};
  const voxelSetting = differing({ ...complete.voxelSetting, initValue: finite(complete.voxelSetting.initValue) }, defaults.voxelSetting);
  return {
    ...baseSettings,
    minimumROIDimensions: complete.minimumROIDimensions,
    minimumROISize: complete.minimumROISize,
    featureClass: Object.fromEntries(complete.featureClass.map(([name, features]) => [name, [...features].sort()])),
    ...differing(pick(complete, stepKeys), defaults),
    ...(isPlain ? {} : { imageType }),
    ...(Object.keys(shape2D).length === 0 ? {} : { shape2D }),
    ...(Object.keys(voxelSetting).length === 0 ? {} : { voxelSetting }),
  };
}

const imageTypeKeys = ({ type }: ImageTypeSettings) => [...featureKeys, ...(filterKeys[type] ?? [])];

/** What an image type has for itself. */
function ownSettings(own: ImageTypeSettings, general: object): object {
  const sorted = withSortedSigmas(own);
  return differing(pick(sorted, imageTypeKeys(own)), general);
}

/** JSON has no NaN. */
const finite = (value: number): number | string => (Number.isNaN(value) ? "nan" : value);

function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>;
}
