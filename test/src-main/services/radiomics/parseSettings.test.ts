import { describe, expect, it } from "vitest";
import { parseSettings, settingsHash } from "../../../../src-main/services/radiomics/index.ts";

describe("a PyRadiomics parameter file", () => {
  it("is read with its settings, classes and features in order", () => {
    const settings = parseSettings(`
imageType:
  Original: {}
featureClass:
  glcm:
    - Contrast
    - Autocorrelation
  shape:   # all of them
  firstorder: []
setting:
  binWidth: 25
  label: 2
  distances: [1, 2]
  force2D: True
  force2Ddimension: 1
  interpolator: 'sitkBSpline'
  resampledPixelSpacing:
  normalize: false
  additionalInfo: True
`);
    expect(settings).toEqual({
      binWidth: 25, label: 2, distances: [1, 2], force2D: true, force2Ddimension: 1,
      featureClass: { glcm: ["Contrast", "Autocorrelation"], shape: null, firstorder: [] },
    });
    expect(Object.keys(settings.featureClass!)).toEqual(["glcm", "shape", "firstorder"]);
  });

  it("reads yes and no as PyYAML does, and settings under Original", () => {
    expect(parseSettings("setting: {force2D: yes}\nimageType: {Original: {binWidth: 5}}")).toEqual({ force2D: true, binWidth: 5 });
    expect(parseSettings("")).toEqual({});
  });

  it("takes shape2D, deprecated features and weightingNorm where they are named", () => {
    expect(parseSettings("featureClass: {shape2D: [], glcm: [Dissimilarity, Contrast]}\nsetting: {weightingNorm: euclidean}")).toEqual({
      featureClass: { shape2D: [], glcm: ["Dissimilarity", "Contrast"] }, weightingNorm: "euclidean",
    });
  });

  it.each([
    ["setting: {binwith: 25}", 'unknown setting "binwith". Did you mean "binWidth"?'],
    ["settings: {binWidth: 25}", 'unknown key "settings". Did you mean "setting"?'],
    ["featureClass: {glmc: []}", 'unknown feature class "glmc". Did you mean'],
    ["featureClass: {glcm: [Contrasts]}", 'unknown feature of class glcm "Contrasts". Did you mean "Contrast"?'],
    ["imageType: {Wavlet: {}}", 'unknown image type "Wavlet". Did you mean "Wavelet"?'],
  ])("an unknown key is an error that names the nearest: %s", (text, words) => {
    expect(() => parseSettings(text)).toThrow(words);
  });

  it.each([
    ["setting: {resampledPixelSpacing: [1, 1, 1]}", "resampledPixelSpacing: [1,1,1]"],
    ["setting: {normalize: true}", "normalize: true"],
    ["setting: {resegmentRange: [-3, 3], resegmentMode: sigma}", "resegmentRange"],
    ["setting: {correctMask: true}", "correctMask"],
    ["setting: {geometryTolerance: 0.1}", "geometryTolerance"],
    ["imageType: {Original: {}, LoG: {sigma: [1.0]}}", "image type LoG"],
    ["voxelSetting: {kernelRadius: 2}", "voxelSetting"],
  ])("what this version does not compute is refused by name: %s", (text, words) => {
    expect(() => parseSettings(text)).toThrow(words);
    expect(() => parseSettings(text)).toThrow("does not compute");
  });

  it.each(["setting: {binWidth: wide}", "setting: {binWidth: -1}", "setting: {distances: []}", "setting: {weightingNorm: taxicab}", "setting: [1]", "featureClass: {glcm: Contrast}", "a: [", "setting: {binWidth: 1, binWidth: 2}"])(
    "nonsense is refused in words: %s", (text) => {
      expect(() => parseSettings(text)).toThrowError(expect.objectContaining({ name: "PlainError" }));
    });
});

describe("the settings' hash", () => {
  it("is that of their canonical form: defaults filled in, order without meaning, whatever the label", () => {
    const hash = settingsHash({});
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(settingsHash({ binWidth: 25, force2D: false, distances: [1] })).toBe(hash);
    expect(settingsHash({ label: 7 })).toBe(hash);
    const classes = { featureClass: { glcm: ["Contrast", "Id"], shape: null } };
    expect(settingsHash({ featureClass: { shape: [], glcm: ["Id", "Contrast"] } })).toBe(settingsHash(classes));
  });

  it.each([{ binWidth: 24 }, { binCount: 32 }, { force2D: true }, { distances: [1, 2] }, { voxelArrayShift: 1 }, { symmetricalGLCM: false }, { gldm_a: 1 }, { weightingNorm: "no_weighting" as const }, { featureClass: { shape: null } }])(
    "differs under %o", (settings) => {
      expect(settingsHash(settings)).not.toBe(settingsHash({}));
    });
});
