import { interpolators } from "#shared/domain/extractionSettings.ts";
import { pyradiomicsDefaults } from "#shared/domain/pyradiomicsDefaults.ts";

type Fields = Readonly<Record<string, unknown>>;

const defaultsOf = (...keys: ReadonlyArray<keyof typeof pyradiomicsDefaults>): Fields =>
  Object.fromEntries(keys.map((key) => [key, pyradiomicsDefaults[key]]));

/** The settings before any filter, and of the features, with their defaults. */
const defaults = defaultsOf(
  "binWidth",
  "binCount",
  "force2D",
  "force2Ddimension",
  "voxelArrayShift",
  "distances",
  "symmetricalGLCM",
  "gldm_a",
  "normalize",
  "normalizeScale",
  "removeOutliers",
  "resampledPixelSpacing",
  "interpolator",
  "resegmentRange",
  "resegmentMode",
  "resegmentShape",
  "weightingNorm",
);
/** What a filter sees of the image. */
const filterDefaults = defaultsOf("preCrop", "padDistance");
/** Of each filter. LoG's widths stand in the names of its features. */
const ownDefaults: Readonly<Record<string, Fields>> = {
  Wavelet: defaultsOf("wavelet", "level", "start_level"),
  Gradient: defaultsOf("gradientUseSpacing"),
  LBP2D: defaultsOf("lbp2DRadius", "lbp2DSamples", "lbp2DMethod"),
  LBP3D: defaultsOf("lbp3DLevels", "lbp3DIcosphereRadius", "lbp3DIcosphereSubdivision"),
};
/** Settings that do nothing while each of these has its default. */
const dependsOn: Readonly<Record<string, readonly string[]>> = {
  normalizeScale: ["normalize"],
  removeOutliers: ["normalize"],
  interpolator: ["resampledPixelSpacing"],
  resegmentMode: ["resegmentRange"],
  resegmentShape: ["resegmentRange"],
  padDistance: ["preCrop", "resampledPixelSpacing"],
};
/** Settings that only an image type itself may have in place of the general ones: the others come before any filter. */
const beforeFilters = new Set([
  "normalize",
  "normalizeScale",
  "removeOutliers",
  "resampledPixelSpacing",
  "interpolator",
  "resegmentRange",
  "resegmentMode",
  "resegmentShape",
  "preCrop",
  "padDistance",
]);

/**
 * Compares the settings that a features file states with those a model was trained with, each filled up with PyRadiomics' defaults, for each image
 * type of the model. `statedTypes`: the image types that the file states with their own settings; where it does not, they are taken to be the model's.
 * Answers the differences in words, none where the features were extracted alike. Settings that do not change these features are not compared.
 */
export function compareSettings(stated: Fields, wanted: Fields, statedTypes?: Fields): string[] {
  const named = fieldsOf(wanted["imageType"]);
  const wantedTypes = Object.keys(named).length === 0 ? { Original: {} } : named;
  const byType = Object.entries(wantedTypes).map(([type, own]) => ({
    type,
    differences: compareType(type, stated, statedTypes === undefined ? own : ownField(statedTypes, type), wanted, own),
  }));
  const [first, ...others] = byType;
  const general = first!.differences.filter((difference) => others.every(({ differences }) => differences.includes(difference)));
  return [
    ...general,
    ...byType.flatMap(({ type, differences }) =>
      differences.filter((difference) => !general.includes(difference)).map((difference) => `${type}: ${difference}`),
    ),
  ];
}

function compareType(type: string, stated: Fields, statedOwn: unknown, wanted: Fields, wantedOwn: unknown): string[] {
  if (statedOwn === undefined) return ["this image type was not extracted"];
  const known = { ...defaults, ...(type === "Original" ? {} : filterDefaults), ...fieldsOf(ownField(ownDefaults, type)) };
  const left = filled(known, stated, statedOwn);
  const right = filled(known, wanted, wantedOwn);
  return Object.keys(known).flatMap((key) => {
    const masters = ownField(dependsOn, key);
    if (masters?.every((master) => same(left[master], known[master]) && same(right[master], known[master]))) return [];
    // Patterns of LBP2D are of slices whether or not its features are.
    if (key === "force2Ddimension" && type !== "LBP2D" && !left["force2D"] && !right["force2D"]) return [];
    // With a bin count the width has no part in it.
    if (key === "binWidth" && left["binCount"] !== null && right["binCount"] !== null) return [];
    return same(left[key], right[key]) ? [] : [`${key} is ${JSON.stringify(left[key])}, the model's ${JSON.stringify(right[key])}`];
  });
}

/** A field that an object has itself: a file's keys may be called "constructor". */
function ownField<Value>(fields: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

/** Every known setting of an image type: its own, else the general one, else PyRadiomics' default. */
function filled(known: Fields, general: Fields, own: unknown): Fields {
  const replacing = Object.fromEntries(Object.entries(fieldsOf(own)).filter(([key]) => !beforeFilters.has(key)));
  // PyRadiomics does not resample without an interpolator.
  const merged: Fields = { ...general, ...replacing, ...(general["interpolator"] === null ? { resampledPixelSpacing: null } : {}) };
  return Object.fromEntries(
    Object.entries(known).map(([key, value]) => [
      key,
      key === "interpolator" ? interpolatorName(merged[key] ?? value) : (merged[key] ?? value),
    ]),
  );
}

/** ITK numbers its interpolators. */
function interpolatorName(value: unknown): unknown {
  return typeof value === "number" ? (interpolators[value - 1] ?? value) : value;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
