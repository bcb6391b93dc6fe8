import { assert, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import type { ExtractionSettings } from "../../../../src-shared/domain/extractionSettings.ts";
import { settingsHash } from "../../../../src-main/services/radiomics/index.ts";
import { completeSettings } from "../../../../src-main/services/radiomics/settings.ts";
import { arbitrarySettings } from "./arbitrarySettings.ts";

/** The keys of an object, and of the objects in it, in another order. */
function reversed<T>(value: T): T {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, part]) => [key, reversed(part as unknown)])) as T;
}

describe("the settings' hash", () => {
  // What version 0.1.0 gave before there were image types: bundles and feature sets carry these.
  it.each<[ExtractionSettings, string]>([
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
    [{ featureClass: { shape: [], firstorder: ["Mean"], ngtdm: null }, minimumROISize: null }, "7d957457863ff3c4355e033b60046e4f662e10f8520f884a88714d39cd7ecbd1"],
  ])("of what an older version could hold is the older version's: %o", (settings, hash) => {
    expect(settingsHash(settings)).toBe(hash);
  });

  it("is the same for two ways to write the same settings", () => {
    const same = (a: ExtractionSettings, b: ExtractionSettings) => expect(settingsHash(a)).toBe(settingsHash(b));
    same({ imageType: { Original: {} } }, {});
    same({ imageType: { Original: { binWidth: 5 } } }, { binWidth: 5 });
    same({ imageType: { LoG: { sigma: [3, "1.0"], binWidth: 25 }, Original: null } }, { sigma: ["1.0", 3], imageType: { Original: {}, LoG: {} } });
    same({ interpolator: 3, label: 7, label_channel: 1, geometryTolerance: 1, additionalInfo: false, enableCExtensions: true, voxelSetting: { kernelRadius: 1 } }, {});
    same({ interpolator: null, resampledPixelSpacing: [1, 1, 1] }, {});
    same({ featureClass: { shape: [], glcm: ["Id", "Contrast"] } }, { featureClass: { glcm: ["Contrast", "Id"], shape: null } });
    same({ resegmentRange: [3, -3] }, { resegmentRange: [-3, 3] });
    same({ imageType: { Wavelet: { sigma: [1] } } }, { imageType: { Wavelet: null } });
  });

  const seen = [settingsHash({})];
  it.each<ExtractionSettings>([
    { binWidth: 24 }, { binCount: 32 }, { force2D: true }, { distances: [1, 2] }, { voxelArrayShift: 1 }, { symmetricalGLCM: false }, { gldm_a: 1 }, { weightingNorm: "no_weighting" },
    { normalize: true }, { removeOutliers: 3 }, { resampledPixelSpacing: [1, 1, 1] }, { resampledPixelSpacing: [0, 0, 0] }, { interpolator: 2 }, { padDistance: 6 }, { preCrop: true },
    { resegmentRange: [0] }, { resegmentMode: "sigma" }, { resegmentShape: true }, { correctMask: true }, { minimumROIDimensions: 1 }, { minimumROISize: 2 },
    { voxelSetting: { kernelRadius: 2 } }, { voxelSetting: { initValue: "nan" } }, { voxelSetting: { voxelBatch: 9 } }, { featureClass: { shape: null } }, { featureClass: { shape2D: null } },
    { imageType: { Wavelet: null } }, { imageType: { Wavelet: null, Original: null } }, { imageType: { Wavelet: { level: 2 } } }, { imageType: { Wavelet: { wavelet: "haar" } } }, { imageType: { Wavelet: { binWidth: 5 } } },
    { imageType: { LoG: { sigma: [1] } } }, { imageType: { LoG: { sigma: ["1.0"] } } }, { imageType: { LoG: { sigma: [1, 2] } } }, { imageType: { LBP2D: { lbp2DRadius: 2 } } }, { imageType: { LBP2D: null } },
    { imageType: { LBP3D: null } }, { imageType: { LBP3D: { lbp3DLevels: 3 } } }, { imageType: { Gradient: { gradientUseSpacing: false } } }, { imageType: { Gradient: null } },
  ])("is another under %o than by default or under one of those before", (settings) => {
    expect(seen).not.toContain(settingsHash(settings));
    seen.push(settingsHash(settings));
  });

  it("does not depend on the order of keys, image types, classes or features, nor on whether defaults are written", () => {
    assert(property(arbitrarySettings, (settings) => {
      const hash = settingsHash(settings);
      const { imageTypes, featureClass, voxelSetting, force2D, force2Ddimension, ...general } = completeSettings(settings);
      const written = {
        ...general, force2D, force2Ddimension,
        featureClass: Object.fromEntries(featureClass.map(([name, features]) => [name, [...features].reverse()])),
        imageType: Object.fromEntries(imageTypes.map(({ type, ...own }) => [type, own])),
        voxelSetting: { ...voxelSetting, initValue: Number.isNaN(voxelSetting.initValue) ? "nan" : voxelSetting.initValue, voxelBatch: voxelSetting.voxelBatch ?? undefined },
      } as unknown as ExtractionSettings;
      expect([reversed(settings), written, reversed(written)].map(settingsHash)).toEqual([hash, hash, hash]);
    }), { numRuns: 300 });
  });

  it("changes with the bin width of any image type, and with any step before them", () => {
    assert(property(arbitrarySettings, nat(), (settings, at) => {
      const hash = settingsHash(settings);
      const { type, binWidth } = completeSettings(settings).imageTypes[at % completeSettings(settings).imageTypes.length]!;
      const other = { ...settings, imageType: { ...settings.imageType, [type]: { ...settings.imageType?.[type], binWidth: binWidth * 2 } } };
      const changed = [other, { ...settings, normalize: !settings.normalize }, { ...settings, padDistance: (settings.padDistance ?? 5) + 1 }];
      expect(new Set([hash, ...changed.map(settingsHash)]).size).toBe(4);
    }), { numRuns: 300 });
  });
});
