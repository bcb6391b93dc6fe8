import { describe, expect, test } from "vitest";
import { documentedName, imageTypeTitle, partsOf, shortName } from "../../../src-shared/domain/featureNames.ts";

describe("names of features", () => {
  test("have an image type, a class and a feature", () => {
    expect(partsOf("original_glcm_Contrast")).toEqual({ imageType: "original", featureClass: "glcm", feature: "Contrast" });
    expect(partsOf("log-sigma-1-5-mm-3D_firstorder_10Percentile")).toEqual({
      imageType: "log-sigma-1-5-mm-3D",
      featureClass: "firstorder",
      feature: "10Percentile",
    });
    expect(partsOf("age")).toEqual({ imageType: "", featureClass: null, feature: "age" });
  });

  test("are shortened to words", () => {
    expect(shortName("original_glrlm_RunLengthNonUniformityNormalized")).toBe("GLRLM Run length non uniformity normalized");
    expect(shortName("wavelet-LLH_glszm_ZoneEntropy")).toBe("wavelet-LLH GLSZM Zone entropy");
    expect(shortName("original_glcm_Imc2")).toBe("GLCM Imc2");
    expect(shortName("age")).toBe("age");
    expect(shortName("original_shape_Maximum2DDiameterRow")).toBe("Shape Maximum 2D diameter row");
    expect(shortName("original_firstorder_10Percentile")).toBe("First order 10th percentile");
  });

  test("tell the filter in words", () => {
    expect(imageTypeTitle("log-sigma-1-5-mm-3D")).toBe("LoG 1.5 mm");
    expect(imageTypeTitle("wavelet-LLH")).toBe("Wavelet LLH");
    expect(imageTypeTitle("wavelet2-LLL")).toBe("Wavelet 2 LLL");
    expect(imageTypeTitle("lbp-3D-m1")).toBe("LBP 3D m1");
    expect(imageTypeTitle("original")).toBe("Original");
  });

  test("of filtered images share the documentation of the original", () => {
    expect(documentedName("wavelet-LLH_glcm_Contrast")).toBe("original_glcm_Contrast");
    expect(documentedName("age")).toBe("age");
  });
});
