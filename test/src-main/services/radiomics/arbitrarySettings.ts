import fc from "fast-check";
import { discreteWavelets } from "../../../../src-shared/domain/wavelets.ts";
import { type ExtractionSettings, imageTypes } from "../../../../src-shared/domain/extractionSettings.ts";

const float = (min: number, max: number) => fc.double({ min, max, noNaN: true, noDefaultInfinity: true }).map((value) => value || 0); // -0 is 0 in a file
const above0 = fc.oneof(float(1e-9, 1e9), fc.constantFrom(1e-7, 0.5, 25, 1e-300, 1e22));
const whole = (min: number, max: number) => fc.integer({ min, max });
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const ofImageType = {
  binWidth: above0, binCount: orNull(whole(1, 65_535)), force2D: fc.boolean(), force2Ddimension: whole(0, 2), voxelArrayShift: float(-3000, 3000),
  distances: fc.array(whole(1, 9), { minLength: 1, maxLength: 4 }), weightingNorm: orNull(fc.constantFrom("manhattan", "euclidean", "infinity", "no_weighting")),
  symmetricalGLCM: fc.boolean(), gldm_a: float(0, 9),
  sigma: fc.array(fc.oneof(whole(1, 9), float(0.1, 9), fc.constantFrom("1.0", "2.0", "13.0")), { maxLength: 4 }),
  start_level: whole(0, 3), level: whole(1, 3), wavelet: fc.constantFrom(...discreteWavelets), gradientUseSpacing: fc.boolean(),
  lbp2DRadius: above0, lbp2DSamples: whole(1, 24), lbp2DMethod: fc.constantFrom("default", "ror", "uniform", "var"),
  lbp3DLevels: whole(1, 5), lbp3DIcosphereRadius: above0, lbp3DIcosphereSubdivision: whole(0, 3),
} as const;

const before = {
  label_channel: whole(0, 3), minimumROIDimensions: whole(1, 3), minimumROISize: orNull(whole(1, 999)), correctMask: fc.boolean(), geometryTolerance: orNull(above0),
  additionalInfo: fc.boolean(), normalize: fc.boolean(), normalizeScale: above0, removeOutliers: orNull(above0),
  resampledPixelSpacing: orNull(fc.tuple(float(0, 9), float(0, 9), float(0, 9))), interpolator: orNull(fc.constantFrom("sitkNearestNeighbor", "sitkLinear", "sitkBSpline", 1, 2, 3)),
  padDistance: whole(0, 20), preCrop: fc.boolean(), resegmentRange: orNull(fc.array(float(-3000, 3000), { minLength: 1, maxLength: 2 })),
  resegmentMode: fc.constantFrom("absolute", "relative", "sigma"), resegmentShape: fc.boolean(),
} as const;

const someOf = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T) => fc.record(fields, { requiredKeys: [] });

/** A record of some of the keys, in any order. */
const inAnyOrder = <T>(keys: readonly string[], values: fc.Arbitrary<T>) =>
  fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1 }).chain((chosen) => fc.tuple(...chosen.map(() => values)).map((of) => Object.fromEntries(chosen.map((key, at) => [key, of[at]!]))));

const features: Readonly<Record<string, readonly string[]>> = {
  shape: ["MeshVolume", "Flatness", "Compactness1"], shape2D: ["Perimeter", "Elongation"], firstorder: ["10Percentile", "Mean", "StandardDeviation"],
  glcm: ["Contrast", "Idn", "Imc1", "Dissimilarity"], ngtdm: ["Busyness", "Strength"],
};
const featureClass = fc.uniqueArray(fc.constantFrom(...Object.keys(features)), { minLength: 1 }).chain((chosen) =>
  fc.tuple(...chosen.map((name) => orNull(fc.shuffledSubarray([...features[name]!])))).map((of) => Object.fromEntries(chosen.map((name, at) => [name, of[at]!]))));

/** Any settings that can be used. */
export const arbitrarySettings: fc.Arbitrary<ExtractionSettings> = fc.tuple(
  someOf({ ...before, ...ofImageType, label: whole(1, 255) }),
  someOf({
    imageType: inAnyOrder(imageTypes, orNull(someOf({ ...ofImageType, ...before }))),
    featureClass,
    voxelSetting: someOf({ kernelRadius: whole(1, 4), maskedKernel: fc.boolean(), initValue: fc.oneof(float(-9, 9), fc.constant("nan" as const)), voxelBatch: whole(1, 1000) }),
  }),
).map(([setting, rest]) => ({ ...setting, ...rest }) as ExtractionSettings);
