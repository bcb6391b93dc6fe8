import type { FeatureClass } from "#shared/domain/extractionSettings.ts";

/** Features that PyRadiomics computes only where they are named, each with what stands for it. */
export const deprecatedFeatures: Readonly<Partial<Record<FeatureClass, Readonly<Record<string, string>>>>> = {
  shape: { Compactness1: "Sphericity", Compactness2: "Sphericity", SphericalDisproportion: "Sphericity" },
  shape2D: { SphericalDisproportion: "Sphericity" },
  firstorder: { StandardDeviation: "Variance" },
  glcm: { Dissimilarity: "DifferenceAverage", Homogeneity1: "Id", Homogeneity2: "Idm", SumVariance: "ClusterTendency" },
  gldm: { GrayLevelNonUniformityNormalized: "firstorder Uniformity", DependencePercentage: "nothing: it is always 1" },
};
