import {
  type Arbitrary,
  array,
  boolean,
  constant,
  constantFrom,
  double,
  integer,
  oneof,
  option,
  record,
  shuffledSubarray,
  tuple,
  uniqueArray,
} from "fast-check";
import { discreteWavelets } from "../../../../src-shared/domain/wavelets.ts";
import { type ExtractionSettings, imageTypes } from "../../../../src-shared/domain/extractionSettings.ts";

const float = (min: number, max: number) => double({ min, max, noNaN: true, noDefaultInfinity: true }).map((value) => value || 0); // -0 is 0 in a file
const above0 = oneof(float(1e-9, 1e9), constantFrom(1e-7, 0.5, 25, 1e-300, 1e22));
const whole = (min: number, max: number) => integer({ min, max });
const orNull = <T>(arbitrary: Arbitrary<T>) => option(arbitrary, { nil: null });

const ofImageType = {
  binWidth: above0,
  binCount: orNull(whole(1, 65_535)),
  force2D: boolean(),
  force2Ddimension: whole(0, 2),
  voxelArrayShift: float(-3000, 3000),
  distances: array(whole(1, 9), { minLength: 1, maxLength: 4 }),
  weightingNorm: orNull(constantFrom("manhattan", "euclidean", "infinity", "no_weighting")),
  symmetricalGLCM: boolean(),
  gldm_a: float(0, 9),
  sigma: array(oneof(whole(1, 9), float(0.1, 9), constantFrom("1.0", "2.0", "13.0")), { maxLength: 4 }),
  start_level: whole(0, 3),
  level: whole(1, 3),
  wavelet: constantFrom(...discreteWavelets),
  gradientUseSpacing: boolean(),
  lbp2DRadius: float(1e-6, 1000),
  lbp2DSamples: whole(1, 24),
  lbp2DMethod: constantFrom("default", "ror", "uniform", "var"),
  lbp3DLevels: whole(1, 5),
  lbp3DIcosphereRadius: float(1e-6, 1000),
  lbp3DIcosphereSubdivision: whole(0, 3),
} as const;

const before = {
  label_channel: whole(0, 3),
  minimumROIDimensions: whole(1, 3),
  minimumROISize: orNull(whole(1, 999)),
  correctMask: boolean(),
  geometryTolerance: orNull(above0),
  additionalInfo: boolean(),
  normalize: boolean(),
  normalizeScale: above0,
  removeOutliers: orNull(above0),
  resampledPixelSpacing: orNull(tuple(float(0, 9), float(0, 9), float(0, 9))),
  interpolator: orNull(constantFrom("sitkNearestNeighbor", "sitkLinear", "sitkBSpline", 1, 2, 3)),
  padDistance: whole(0, 20),
  preCrop: boolean(),
  resegmentRange: orNull(array(float(-3000, 3000), { minLength: 1, maxLength: 2 })),
  resegmentMode: constantFrom("absolute", "relative", "sigma"),
  resegmentShape: boolean(),
} as const;

const someOf = (fields: Readonly<Record<string, Arbitrary<unknown>>>) => record(fields, { requiredKeys: [] });

/** A record of some of the keys, in any order. */
const inAnyOrder = <T>(keys: readonly string[], values: Arbitrary<T>) =>
  uniqueArray(constantFrom(...keys), { minLength: 1 }).chain((chosen) =>
    tuple(...chosen.map(() => values)).map((of) => Object.fromEntries(chosen.map((key, at) => [key, of[at]!]))),
  );

const features: Readonly<Record<string, readonly string[]>> = {
  shape: ["MeshVolume", "Flatness", "Compactness1"],
  shape2D: ["Perimeter", "Elongation"],
  firstorder: ["10Percentile", "Mean", "StandardDeviation"],
  glcm: ["Contrast", "Idn", "Imc1", "Dissimilarity"],
  ngtdm: ["Busyness", "Strength"],
};
const featureClass = uniqueArray(constantFrom(...Object.keys(features)), { minLength: 1 }).chain((chosen) =>
  tuple(...chosen.map((name) => orNull(shuffledSubarray([...features[name]!])))).map((of) =>
    Object.fromEntries(chosen.map((name, at) => [name, of[at]!])),
  ),
);

/** Any settings that can be used. */
export const arbitrarySettings: Arbitrary<ExtractionSettings> = tuple(
  someOf({ ...before, ...ofImageType, label: whole(1, 255) }),
  someOf({
    imageType: inAnyOrder(imageTypes, orNull(someOf({ ...ofImageType, ...before }))),
    featureClass,
    voxelSetting: someOf({
      kernelRadius: whole(1, 4),
      maskedKernel: boolean(),
      initValue: oneof(float(-9, 9), constant("nan" as const)),
      voxelBatch: whole(1, 1000),
    }),
  }),
).map(([setting, rest]) => ({ ...setting, ...rest }));
