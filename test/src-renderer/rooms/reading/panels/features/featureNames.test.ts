import { describe, expect, test } from "vitest";
import { groupFeatures, partsOf, shortName } from "../../../../../../src-renderer/rooms/reading/panels/features/featureNames.ts";

describe("names of features", () => {
  test("have an image type, a class and a feature", () => {
    expect(partsOf("original_glcm_Contrast")).toEqual({ imageType: "original", featureClass: "glcm", feature: "Contrast" });
    expect(partsOf("log-sigma-1-5-mm-3D_firstorder_10Percentile")).toEqual({ imageType: "log-sigma-1-5-mm-3D", featureClass: "firstorder", feature: "10Percentile" });
    expect(partsOf("age")).toEqual({ imageType: "", featureClass: null, feature: "age" });
  });

  test("are shortened to words", () => {
    expect(shortName("original_glrlm_RunLengthNonUniformityNormalized")).toBe("GLRLM Run length non uniformity normalized");
    expect(shortName("wavelet-LLH_glszm_ZoneEntropy")).toBe("wavelet-LLH GLSZM Zone entropy");
    expect(shortName("original_glcm_Imc2")).toBe("GLCM Imc2");
    expect(shortName("age")).toBe("age");
  });

  test("are grouped in their own order and found by every word", () => {
    const features = ["original_shape_Flatness", "original_glcm_Contrast", "wavelet-LLH_glcm_Contrast", "original_glcm_Idmn"].map((name) => ({ name, value: 1 }));
    expect(groupFeatures(features, "").map((group) => [group.title, group.features.length])).toEqual([["Shape", 1], ["GLCM", 2], ["GLCM (wavelet-LLH)", 1]]);
    expect(groupFeatures(features, "contrast WAVELET").map((group) => group.title)).toEqual(["GLCM (wavelet-LLH)"]);
    expect(groupFeatures(features, "nothing")).toEqual([]);
  });
});
