import type { FeatureClass } from "../../../../src-shared/domain/extractionSettings.ts";

/** IBSI's short names of features (the tags of its reference files), without the aggregation, and what PyRadiomics calls them. */
export const ibsiTags: Readonly<Record<string, readonly [FeatureClass, string]>> = {
  morph_volume: ["shape", "MeshVolume"], morph_vol_approx: ["shape", "VoxelVolume"], morph_area_mesh: ["shape", "SurfaceArea"], morph_av: ["shape", "SurfaceVolumeRatio"],
  morph_comp_1: ["shape", "Compactness1"], morph_comp_2: ["shape", "Compactness2"], morph_sph_dispr: ["shape", "SphericalDisproportion"], morph_sphericity: ["shape", "Sphericity"],
  morph_diam: ["shape", "Maximum3DDiameter"], morph_pca_maj_axis: ["shape", "MajorAxisLength"], morph_pca_min_axis: ["shape", "MinorAxisLength"],
  morph_pca_least_axis: ["shape", "LeastAxisLength"], morph_pca_elongation: ["shape", "Elongation"], morph_pca_flatness: ["shape", "Flatness"],

  stat_mean: ["firstorder", "Mean"], stat_var: ["firstorder", "Variance"], stat_skew: ["firstorder", "Skewness"], stat_kurt: ["firstorder", "Kurtosis"],
  stat_median: ["firstorder", "Median"], stat_min: ["firstorder", "Minimum"], stat_p10: ["firstorder", "10Percentile"], stat_p90: ["firstorder", "90Percentile"],
  stat_max: ["firstorder", "Maximum"], stat_iqr: ["firstorder", "InterquartileRange"], stat_range: ["firstorder", "Range"], stat_mad: ["firstorder", "MeanAbsoluteDeviation"],
  stat_rmad: ["firstorder", "RobustMeanAbsoluteDeviation"], stat_energy: ["firstorder", "Energy"], stat_rms: ["firstorder", "RootMeanSquared"],
  ih_entropy: ["firstorder", "Entropy"], ih_uniformity: ["firstorder", "Uniformity"],

  cm_joint_max: ["glcm", "MaximumProbability"], cm_joint_avg: ["glcm", "JointAverage"], cm_joint_var: ["glcm", "SumSquares"], cm_joint_entr: ["glcm", "JointEntropy"],
  cm_diff_avg: ["glcm", "DifferenceAverage"], cm_diff_var: ["glcm", "DifferenceVariance"], cm_diff_entr: ["glcm", "DifferenceEntropy"],
  cm_sum_avg: ["glcm", "SumAverage"], cm_sum_var: ["glcm", "ClusterTendency"], cm_sum_entr: ["glcm", "SumEntropy"], cm_energy: ["glcm", "JointEnergy"],
  cm_contrast: ["glcm", "Contrast"], cm_dissimilarity: ["glcm", "DifferenceAverage"], cm_inv_diff: ["glcm", "Id"], cm_inv_diff_norm: ["glcm", "Idn"],
  cm_inv_diff_mom: ["glcm", "Idm"], cm_inv_diff_mom_norm: ["glcm", "Idmn"], cm_inv_var: ["glcm", "InverseVariance"], cm_corr: ["glcm", "Correlation"],
  cm_auto_corr: ["glcm", "Autocorrelation"], cm_clust_tend: ["glcm", "ClusterTendency"], cm_clust_shade: ["glcm", "ClusterShade"],
  cm_clust_prom: ["glcm", "ClusterProminence"], cm_info_corr1: ["glcm", "Imc1"], cm_info_corr2: ["glcm", "Imc2"],

  ...named("rlm", "glrlm", {
    sre: "ShortRunEmphasis", lre: "LongRunEmphasis", lgre: "LowGrayLevelRunEmphasis", hgre: "HighGrayLevelRunEmphasis",
    srlge: "ShortRunLowGrayLevelEmphasis", srhge: "ShortRunHighGrayLevelEmphasis", lrlge: "LongRunLowGrayLevelEmphasis", lrhge: "LongRunHighGrayLevelEmphasis",
    glnu: "GrayLevelNonUniformity", glnu_norm: "GrayLevelNonUniformityNormalized", rlnu: "RunLengthNonUniformity", rlnu_norm: "RunLengthNonUniformityNormalized",
    r_perc: "RunPercentage", gl_var: "GrayLevelVariance", rl_var: "RunVariance", rl_entr: "RunEntropy",
  }),
  ...named("szm", "glszm", {
    sze: "SmallAreaEmphasis", lze: "LargeAreaEmphasis", lgze: "LowGrayLevelZoneEmphasis", hgze: "HighGrayLevelZoneEmphasis",
    szlge: "SmallAreaLowGrayLevelEmphasis", szhge: "SmallAreaHighGrayLevelEmphasis", lzlge: "LargeAreaLowGrayLevelEmphasis", lzhge: "LargeAreaHighGrayLevelEmphasis",
    glnu: "GrayLevelNonUniformity", glnu_norm: "GrayLevelNonUniformityNormalized", zsnu: "SizeZoneNonUniformity", zsnu_norm: "SizeZoneNonUniformityNormalized",
    z_perc: "ZonePercentage", gl_var: "GrayLevelVariance", zs_var: "ZoneVariance", zs_entr: "ZoneEntropy",
  }),
  ...named("ngt", "ngtdm", { coarseness: "Coarseness", contrast: "Contrast", busyness: "Busyness", complexity: "Complexity", strength: "Strength" }),
  ...named("ngl", "gldm", {
    lde: "SmallDependenceEmphasis", hde: "LargeDependenceEmphasis", lgce: "LowGrayLevelEmphasis", hgce: "HighGrayLevelEmphasis",
    ldlge: "SmallDependenceLowGrayLevelEmphasis", ldhge: "SmallDependenceHighGrayLevelEmphasis",
    hdlge: "LargeDependenceLowGrayLevelEmphasis", hdhge: "LargeDependenceHighGrayLevelEmphasis", glnu: "GrayLevelNonUniformity",
    dcnu: "DependenceNonUniformity", dcnu_norm: "DependenceNonUniformityNormalized", gl_var: "GrayLevelVariance", dc_var: "DependenceVariance", dc_entr: "DependenceEntropy",
  }),
  ngl_glnu_norm: ["firstorder", "Uniformity"], // the same, as every voxel has one dependence
};

function named(prefix: string, featureClass: FeatureClass, features: Readonly<Record<string, string>>): Record<string, [FeatureClass, string]> {
  return Object.fromEntries(Object.entries(features).map(([tag, name]) => [`${prefix}_${tag}`, [featureClass, name]]));
}
