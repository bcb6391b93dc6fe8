/**
 * PyRadiomics' defaults, by its own names: of its extractor (imageoperations, featureextractor) and of its filters and feature classes as they are in its code.
 * The only place where they stand: extraction, hash, form, comparison and warnings take them from here.
 */
export const pyradiomicsDefaults = {
  label: 1,
  label_channel: 0,
  minimumROIDimensions: 2,
  minimumROISize: null,
  correctMask: false,
  geometryTolerance: null,
  additionalInfo: true,
  enableCExtensions: true,

  normalize: false,
  normalizeScale: 1,
  removeOutliers: null,

  resampledPixelSpacing: null,
  interpolator: "sitkBSpline",
  padDistance: 5,
  preCrop: false,

  resegmentRange: null,
  resegmentMode: "absolute",
  resegmentShape: false,

  binWidth: 25,
  binCount: null,
  force2D: false,
  force2Ddimension: 0,
  voxelArrayShift: 0,
  distances: [1],
  weightingNorm: null,
  symmetricalGLCM: true,
  gldm_a: 0,

  sigma: [],
  start_level: 0,
  level: 1,
  wavelet: "coif1",
  gradientUseSpacing: true,
  lbp2DRadius: 1,
  lbp2DSamples: 8,
  lbp2DMethod: "uniform",
  lbp3DLevels: 2,
  lbp3DIcosphereRadius: 1,
  lbp3DIcosphereSubdivision: 1,
} as const;

/** Of `voxelSetting`, for feature maps. */
export const pyradiomicsVoxelDefaults = { kernelRadius: 1, maskedKernel: true, initValue: 0, voxelBatch: null } as const;
