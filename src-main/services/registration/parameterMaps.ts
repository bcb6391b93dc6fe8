/** What searches, as provenance names it. */
export const registrationEngine = "elastix 5.2.0 (@itk-wasm/elastix 1.0.1)";

/** A parameter map of elastix: every value is a list of texts. */
export type ParameterMap = Readonly<Record<string, readonly string[]>>;

/**
 * elastix' own default maps (GetDefaultParameterMap of "rigid", "affine" and "bspline" with four resolutions), but for its result image, which is not used:
 * ours is made from the transform; and for the pyramids, whose coarse images here have fewer voxels and whose last one is the image itself,
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
  WriteResultImage: ["false"],
};

const linear: ParameterMap = {
  ...common,
  AutomaticScalesEstimation: ["true"],
  Metric: ["AdvancedMattesMutualInformation"],
  Registration: ["MultiResolutionRegistration"],
};

/**
 * What a B-spline is searched with; docs/registration.md has what it is worth. Nodes 20 mm apart and a penalty on bending that weighs 300 times as much as by
 * default: with the default ones the images became more alike than they are where they belong, and were bent further off. The penalty, which changes little
 * from place to place, is taken at 50 random places of its own, and the step size is estimated from displacements (Qiao, van Lew, Lelieveldt and Staring, IEEE
 * Trans. Med. Imaging 35, 2016): these two took most of the time.
 */
const bspline: ParameterMap = {
  ...common,
  ASGDParameterEstimationMethod: ["DisplacementDistribution"],
  FinalGridSpacingInPhysicalUnits: ["20.000000"],
  GridSpacingSchedule: ["2.000000", "1.410000", "1.000000"],
  ImageSampler: ["RandomCoordinate", "RandomCoordinate"],
  ImageSampler1NumberOfSpatialSamples: ["50"],
  MaximumNumberOfIterations: ["200"],
  Metric: ["AdvancedMattesMutualInformation", "TransformBendingEnergyPenalty"],
  Metric0Weight: ["1.0"],
  Metric1Weight: ["300.0"],
  Registration: ["MultiMetricMultiResolutionRegistration"],
  // The same transform, computed in about a quarter of the time.
  Transform: ["RecursiveBSplineTransform"],
};

export const parameterMaps = {
  rigid: { ...linear, Transform: ["EulerTransform"] },
  affine: { ...linear, Transform: ["AffineTransform"] },
  bspline,
} as const satisfies Record<string, ParameterMap>;
