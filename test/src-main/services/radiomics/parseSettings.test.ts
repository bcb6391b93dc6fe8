import { describe, expect, it } from "vitest";
import { parseSettings } from "../../../../src-main/services/radiomics/parseSettings.ts";

describe("a PyRadiomics parameter file", () => {
  it("is read as it is written, with image types, classes and features in order", () => {
    const settings = parseSettings(`
imageType:
  Wavelet: {wavelet: bior1.1, level: 2, binWidth: 10, binCount: }
  LoG:
    sigma: [1.0, 2, 3.5, 4.]
  Original: {}
featureClass:
  glcm:
    - Contrast
    - Dissimilarity
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
  resegmentRange: [-3, 3]
  resegmentMode: sigma
  geometryTolerance: 0.001
  additionalInfo: True
voxelSetting:
  kernelRadius: 2
  initValue: nan
`);
    expect(settings).toEqual({
      binWidth: 25,
      label: 2,
      distances: [1, 2],
      force2D: true,
      force2Ddimension: 1,
      interpolator: "sitkBSpline",
      normalize: false,
      resegmentRange: [-3, 3],
      resegmentMode: "sigma",
      geometryTolerance: 0.001,
      additionalInfo: true,
      imageType: {
        Wavelet: { wavelet: "bior1.1", level: 2, binWidth: 10, binCount: null },
        LoG: { sigma: ["1.0", 2, 3.5, "4.0"] },
        Original: {},
      },
      featureClass: { glcm: ["Contrast", "Dissimilarity"], shape: null, firstorder: [] },
      voxelSetting: { kernelRadius: 2, initValue: "nan" },
    });
    expect(Object.keys(settings.imageType!)).toEqual(["Wavelet", "LoG", "Original"]);
    expect(Object.keys(settings.featureClass!)).toEqual(["glcm", "shape", "firstorder"]);
  });

  it.each([
    ["setting:\n  binWidth: 10\n  'binWidth': 20\n", 'have the key "binWidth" twice; the second stands in line 3'],
    ["setting: {}\nimageType: {Original: {}, Original: {binWidth: 3}}\n", 'have the key "Original" twice; the second stands in line 2'],
    ['{"setting": {"label": 1,\n"label": 2}}', 'have the key "label" twice; the second stands in line 2'],
    ["setting:\n  label: 1\nimageType: {}\nsetting:\n  label: 2\n", 'have the key "setting" twice; the second stands in line 4'],
    ["setting:\n  label: 1\n---\nsetting:\n  label: 2\n", "are several YAML documents; the second begins in line 3"],
  ])("names a key that stands twice, and a second document: %j", (text, words) => {
    expect(() => parseSettings(text)).toThrow(words);
  });

  it("reads yes and no as PyYAML does, JSON too, and anchors", () => {
    expect(parseSettings("setting: {preCrop: yes}\nimageType: {Original: {binWidth: 5}}")).toEqual({
      preCrop: true,
      imageType: { Original: { binWidth: 5 } },
    });
    expect(parseSettings('{"setting": {"sigma": [1, 1.0, 1.5], "initValue": 0}}'.replace(', "initValue": 0', ""))).toEqual({
      sigma: [1, "1.0", 1.5],
    });
    expect(parseSettings("imageType: {LoG: {sigma: &widths [2.0]}, Wavelet: {sigma: *widths}}").imageType).toEqual({
      LoG: { sigma: ["2.0"] },
      Wavelet: { sigma: ["2.0"] },
    });
    expect(parseSettings("setting: {interpolator: , weightingNorm: }")).toEqual({ interpolator: null });
    expect(parseSettings("voxelSetting: {initValue: .nan, voxelBatch: 100}")).toEqual({
      voxelSetting: { initValue: "nan", voxelBatch: 100 },
    });
    expect(parseSettings("")).toEqual({});
  });

  it("without classes means them all, shape2D with them under force2D, as PyRadiomics' extractor has it", () => {
    expect(parseSettings("setting: {force2D: false}").featureClass).toBeUndefined();
    expect(Object.keys(parseSettings("setting: {force2D: true}").featureClass!)).toEqual([
      "shape",
      "shape2D",
      "firstorder",
      "glcm",
      "gldm",
      "glrlm",
      "glszm",
      "ngtdm",
    ]);
  });

  it.each([
    ["setting: {binwith: 25}", 'unknown setting "binwith". Did you mean "binWidth"?'],
    ["setting: {imageType: {}}", 'unknown setting "imageType".'],
    ["settings: {binWidth: 25}", 'unknown key "settings". Did you mean "setting"?'],
    ["featureClass: {glmc: []}", 'unknown feature class "glmc". Did you mean'],
    ["featureClass: {glcm: [Contrasts]}", 'unknown feature of class glcm "Contrasts". Did you mean "Contrast"?'],
    ["featureClass: {glcm: [Homogeneity]}", 'unknown feature of class glcm "Homogeneity". Did you mean "Homogeneity1"?'],
    ["imageType: {Wavlet: {}}", 'unknown image type "Wavlet". Did you mean "Wavelet"?'],
    ["imageType: {Wavelet: {levels: 2}}", 'unknown setting under imageType.Wavelet "levels". Did you mean "level"?'],
    ["voxelSetting: {kernelradius: 2}", 'unknown voxelSetting "kernelradius". Did you mean "kernelRadius"?'],
    ["setting: {interpolator: sitkGaussian}", "choose sitkNearestNeighbor, sitkLinear or sitkBSpline"],
    ["setting: {wavelet: morl}", 'wavelet: "morl" is not known'],
  ])("an unknown key is an error that names the nearest: %s", (text, words) => {
    expect(() => parseSettings(text)).toThrow(words);
  });

  it.each([
    "setting: {binWidth: wide}",
    "setting: {binWidth: -1}",
    "setting: {distances: []}",
    "setting: [1]",
    "featureClass: {glcm: Contrast}",
    "a: [",
    "setting: {binWidth: 1, binWidth: 2}",
    "imageType: [Original]",
    "imageType: {LoG: 1}",
    "imageType: {LoG: {sigma: [0.0]}}",
    "setting: {sigma: [-1.0]}",
    "voxelSetting: {initValue: .inf}",
    "featureClass: {glcm: [1]}",
    "*none",
    "--- {}\n--- {}",
  ])("nonsense is refused in words: %s", (text) => {
    expect(() => parseSettings(text)).toThrowError(expect.objectContaining({ name: "PlainError" }));
  });

  it.each([
    ["setting:\n  binCount: 32\n\n  binwith: 25\n", 4],
    ["setting:\n  # the width\n  binWidth: -1\n", 3],
    ["setting:\n  distances:\n    - 1\n    - 0\n", 4],
    ["imageType:\n  Original: {}\n  LoG:\n    sigma: [1, wide]\n", 4],
    ["imageType:\n  Original: {}\n  Wavlet: {}\n", 3],
    ["imageType:\n  LoG: 3\n", 2],
    ["featureClass:\n  shape:\n  glcm:\n    - Contrast\n    - Contrasts\n", 5],
    ["featureClass:\n  shape: all\n", 2],
    ["voxelSetting:\n  kernelRadius: 0\n", 2],
    ['{\n  "setting": {\n    "binWidth": "wide"\n  }\n}', 3],
    ["setting: &all\n  binWidth: 5\nsettings: *all\n", 3],
  ])("an error names the line it stands in: %j", (text, line) => {
    expect(() => parseSettings(text)).toThrow(`It stands in line ${line} of the file.`);
  });
});
