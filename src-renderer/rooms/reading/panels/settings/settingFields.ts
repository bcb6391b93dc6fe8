import { discreteWavelets } from "#shared/domain/wavelets.ts";
import type { SettingField } from "./settingField.ts";

/** A step of the extraction with its settings. */
export interface SettingSection {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly fields: readonly SettingField[];
  /** Keys above those of its fields: "voxelSetting". */
  readonly under?: string;
}

const words = (...options: Array<[string | number | null, string]>) => options.map(([value, label]) => ({ value, label }));
const none = { text: "none", value: null } as const;

/** The section of image types, which has a list of its own. */
export const imageTypesId = "imageType";
/** The section of features, likewise. */
export const featuresId = "featureClass";

/** The form, in the order in which PyRadiomics takes its steps. */
export const settingSections: readonly SettingSection[] = [
  {
    id: "region", title: "Region checks", about: "Which voxels are the region, and when it is too small to be measured.",
    fields: [
      { kind: "number", key: "label", label: "Label", initial: 1, limits: { from: 1, to: 4_294_967_295, isWhole: true }, help: "The region's number in a mask file; in this window the chosen segment is measured, whatever stands here." },
      { kind: "number", key: "label_channel", label: "Channel of the mask", initial: 0, limits: { from: 0, isWhole: true }, help: "For mask files that hold several masks in one, counted from 0." },
      { kind: "number", key: "minimumROIDimensions", label: "Least directions", initial: 2, limits: { from: 1, to: 3, isWhole: true }, help: "A region that extends in fewer directions than this (1 a line, 2 a plane, 3 a solid) is refused." },
      { kind: "number", key: "minimumROISize", label: "Least size", unit: "voxels", initial: null, initialText: "no limit", word: none, limits: { from: 1, isWhole: true }, help: "A region with no more voxels than this is refused." },
      { kind: "switch", key: "correctMask", label: "Fit the mask to the image", initial: false, help: "Resamples a mask that lies on another grid than the image; otherwise it is refused." },
      { kind: "number", key: "geometryTolerance", label: "Geometry tolerance", initial: null, initialText: "none", word: none, limits: { above: 0 }, help: "Kept for PyRadiomics' files; it has no effect here." },
    ],
  },
  {
    id: "normalise", title: "Normalise", about: "Brings MR images, whose grey values have no unit, to a common scale before anything else.",
    fields: [
      { kind: "switch", key: "normalize", label: "Normalise grey values", initial: false, help: "Subtracts the whole image's mean and divides by its standard deviation." },
      { kind: "number", key: "normalizeScale", label: "Scale", initial: 1, limits: { above: 0 }, needs: "normalize", help: "Multiplies the normalised values; with 100, a bin width of 5 to 25 is usual." },
      { kind: "number", key: "removeOutliers", label: "Clip outliers at", unit: "SD", initial: null, initialText: "no clipping", word: none, limits: { above: 0 }, needs: "normalize", help: "Values further from the mean than so many standard deviations are set to that limit." },
    ],
  },
  {
    id: "resample", title: "Resample", about: "Makes voxels the same size in every patient, so that textures can be compared.",
    fields: [
      { kind: "boxes", key: "resampledPixelSpacing", label: "Voxel size", unit: "mm", boxes: ["x", "y", "z"], needed: 3, initial: null, initialText: "as it is", limits: { from: 0 }, help: "x and y lie in the slice, z across slices; 0 keeps that direction as it is, empty means no resampling." },
      {
        kind: "choice", key: "interpolator", label: "Interpolation", initial: "sitkBSpline", help: "How grey values between voxels are computed; the region always takes its nearest voxel.",
        options: words(["sitkBSpline", "cubic B-spline"], ["sitkLinear", "linear"], ["sitkNearestNeighbor", "nearest voxel"], [null, "none: no resampling"]),
      },
      { kind: "number", key: "padDistance", label: "Margin", unit: "voxels", initial: 5, limits: { from: 0, to: 65_535, isWhole: true }, help: "So much of the image around the region is resampled with it; large LoG widths need more." },
      { kind: "switch", key: "preCrop", label: "Crop first", initial: false, help: "Cuts the image to the region and its margin before filters; it changes their values near the edge." },
    ],
  },
  {
    id: "resegment", title: "Resegment", about: "Leaves voxels out of the region by their grey value, such as fat in a muscle.",
    fields: [
      { kind: "boxes", key: "resegmentRange", label: "Keep grey values", boxes: ["the lowest", "the highest"], needed: 1, initial: null, initialText: "all", limits: {}, help: "Voxels outside these limits leave the region; the highest may stay empty." },
      {
        kind: "choice", key: "resegmentMode", label: "Limits are", initial: "absolute", needs: "resegmentRange", help: "Grey values, parts of the region's maximum (0 to 1), or standard deviations from the region's mean.",
        options: words(["absolute", "grey values"], ["relative", "parts of the maximum"], ["sigma", "standard deviations"]),
      },
      { kind: "switch", key: "resegmentShape", label: "For shape too", initial: false, needs: "resegmentRange", help: "Measures the shape of what is left, too, instead of the region as it was drawn." },
    ],
  },
  { id: imageTypesId, title: "Image types", about: "The image as it is, and filtered images: every chosen feature but shape is measured on each.", fields: [] },
  {
    id: "binning", title: "Grey levels", about: "Texture counts grey levels, not grey values: how values are put into bins.",
    fields: [
      { kind: "number", key: "binWidth", label: "Bin width", unit: "grey values", initial: 25, limits: { above: 0 }, help: "Grey values in one bin; 16 to 128 bins in a region are usual." },
      { kind: "number", key: "binCount", label: "Number of bins", unit: "bins", initial: null, initialText: "not used", word: none, limits: { from: 1, to: 65_535, isWhole: true }, help: "So many bins of equal width in each region; used in place of the bin width." },
      { kind: "number", key: "voxelArrayShift", label: "Shift for energy", unit: "grey values", initial: 0, limits: {}, help: "Is added to grey values for Energy, TotalEnergy and RootMeanSquared, so that none is negative." },
    ],
  },
  {
    id: "neighbourhood", title: "Neighbourhoods", about: "Which voxels texture compares with each other.",
    fields: [
      { kind: "switch", key: "force2D", label: "Slice by slice (2D)", initial: false, help: "Compares voxels within a slice only; for thick slices, or slices that were drawn singly." },
      {
        kind: "choice", key: "force2Ddimension", label: "Slices lie across", initial: 0, needs: "force2D", help: "The array's direction that is left out in 2D; z is the direction the slices were acquired in.",
        options: words([0, "z, as acquired"], [1, "y"], [2, "x"]),
      },
      { kind: "numbers", key: "distances", label: "Distances", unit: "voxels", initial: [1], limits: { from: 1, to: 64, isWhole: true }, help: "How far apart compared voxels lie, of GLCM, GLDM and NGTDM; several are joined: 1, 2." },
      {
        kind: "choice", key: "weightingNorm", label: "Weight by distance", initial: null, help: "GLCM and GLRLM: directions are measured one by one and averaged, or their counts joined with weights.",
        options: words([null, "mean of directions"], ["no_weighting", "joined, equal weights"], ["manhattan", "joined, Manhattan"], ["euclidean", "joined, Euclidean"], ["infinity", "joined, infinity norm"]),
      },
      { kind: "switch", key: "symmetricalGLCM", label: "Symmetrical GLCM", initial: true, help: "Counts each pair of voxels both ways." },
      { kind: "number", key: "gldm_a", label: "GLDM tolerance", unit: "levels", initial: 0, limits: { from: 0 }, help: "Neighbours depend on a voxel whose grey level differs by no more than this." },
    ],
  },
  { id: featuresId, title: "Features", about: "What is measured. Every feature has PyRadiomics' definition; shape is measured once, all others on each image.", fields: [] },
  {
    id: "voxelSetting", title: "Feature maps", under: "voxelSetting", about: "For maps of a feature over the image; values of whole regions do not need these.",
    fields: [
      { kind: "number", key: "kernelRadius", label: "Radius", unit: "voxels", initial: 1, limits: { from: 1, to: 64, isWhole: true }, help: "The neighbourhood around each voxel: 1 is 3 x 3 x 3." },
      { kind: "switch", key: "maskedKernel", label: "Within the region only", initial: true, help: "Leaves out of a neighbourhood what lies outside the region." },
      { kind: "number", key: "initValue", label: "Value elsewhere", initial: 0, word: { text: "nan", value: "nan" }, limits: {}, help: "Stands in the map where nothing was measured; \"nan\" for no number." },
      { kind: "number", key: "voxelBatch", label: "Voxels at once", unit: "voxels", initial: null, initialText: "all", word: none, limits: { from: 1, isWhole: true }, help: "As PyRadiomics' batches, which can change JointAverage and MCC." },
    ],
  },
  {
    id: "output", title: "Output", about: "What is told beside the features.",
    fields: [
      { kind: "switch", key: "additionalInfo", label: "Tell of the run", initial: true, help: "Keeps PyRadiomics' columns about image and mask (diagnostics_...) with the features, and writes them into tables." },
      { kind: "switch", key: "enableCExtensions", label: "C extensions", initial: true, help: "A setting of PyRadiomics before version 3: kept for its files, without an effect." },
    ],
  },
];

const wavelets = words(...discreteWavelets.map((name): [string, string] => [name, name]));

/** What each filter is made with. */
export const filterFields: Readonly<Record<string, readonly SettingField[]>> = {
  LoG: [
    { kind: "numbers", key: "sigma", label: "Widths (sigma)", unit: "mm", initial: [], initialText: "such as 1, 3, 5", keepsPoint: true, limits: { from: 1e-6, to: 999_999 }, help: "One image each; small widths show fine texture, large ones coarse. \"3.0\" names its image 3-0, as some files do." },
  ],
  Wavelet: [
    { kind: "choice", key: "wavelet", label: "Wavelet", initial: "coif1", options: wavelets, help: "The family and its number, by PyWavelets' names." },
    { kind: "number", key: "level", label: "Levels", initial: 1, limits: { from: 1, to: 30, isWhole: true }, help: "One level gives 8 images in 3D, each further one 7 more." },
    { kind: "number", key: "start_level", label: "First level", initial: 0, limits: { from: 0, to: 30, isWhole: true }, help: "Levels before this one are passed over." },
  ],
  Gradient: [
    { kind: "switch", key: "gradientUseSpacing", label: "Per millimetre", initial: true, help: "Divides by the voxel size; otherwise the change is told per voxel." },
  ],
  LBP2D: [
    { kind: "number", key: "lbp2DRadius", label: "Radius", unit: "voxels", initial: 1, limits: { from: 1e-6, to: 1000 }, help: "Of the circle on which neighbours are looked at." },
    { kind: "number", key: "lbp2DSamples", label: "Neighbours", initial: 8, limits: { from: 1, to: 53, isWhole: true }, help: "Points on the circle." },
    {
      kind: "choice", key: "lbp2DMethod", label: "Patterns", initial: "uniform", help: "How patterns are numbered, by scikit-image's names.",
      options: words(["uniform", "uniform"], ["default", "default"], ["ror", "rotation invariant (ror)"], ["var", "variance (var)"]),
    },
  ],
  LBP3D: [
    { kind: "number", key: "lbp3DLevels", label: "Levels", initial: 2, limits: { from: 1, to: 64, isWhole: true }, help: "One image each, and one of kurtosis." },
    { kind: "number", key: "lbp3DIcosphereRadius", label: "Radius", unit: "voxels", initial: 1, limits: { from: 1e-6, to: 1000 }, help: "Of the sphere on which neighbours are looked at." },
    { kind: "number", key: "lbp3DIcosphereSubdivision", label: "Subdivisions", initial: 1, limits: { from: 0, to: 6, isWhole: true }, help: "Each makes four times as many points on the sphere." },
  ],
};

/** Fields of the filters, each once. */
export const allFilterFields: readonly SettingField[] = Object.values(filterFields).flat();

/** What the features of an image type can be computed with in its own way. */
export const ownFields: readonly SettingField[] = settingSections
  .filter(({ id }) => id === "binning" || id === "neighbourhood").flatMap(({ fields }) => fields);

/** Every field at the top of the settings, by PyRadiomics' key. */
export const fieldsByKey: ReadonlyMap<string, SettingField> = new Map([...settingSections.filter(({ under }) => under === undefined).flatMap(({ fields }) => fields), ...allFilterFields].map((field) => [field.key, field]));
