/** A parameter map of elastix: every value is a list of texts. */
export type ParameterMap = Readonly<Record<string, readonly string[]>>;

/**
 * elastix' own default maps (GetDefaultParameterMap of "rigid", "affine" and "bspline" with four resolutions), but for the interpolation of its result image,
 * which is thrown away: ours is made from the transform; and for the pyramids, whose coarse images here have fewer voxels and whose last one is the image itself,
 * which elastix' default smooths: docs/registration.md has what that is worth. Mattes mutual information, adaptive stochastic gradient descent, 256 iterations a
 * resolution with 2,048 new random places each. The same images give the same transform: its random numbers begin alike. To be completed by pyramidOf.
 */
const common: ParameterMap = {
  AutomaticParameterEstimation: ["true"],
  CheckNumberOfSamples: ["true"],
  DefaultPixelValue: ["0"],
  FinalBSplineInterpolationOrder: ["0"],
  FixedImagePyramid: ["FixedRecursiveImagePyramid"],
  ImageSampler: ["RandomCoordinate"],
  Interpolator: ["LinearInterpolator"],
  MaximumNumberOfIterations: ["256"],
  MaximumNumberOfSamplingAttempts: ["8"],
  MovingImagePyramid: ["MovingRecursiveImagePyramid"],
  NewSamplesEveryIteration: ["true"],
  NumberOfResolutions: ["4"],
  NumberOfSamplesForExactGradient: ["4096"],
  NumberOfSpatialSamples: ["2048"],
  Optimizer: ["AdaptiveStochasticGradientDescent"],
  ResampleInterpolator: ["FinalBSplineInterpolator"],
  Resampler: ["DefaultResampler"],
  ResultImageFormat: ["nii"],
  WriteIterationInfo: ["false"],
  WriteResultImage: ["true"],
};

const linear: ParameterMap = {
  ...common,
  AutomaticScalesEstimation: ["true"],
  Metric: ["AdvancedMattesMutualInformation"],
  Registration: ["MultiResolutionRegistration"],
};

export const parameterMaps = {
  rigid: { ...linear, Transform: ["EulerTransform"] },
  affine: { ...linear, Transform: ["AffineTransform"] },
  bspline: {
    ...common,
    FinalGridSpacingInPhysicalUnits: ["10.000000"],
    GridSpacingSchedule: ["2.803221", "1.988100", "1.410000", "1.000000"],
    Metric: ["AdvancedMattesMutualInformation", "TransformBendingEnergyPenalty"],
    Metric0Weight: ["1.0"],
    Metric1Weight: ["1.0"],
    Registration: ["MultiMetricMultiResolutionRegistration"],
    Transform: ["BSplineTransform"],
  },
} as const satisfies Record<string, ParameterMap>;
