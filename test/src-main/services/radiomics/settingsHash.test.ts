import { readFileSync } from "node:fs";
import { type Arbitrary, assert, asyncProperty, constantFrom, nat, property, record, sample } from "fast-check";
import { describe, expect, it } from "vitest";
import { featureClasses, type ExtractionSettings, type FeatureClass } from "../../../../src-shared/domain/extractionSettings.ts";
import { frozenFeatures } from "../../../../src-shared/domain/frozenFeatures.ts";
import { isSettingsHash, settingsHash } from "../../../../src-main/services/radiomics/index.ts";
import { columnName, featureNames } from "../../../../src-main/services/radiomics/featureDocumentation.ts";
import { completeSettings } from "../../../../src-main/services/radiomics/settings.ts";
import { mapSettingsHash } from "../../../../src-main/services/radiomics/settingsHash.ts";
import { noSharedData, sharedData } from "../../../sharedData.ts";
import { arbitrarySettings } from "./arbitrarySettings.ts";
import { featuresOf } from "./featuresOf.ts";
import { randomCase } from "./randomCase.ts";

/** Values that each key can be given in place of another. */
const otherValues: Readonly<Record<string, readonly unknown[]>> = {
  profile: ["pyradiomics"],
  binWidth: [5, 25],
  binCount: [null, 8],
  force2D: [true, false],
  force2Ddimension: [0, 1],
  voxelArrayShift: [0, 300],
  distances: [[1], [1, 2]],
  weightingNorm: [null, "euclidean"],
  symmetricalGLCM: [true, false],
  gldm_a: [0, 1],
  normalize: [true, false],
  normalizeScale: [1, 100],
  removeOutliers: [null, 2],
  resampledPixelSpacing: [null, [1, 1, 1]],
  interpolator: [null, "sitkLinear", "sitkBSpline"],
  padDistance: [2, 5],
  preCrop: [true, false],
  resegmentRange: [null, [-40, 120], [0]],
  resegmentMode: ["absolute", "sigma"],
  resegmentShape: [true, false],
  geometryTolerance: [1],
  enableCExtensions: [false],
  label_channel: [0],
  sigma: [[1], []],
  wavelet: ["haar", "coif1"],
  lbp2DRadius: [1, 2],
  gradientUseSpacing: [true, false],
  voxelSetting: [{ kernelRadius: 2 }],
};

/** Settings of few values, so that a change often has no effect. */
const smallSettings = record(
  {
    ...Object.fromEntries(Object.entries(otherValues).map(([key, values]) => [key, constantFrom(...values)])),
    imageType: constantFrom(
      { Original: null },
      { Original: null, LBP2D: null },
      { Wavelet: null, Gradient: { binCount: 8 } },
      { LoG: { sigma: [1] }, Original: { binWidth: 7 } },
    ),
    featureClass: constantFrom(
      { shape: null, firstorder: null },
      { shape2D: null, glcm: null },
      { gldm: null, ngtdm: null },
      { glrlm: null, glszm: ["ZoneEntropy"] },
    ),
  },
  { requiredKeys: ["imageType", "featureClass"] },
) as Arbitrary<ExtractionSettings>;

/** The keys of an object, and of the objects in it, in another order. */
function reversed<T>(value: T): T {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reversed(part as unknown)]),
  ) as T;
}

/** What version 0.1.0 gave: bundles, tables and feature sets carry these. */
const earlier: ReadonlyArray<readonly [ExtractionSettings, string]> = [
  [{}, "224af444baa9a4cfd8952665b9ada51d54d8f7fc17a7f60b0964308f0e07226a"],
  [{ binWidth: 25, label: 3 }, "224af444baa9a4cfd8952665b9ada51d54d8f7fc17a7f60b0964308f0e07226a"],
  [{ binCount: 32 }, "7189430ed6377d6e34839d12adcce50cb24dfc8f99126be763fbda97a651bba1"],
  [{ force2D: true, force2Ddimension: 0 }, "ef2c42ca0c22a5b47bbfac95ae5a0b55eeb32312c1ea6a254a63a5fd78715e45"],
  [{ force2D: true, force2Ddimension: 2, distances: [2, 1, 2] }, "d4e57ef5295248c538f3350a56b85a38d584576677faf761703ee52cbef6a653"],
  [
    { voxelArrayShift: 300, gldm_a: 1, symmetricalGLCM: false, minimumROIDimensions: 1, minimumROISize: 50, binWidth: 0.5 },
    "ed7fd8de53683e513694d3551eec422a4e60c5b91fe62e757ed8090488a5f2b8",
  ],
  [{ featureClass: { glcm: ["Idn", "Contrast"], shape: null } }, "db8e7c5b2bc881a7307404af574212268a0131deb66ae22286434ab6c6453e6a"],
  [
    { featureClass: { shape: [], firstorder: ["Mean"], ngtdm: null }, minimumROISize: null },
    "7d957457863ff3c4355e033b60046e4f662e10f8520f884a88714d39cd7ecbd1",
  ],
];

describe("the hash of an earlier version", () => {
  it.each(earlier)("is that of the settings: %o", (settings, hash) => {
    expect(isSettingsHash(hash, settings)).toBe(true);
    expect(isSettingsHash(settingsHash(settings), settings)).toBe(true);
    expect(isSettingsHash(hash, { ...settings, normalize: true })).toBe(false);
  });
});

describe("the settings' hash", () => {
  it("is the same for two ways to write the same settings", () => {
    const same = (a: ExtractionSettings, b: ExtractionSettings) => expect(settingsHash(a)).toBe(settingsHash(b));
    same({ imageType: { Original: {} } }, {});
    same({ imageType: { Original: { binWidth: 5 } } }, { binWidth: 5 });
    same(
      { imageType: { LoG: { sigma: [3, "1.0"], binWidth: 25 }, Original: null } },
      { sigma: ["1.0", 3], imageType: { Original: {}, LoG: {} } },
    );
    same({ profile: "pyradiomics" }, {});
    same(
      {
        interpolator: 3,
        label: 7,
        label_channel: 1,
        geometryTolerance: 1,
        additionalInfo: false,
        enableCExtensions: true,
        voxelSetting: { kernelRadius: 1 },
      },
      {},
    );
    same({ interpolator: null, resampledPixelSpacing: [1, 1, 1] }, {});
    same({ featureClass: { shape: [], glcm: ["Id", "Contrast"] } }, { featureClass: { glcm: ["Contrast", "Id"], shape: null } });
    same({ resegmentRange: [3, -3] }, { resegmentRange: [-3, 3] });
    same({ imageType: { Wavelet: { sigma: [1] } } }, { imageType: { Wavelet: null } });
    same({ featureClass: { ngtdm: ["Strength", "Contrast", "Complexity", "Coarseness", "Busyness"] } }, { featureClass: { ngtdm: null } });
  });

  it("is the same where a key has no effect beside the others", () => {
    const same = (a: ExtractionSettings, b: ExtractionSettings) => expect([a, settingsHash(a)]).toEqual([a, settingsHash(b)]);
    same(
      {
        padDistance: 9,
        interpolator: 2,
        normalizeScale: 100,
        removeOutliers: 3,
        resegmentMode: "sigma",
        resegmentShape: true,
        force2Ddimension: 2,
      },
      {},
    );
    same({ binCount: 32, binWidth: 5 }, { binCount: 32 });
    same({ resampledPixelSpacing: [1, 1, 1], preCrop: true }, { resampledPixelSpacing: [1, 1, 1] });
    same(
      { imageType: { LoG: { sigma: [1], binCount: 32, binWidth: 7 }, Original: { force2Ddimension: 1 } } },
      { imageType: { Original: null, LoG: { sigma: [1], binCount: 32 } } },
    );
    same(
      { featureClass: { firstorder: null }, distances: [1, 2], gldm_a: 1, weightingNorm: "euclidean", symmetricalGLCM: false },
      { featureClass: { firstorder: null } },
    );
    same({ featureClass: { gldm: null }, voxelArrayShift: 300 }, { featureClass: { gldm: null } });
    same({ featureClass: { shape: null }, binWidth: 5, imageType: { Wavelet: null } }, { featureClass: { shape: null } });
    same({ voxelSetting: { kernelRadius: 2, initValue: "nan" } }, {});
    expect(mapSettingsHash({ voxelSetting: { kernelRadius: 2 } })).not.toBe(mapSettingsHash({}));
  });

  it("is the same only where the features are: whatever key is changed, on the image as it is and on filtered ones", async () => {
    const { image, mask } = sample(randomCase({ least: 5, most: 6, density: [0.9, 1] }), { numRuns: 1, seed: 7 })[0]!;
    const outcome = (settings: ExtractionSettings) => featuresOf(image, mask, settings).catch((error: unknown) => (error as Error).message);
    let equal = 0;
    await assert(
      asyncProperty(smallSettings, async (settings) => {
        const before = await outcome(settings);
        for (const [key, values] of Object.entries(otherValues)) {
          for (const value of values) {
            const changed = { ...settings, [key]: value };
            if (settingsHash(changed) !== settingsHash(settings)) continue;
            equal += 1;
            expect([key, value, await outcome(changed)]).toEqual([key, value, before]);
          }
        }
      }),
      { numRuns: 40, seed: 11 },
    );
    expect(equal).toBeGreaterThan(400);
  });

  it("does not depend on what else the engine can compute: the frozen set is PyRadiomics', and the engine has all of it", () => {
    const ofClass = (name: FeatureClass) => frozenFeatures["pyradiomics-3"][name];
    // ../shared/radiomics.md, "PyRadiomics profile".
    expect(Object.fromEntries(featureClasses.map((name) => [name, ofClass(name).length]))).toEqual({
      shape: 14,
      shape2D: 9,
      firstorder: 18,
      glcm: 24,
      gldm: 14,
      glrlm: 16,
      glszm: 16,
      ngtdm: 5,
    });
    for (const name of featureClasses) expect(featureNames(name)).toEqual(expect.arrayContaining([...ofClass(name)]));
  });

  it.skipIf(noSharedData)("and its names and their order are those of PyRadiomics' own columns", () => {
    const { features } = JSON.parse(readFileSync(sharedData("radiomics", "golden", "brain1_bw25.json"), "utf8")) as {
      features: Record<string, number>;
    };
    const columns = featureClasses
      .filter((name) => name !== "shape2D")
      .flatMap((name) => frozenFeatures["pyradiomics-3"][name].map((feature) => columnName("original", name, feature)));
    expect(columns.toSorted()).toEqual(
      Object.keys(features)
        .filter((name) => name.startsWith("original_"))
        .toSorted(),
    );
  });

  const seen = [settingsHash({})];
  it.each<ExtractionSettings>([
    { binWidth: 24 },
    { binCount: 32 },
    { force2D: true },
    { distances: [1, 2] },
    { voxelArrayShift: 1 },
    { symmetricalGLCM: false },
    { gldm_a: 1 },
    { weightingNorm: "no_weighting" },
    { normalize: true },
    { normalize: true, removeOutliers: 3 },
    { normalize: true, normalizeScale: 2 },
    { resampledPixelSpacing: [1, 1, 1] },
    { resampledPixelSpacing: [0, 0, 0] },
    { resampledPixelSpacing: [1, 1, 1], interpolator: 2 },
    { resampledPixelSpacing: [1, 1, 1], padDistance: 6 },
    { preCrop: true },
    { preCrop: true, padDistance: 6 },
    { resegmentRange: [0] },
    { resegmentRange: [0], resegmentMode: "sigma" },
    { resegmentRange: [0], resegmentShape: true },
    { correctMask: true },
    { minimumROIDimensions: 1 },
    { minimumROISize: 2 },
    { featureClass: { shape: null } },
    { featureClass: { shape2D: null }, force2D: true },
    { featureClass: { shape2D: null }, force2D: true, force2Ddimension: 1 },
    { imageType: { Wavelet: null } },
    { imageType: { Wavelet: null, Original: null } },
    { imageType: { Wavelet: { level: 2 } } },
    { imageType: { Wavelet: { wavelet: "haar" } } },
    { imageType: { Wavelet: { binWidth: 5 } } },
    { imageType: { LoG: { sigma: [1] } } },
    { imageType: { LoG: { sigma: ["1.0"] } } },
    { imageType: { LoG: { sigma: [1, 2] } } },
    { imageType: { LBP2D: { lbp2DRadius: 2 } } },
    { imageType: { LBP2D: null } },
    { imageType: { LBP3D: null } },
    { imageType: { LBP3D: { lbp3DLevels: 3 } } },
    { imageType: { Gradient: { gradientUseSpacing: false } } },
    { imageType: { Gradient: null } },
  ])("is another under %o than by default or under one of those before", (settings) => {
    expect(seen).not.toContain(settingsHash(settings));
    seen.push(settingsHash(settings));
  });

  it("does not depend on the order of keys, image types, classes or features, nor on whether defaults are written", () => {
    assert(
      property(arbitrarySettings, (settings) => {
        const hash = settingsHash(settings);
        const { imageTypes, featureClass, voxelSetting, force2D, force2Ddimension, ...general } = completeSettings(settings);
        const written = {
          ...general,
          force2D,
          force2Ddimension,
          featureClass: Object.fromEntries(featureClass.map(([name, features]) => [name, [...features].reverse()])),
          imageType: Object.fromEntries(imageTypes.map(({ type, ...own }) => [type, own])),
          voxelSetting: {
            ...voxelSetting,
            initValue: Number.isNaN(voxelSetting.initValue) ? "nan" : voxelSetting.initValue,
            voxelBatch: voxelSetting.voxelBatch ?? undefined,
          },
        } as unknown as ExtractionSettings;
        expect([reversed(settings), written, reversed(written)].map(settingsHash)).toEqual([hash, hash, hash]);
      }),
      { numRuns: 300 },
    );
  });

  it("changes with the bin width of any image type, and with normalising", () => {
    assert(
      property(arbitrarySettings, nat(), (given, at) => {
        const settings: ExtractionSettings = { ...given, featureClass: { ...given.featureClass, glcm: null } };
        const { type, binWidth } = completeSettings(settings).imageTypes[at % completeSettings(settings).imageTypes.length]!;
        const other = (own: object) => ({
          ...settings,
          imageType: { ...settings.imageType, [type]: { ...settings.imageType?.[type], binCount: null, ...own } },
        });
        expect(
          new Set([other({}), other({ binWidth: binWidth * 2 }), { ...other({}), normalize: !settings.normalize }].map(settingsHash)).size,
        ).toBe(3);
      }),
      { numRuns: 300 },
    );
  });
});
