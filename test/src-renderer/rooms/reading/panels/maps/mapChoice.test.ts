import { describe, expect, it } from "vitest";
import { extractionSettingsSchema } from "#shared/domain/extractionSettings.ts";
import type { FeatureDocumentation } from "#shared/domain/featureSet.ts";
import {
  findFeatures,
  kernelInWords,
  mapSettings,
  type MapChoice,
} from "../../../../../../src-renderer/rooms/reading/panels/maps/mapChoice.ts";

const choice: MapChoice = {
  features: ["original_firstorder_Mean", "original_glcm_Contrast", "original_glcm_Idm"],
  imageTypes: ["Wavelet", "Original"],
  sigmas: "1, 3",
  kernelRadius: 2,
  maskedKernel: false,
};

describe("the settings of a choice of maps", () => {
  it("name features by class, images in PyRadiomics' order, and the kernel", () => {
    const { settings } = mapSettings(choice, { binWidth: 10, featureClass: { glszm: null }, imageType: { Wavelet: { level: 2 } } });
    expect(settings).toEqual({
      binWidth: 10,
      imageType: { Original: {}, Wavelet: { level: 2 } },
      featureClass: { firstorder: ["Mean"], glcm: ["Contrast", "Idm"] },
      voxelSetting: { kernelRadius: 2, maskedKernel: false },
    });
    expect(Object.keys(settings!.imageType!)).toEqual(["Original", "Wavelet"]);
    expect(extractionSettingsSchema.parse(settings)).toEqual(settings);
  });

  it("take the sigmas of LoG where it is asked for", () => {
    expect(mapSettings({ ...choice, imageTypes: ["LoG"], sigmas: " 1.5; 3" }, {}).settings?.imageType).toEqual({
      LoG: { sigma: [1.5, 3] },
    });
    expect(mapSettings({ ...choice, sigmas: "" }, {}).error).toBeNull();
    for (const sigmas of ["", "0", "-1", "wide"])
      expect(mapSettings({ ...choice, imageTypes: ["LoG"], sigmas }, {}).error).toContain("sigmas of LoG");
  });

  it("say what is missing", () => {
    expect(mapSettings({ ...choice, features: [] }, {}).error).toBe("Choose a feature.");
    expect(mapSettings({ ...choice, imageTypes: [] }, {}).error).toBe("Choose an image type.");
  });
});

describe("kernelInWords", () => {
  it("tells voxels and millimetres; of a slice, two of them", () => {
    expect(kernelInWords(1, [0.9375, 0.9375, 6], {})).toBe("3 × 3 × 3 voxels, 2.81 × 2.81 × 18 mm");
    expect(kernelInWords(2, [0.9375, 0.9375, 6], { force2D: true })).toBe("5 × 5 voxels, 4.69 × 4.69 mm");
    expect(kernelInWords(1, [1, 2, 6], { force2D: true, force2Ddimension: 2 })).toBe("3 × 3 voxels, 6 × 18 mm");
  });

  it("counts the voxels that the settings resample to, 0 as they are", () => {
    expect(kernelInWords(1, [0.9375, 0.9375, 6], { resampledPixelSpacing: [2, 2, 0] })).toBe("3 × 3 × 3 voxels, 6 × 6 × 18 mm");
    expect(kernelInWords(1, [1, 1, 6], { resampledPixelSpacing: [2, 2, 2], interpolator: null })).toBe("3 × 3 × 3 voxels, 3 × 3 × 18 mm");
  });
});

describe("findFeatures", () => {
  const entry = (name: string, part: Partial<FeatureDocumentation> = {}): FeatureDocumentation => ({
    name,
    featureClass: name.split("_")[1] as FeatureDocumentation["featureClass"],
    ibsi: "none",
    formula: "",
    meaning: "",
    edge: "",
    symbols: "",
    undefinedWhen: "",
    deprecated: false,
    ...part,
  });
  const documentation = [
    entry("original_shape_Sphericity"),
    entry("original_firstorder_Mean", { meaning: "The average." }),
    entry("original_glcm_Contrast", { ibsi: "ACUI" }),
    entry("original_glcm_JointEntropy"),
    entry("original_glcm_Homogeneity1", { deprecated: true }),
  ];
  const found = (search: string) =>
    findFeatures(documentation, search).flatMap(({ features }) => features.map(({ name }) => name.replace("original_", "")));

  it("leaves out shape, which has no maps, and what is deprecated", () =>
    expect(found("")).toEqual(["firstorder_Mean", "glcm_Contrast", "glcm_JointEntropy"]));
  it("looks in class, name, meaning and code", () => {
    expect([found("GLCM"), found("joint entropy"), found("average"), found("acui"), found("sphericity")]).toEqual([
      ["glcm_Contrast", "glcm_JointEntropy"],
      ["glcm_JointEntropy"],
      ["firstorder_Mean"],
      ["glcm_Contrast"],
      [],
    ]);
  });
});
