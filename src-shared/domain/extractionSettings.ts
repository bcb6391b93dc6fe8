import { z } from "zod";
import { pyradiomicsDefaults } from "./pyradiomicsDefaults.ts";
import { discreteWavelets } from "./wavelets.ts";

/** Every class of features, in PyRadiomics' order of columns. */
export const featureClasses = ["shape", "shape2D", "firstorder", "glcm", "gldm", "glrlm", "glszm", "ngtdm"] as const;
export type FeatureClass = (typeof featureClasses)[number];

/** The classes where none is named: PyRadiomics' extractor leaves shape2D out of them. */
export const defaultFeatureClasses: readonly FeatureClass[] = featureClasses.filter((name) => name !== "shape2D");

/** The image as it is, and PyRadiomics' filters. */
export const imageTypes = [
  "Original",
  "LoG",
  "Wavelet",
  "Square",
  "SquareRoot",
  "Logarithm",
  "Exponential",
  "Gradient",
  "LBP2D",
  "LBP3D",
] as const;
export type ImageType = (typeof imageTypes)[number];

/** In the order of ITK's numbers, 1 to 3, which a parameter file may write instead. */
export const interpolators = ["sitkNearestNeighbor", "sitkLinear", "sitkBSpline"] as const;
export type Interpolator = (typeof interpolators)[number];

const positive = z.number().positive();
const wholePositive = z.number().int().positive();
const fromZero = z.number().int().min(0);
const sigmaWords = 'each must be a number from 0.000001 to 999,999 (mm), or a whole one in quotes with its decimal, such as "1.0"';
const radius = z.number().min(1e-6).max(1000);
const listed = (items: readonly string[]) => `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;

/** PyRadiomics' keys under `setting`, spelled as there. null, where it may stand, is "none". */
const settingShape = {
  label: wholePositive.max(4_294_967_295).optional(),
  /** The channel of a mask of several channels. */
  label_channel: fromZero.optional(),
  /** A region that extends in fewer directions than this is refused. */
  minimumROIDimensions: z.number().int().min(1).max(3).optional(),
  /** A region with no more voxels than this is refused. */
  minimumROISize: wholePositive.nullable().optional(),
  /** Resamples a mask that lies on another grid onto the image's. */
  correctMask: z.boolean().optional(),
  /**
   * A mask whose origin and spacing differ by no more than this share of the image's spacing along x, and its direction by no more than
   * this, is taken as it is.
   */
  geometryTolerance: positive.nullable().optional(),
  /** Columns about the run (diagnostics_*). */
  additionalInfo: z.boolean().optional(),
  /** Of older versions of PyRadiomics: read and kept, without an effect. */
  enableCExtensions: z.boolean().optional(),

  normalize: z.boolean().optional(),
  normalizeScale: positive.optional(),
  /** Standard deviations at which normalised values are clipped. */
  removeOutliers: positive.nullable().optional(),

  /** Millimetres in x, y, z; 0: as the mask has it. */
  resampledPixelSpacing: z
    .tuple([z.number().min(0), z.number().min(0), z.number().min(0)], { error: "give three numbers from 0 (x, y, z in mm)" })
    .nullable()
    .optional(),
  /** null: no resampling, as in PyRadiomics. */
  interpolator: z
    .union([z.enum(interpolators), z.literal([1, 2, 3]), z.null()], {
      error: ({ input }) => `${JSON.stringify(input)} is not computed; choose ${listed(interpolators)} (or ITK's 1, 2 or 3 for them)`,
    })
    .optional(),
  /** Voxels of the new grid around the region's box. */
  padDistance: fromZero.max(65_535).optional(),
  preCrop: z.boolean().optional(),

  /** The lowest and the highest value kept, or the lowest alone. */
  resegmentRange: z.array(z.number()).min(1, "give one or two thresholds").max(2, "give one or two thresholds").nullable().optional(),
  resegmentMode: z.enum(["absolute", "relative", "sigma"]).optional(),
  resegmentShape: z.boolean().optional(),

  binWidth: positive.optional(),
  /** Wins over binWidth where both are given. */
  binCount: wholePositive.max(65_535).nullable().optional(),
  force2D: z.boolean().optional(),
  /** 0 is the z axis of the array: slices out of plane. */
  force2Ddimension: z.number().int().min(0).max(2).optional(),
  voxelArrayShift: z.number().optional(),
  /** Voxels, Chebyshev; of GLCM, GLDM and NGTDM. */
  distances: z.array(wholePositive.max(64)).min(1).optional(),
  weightingNorm: z.enum(["manhattan", "euclidean", "infinity", "no_weighting"]).nullable().optional(),
  symmetricalGLCM: z.boolean().optional(),
  gldm_a: z.number().min(0).optional(),

  /** LoG: mm. A number names the image as an integer where it is whole; "1.0" is what a parameter file wrote as the float 1.0. */
  sigma: z
    .array(
      z.union([z.number().min(1e-6, sigmaWords).max(999_999, sigmaWords), z.string().regex(/^[1-9]\d{0,5}\.0$/, sigmaWords)], {
        error: sigmaWords,
      }),
    )
    .optional(),
  start_level: fromZero.max(30).optional(),
  level: wholePositive.max(30).optional(),
  wavelet: z.enum(discreteWavelets).optional(),
  gradientUseSpacing: z.boolean().optional(),
  lbp2DRadius: radius.optional(),
  lbp2DSamples: wholePositive.max(53).optional(),
  lbp2DMethod: z.enum(["default", "ror", "uniform", "var"]).optional(),
  lbp3DLevels: wholePositive.max(64).optional(),
  lbp3DIcosphereRadius: radius.optional(),
  lbp3DIcosphereSubdivision: fromZero.max(6).optional(),
};

/** PyRadiomics' keys under `setting`. */
export const settingKeys = Object.keys(settingShape) as ReadonlyArray<keyof typeof settingShape>;

/** Settings that hold for one image type in place of the general ones. */
const overridesSchema = z.strictObject({
  ...settingShape,
  label: z.never({ error: "a region has one label; write it under setting" }).optional(),
});

const voxelSettingSchema = z.strictObject({
  kernelRadius: wholePositive.max(64).optional(),
  maskedKernel: z.boolean().optional(),
  /** Of voxels without a value. "nan" as JSON has no number for it. */
  initValue: z.union([z.number(), z.literal("nan")], { error: 'must be a number or "nan"' }).optional(),
  /** Voxels that PyRadiomics computes together, all where absent: it can change JointAverage and MCC. */
  voxelBatch: wholePositive.optional(),
});

/** The keys of `voxelSetting`. */
export const voxelSettingKeys: readonly string[] = Object.keys(voxelSettingSchema.shape);

/** How features are extracted as PyRadiomics does: its parameter file with the keys of its `setting` at the top. */
const pyradiomicsSettingsSchema = z.strictObject({
  profile: z.literal("pyradiomics").optional(),
  ...settingShape,
  /** In the order of extraction, each with what differs for it; the original image alone where none is named. */
  imageType: z.partialRecord(z.enum(imageTypes), overridesSchema.nullable()).optional(),
  /** Classes in the order of the columns; null or an empty list: those of the frozen set (frozenFeatures). */
  featureClass: z.partialRecord(z.enum(featureClasses), z.array(z.string()).nullable()).optional(),
  /** Of feature maps. */
  voxelSetting: voxelSettingSchema.optional(),
});

/** How features are extracted, by profile; PyRadiomics' where none is named. */
export const extractionSettingsSchema = z.discriminatedUnion("profile", [pyradiomicsSettingsSchema]);
export type ExtractionSettings = z.infer<typeof extractionSettingsSchema>;

/**
 * What the grey values of the original image are binned and shifted with: its own settings in place of the general ones, PyRadiomics'
 * defaults where neither says.
 */
export function originalImageSettings({ imageType, ...general }: ExtractionSettings): {
  binWidth: number;
  binCount: number | null;
  voxelArrayShift: number;
} {
  const own = imageType?.Original ?? {};
  const { binWidth, binCount, voxelArrayShift } = {
    ...general,
    ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)),
  };
  const initial = pyradiomicsDefaults;
  return {
    binWidth: binWidth ?? initial.binWidth,
    binCount: binCount ?? initial.binCount,
    voxelArrayShift: voxelArrayShift ?? initial.voxelArrayShift,
  };
}
