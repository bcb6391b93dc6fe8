/** True where a setting has a value under which PyRadiomics computes what this engine computes. */
type Inert = (value: unknown, all: Readonly<Record<string, unknown>>) => boolean;

const off: Inert = (value) => value === false || value === null;
const absent: Inert = (value) => value === null;
const always: Inert = () => true;
const withoutNormalising: Inert = (_value, all) => !all["normalize"];
const withoutResampling: Inert = (_value, all) => isUnchangedSpacing(all["resampledPixelSpacing"]);
const withoutResegmenting: Inert = (_value, all) => all["resegmentRange"] === undefined || all["resegmentRange"] === null;

function isUnchangedSpacing(spacing: unknown): boolean {
  // 0 is PyRadiomics' "as it is"; only resampling to another spacing changes the original image.
  return spacing === undefined || spacing === null || (Array.isArray(spacing) && spacing.every((step) => step === 0));
}

/** Settings that the engine computes with: the keys of ExtractionSettings, without featureClass. */
export const supportedSettings = [
  "binWidth", "binCount", "force2D", "force2Ddimension", "voxelArrayShift", "distances", "symmetricalGLCM", "weightingNorm", "gldm_a", "label",
  "minimumROIDimensions", "minimumROISize",
] as const;

/**
 * Settings that PyRadiomics knows and this engine does not compute with, each with the values that change nothing on the original image:
 * those are accepted, every other is refused. (PyRadiomics documentation, "Customizing the extraction".)
 */
export const inertSettings: Readonly<Record<string, Inert>> = {
  normalize: off,
  normalizeScale: withoutNormalising,
  removeOutliers: withoutNormalising,
  resampledPixelSpacing: isUnchangedSpacing,
  interpolator: withoutResampling,
  padDistance: withoutResampling,
  preCrop: always, // without a filter, features see the region only
  resegmentRange: absent,
  resegmentMode: withoutResegmenting,
  resegmentShape: withoutResegmenting,
  correctMask: off,
  geometryTolerance: absent,
  label_channel: (value) => value === 0 || value === null,
  additionalInfo: always, // columns about the run, not features
  enableCExtensions: always,
};

/** Image types of PyRadiomics. */
export const imageTypes = ["Original", "LoG", "Wavelet", "Square", "SquareRoot", "Logarithm", "Exponential", "Gradient", "LBP2D", "LBP3D"] as const;
