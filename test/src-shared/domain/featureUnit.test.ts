import { expect, test } from "vitest";
import { featureUnit } from "../../../src-shared/domain/featureUnit.ts";

test("what a feature is counted in follows from its definition", () => {
  expect(
    [
      "original_firstorder_Mean",
      "wavelet-LLH_firstorder_90Percentile",
      "original_firstorder_Variance",
      "original_firstorder_TotalEnergy",
    ].map(featureUnit),
  ).toEqual(["intensity", "intensity", "intensity²", "intensity² · mm³"]);
  expect(["original_firstorder_Entropy", "original_glcm_JointEntropy", "original_glszm_ZoneEntropy"].map(featureUnit)).toEqual([
    "bits",
    "bits",
    "bits",
  ]);
  expect(
    [
      "original_shape_VoxelVolume",
      "original_shape_SurfaceArea",
      "original_shape_Maximum2DDiameterRow",
      "original_shape_SurfaceVolumeRatio",
      "original_shape2D_Perimeter",
      "original_shape2D_PerimeterSurfaceRatio",
      "original_shape_Sphericity",
    ].map(featureUnit),
  ).toEqual(["mm³", "mm²", "mm", "1/mm", "mm", "1/mm", ""]);
  expect(["original_firstorder_Skewness", "original_firstorder_Uniformity", "original_glcm_Contrast"].map(featureUnit)).toEqual([
    "",
    "",
    "",
  ]);
});
