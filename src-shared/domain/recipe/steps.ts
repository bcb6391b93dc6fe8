import { z } from "zod";
import { parseFormula } from "./formula.ts";

/**
 * The steps of a recipe, discriminated by `kind`. Unknown fields are refused. Where a field may be left out, its default stands here and is filled in by
 * parsing: a parsed step says all that its outcome depends on. Lengths along axes are in the order i, j, k (columns, rows, slices); mm where the name says so.
 */

/** The name of an image in a recipe: "T1", "water-only". In a formula one with a hyphen stands in double quotes. */
export const roleNameSchema = z
  .string()
  .max(60)
  .regex(
    /^[A-Za-z][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*$/,
    'use letters, digits, underscores and single hyphens, with a letter first, such as "T1" or "water-only"',
  )
  .refine((name) => name !== "all", 'a role cannot be named "all"');

/**
 * Which images a step changes: some by name, or all there are. "all" takes in label maps where voxels move (resampled by the nearest voxel), and leaves
 * them out where grey values change.
 */
export const rolesSchema = z.union([
  z.literal("all"),
  z
    .array(roleNameSchema)
    .min(1)
    .max(16)
    .refine((names) => new Set(names).size === names.length, "a role is named twice"),
]);
export type Roles = z.infer<typeof rolesSchema>;

const roleMask = z.strictObject({
  from: z.literal("role"),
  /** A label map on the image's grid. */
  role: roleNameSchema,
  /** Inside where it has one of these; null: any number but 0. */
  labels: z.array(z.number().int().min(1).max(4_294_967_295)).min(1).max(1000).nullable().default(null),
});

/** What a network drew, of a model bundle that the recipe names and whoever runs it gives. */
const drawnBy = {
  /** Its name among the recipe's `bundles`. */
  bundle: roleNameSchema,
  /** The role that is its one image, or roles by the names that the bundle has for its images; they lie on one grid. */
  images: z.union([
    roleNameSchema,
    z
      .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/), roleNameSchema)
      .refine((images) => Object.keys(images).length > 0, "say which role is which image of the bundle"),
  ]),
};
const drawnMask = z.strictObject({
  from: z.literal("bundle"),
  ...drawnBy,
  /** Inside where it drew one of these; null: any. */
  labels: roleMask.shape.labels,
});

/** Some of an image's voxels: those of a label map, those that are not 0, or those above Otsu's threshold (ITK's, of 200 bins), which the notes say. */
export const maskSchema = z.discriminatedUnion("from", [
  roleMask,
  z.strictObject({ from: z.literal("nonzero") }),
  z.strictObject({ from: z.literal("otsu") }),
]);
export type MaskChoice = z.infer<typeof maskSchema>;

/** Where grey values are measured: in a mask, or over the whole image. */
export const withinSchema = z.discriminatedUnion("from", [...maskSchema.options, z.strictObject({ from: z.literal("whole") })]);
export type Within = z.infer<typeof withinSchema>;

const wholeImage = { from: "whole" } as const;

/** Of an image; a label map always takes the nearest voxel. `bspline` is the cubic B-spline through the voxels and can overshoot them. */
export const interpolationSchema = z.enum(["nearest", "linear", "bspline"]);
export type Interpolation = z.infer<typeof interpolationSchema>;

const positiveMm = z.number().positive().max(10_000);
const side = z.number().int().min(1).max(4096);
const three = <Item extends z.ZodType>(item: Item) => z.tuple([item, item, item]);
/** Grey values that a recipe writes into images: as far as single precision holds them, beyond which they would become infinite. */
const greatest = 2 ** 128 - 2 ** 104;
const greyValue = z.number().min(-greatest).max(greatest);
const percent = z.number().min(0).max(100);
const ascendingPercent = z.strictObject({ lower: percent, upper: percent });
const ascends = { check: ({ lower, upper }: { lower: number; upper: number }) => lower < upper, words: "lower must be below upper" };

/** Finds the transform that takes `fixed`'s points to `moving`'s, and puts `moving` on `fixed`'s grid. The transform is kept under the moving role's name. */
const registerSchema = z.strictObject({
  kind: z.literal("register"),
  moving: roleNameSchema,
  fixed: roleNameSchema,
  /** inPlane: a rigid transform of each slice by itself, for stacks whose slices are too thick to be aligned in 3D. */
  transform: z.enum(["rigid", "affine", "bspline", "inPlane"]),
  interpolation: interpolationSchema.default("linear"),
});

/** Puts images on another's grid through a transform that an earlier `register` found, or through its inverse. */
const applyTransformSchema = z.strictObject({
  kind: z.literal("applyTransform"),
  roles: rolesSchema,
  /** The moving role of that step. */
  transformOf: roleNameSchema,
  inverse: z.boolean().default(false),
  /** Whose grid they are put on. */
  like: roleNameSchema,
  interpolation: interpolationSchema.default("linear"),
});

/** Puts images on another grid in patient space, in float32 unless each voxel takes the nearest; what lies outside an image becomes 0. */
const resampleSchema = z.strictObject({
  kind: z.literal("resample"),
  roles: rolesSchema,
  grid: z.discriminatedUnion("from", [
    /**
     * The outer corner of the first voxel stays; null keeps an axis. Voxels along an axis: size * spacing / new spacing, rounded half to even, at least 1.
     */
    z.strictObject({ from: z.literal("spacing"), spacingMm: three(positiveMm.nullable()) }),
    z.strictObject({ from: z.literal("role"), role: roleNameSchema }),
  ]),
  interpolation: interpolationSchema.default("linear"),
});

const resizeBase = { kind: z.literal("resize"), roles: rolesSchema, size: three(side) };
/** Of the spline along i, j, k: 0 nearest voxel, 1 linear, 3 cubic. */
const splineOrders = three(z.union([z.literal(0), z.literal(1), z.literal(3)]));

/**
 * Gives images so many voxels along each axis. A label map takes the nearest voxel where images are interpolated. The four methods differ by up to half
 * a voxel in what they show; studies rarely say which was theirs.
 */
const resizeSchema = z.discriminatedUnion("method", [
  /** The centres of the first and last voxels stay: scipy.ndimage.zoom, torch with align_corners. */
  z.strictObject({ ...resizeBase, method: z.literal("corners"), orders: splineOrders }),
  /** The outer edges of the first and last voxels stay: skimage.transform.resize, torch without align_corners. */
  z.strictObject({
    ...resizeBase,
    method: z.literal("centres"),
    orders: splineOrders,
    /** Beyond the last voxel: its value; the image mirrored at that voxel's centre (scikit-image's default); 0 (SciPy's "grid-constant"). */
    beyond: z.enum(["edge", "mirror", "zero"]).default("edge"),
    /** A Gaussian along each axis that gets shorter, as is scikit-image's default: sigma = (factor - 1) / 2 voxels. */
    antiAlias: z.boolean().default(false),
    /** Values that a cubic spline overshoots the image's range by become the range's ends, as scikit-image has it. */
    clip: z.boolean().default(true),
  }),
  /** Each new voxel is the mean of all old ones that it touches: torch's "area", MONAI's default. */
  z.strictObject({ ...resizeBase, method: z.literal("area") }),
  /** Each new voxel is old voxel floor(index * old size / new size): torch's "nearest". */
  z.strictObject({ ...resizeBase, method: z.literal("nearestBelow") }),
]);

/** Cuts images of one grid to the smallest box that holds the mask; of `nonzero` and `otsu`, the masks of all of the roles together. */
const cropSchema = z.strictObject({
  kind: z.literal("crop"),
  roles: rolesSchema,
  mask: maskSchema,
  /** Voxels more on every side, as far as the image reaches. */
  marginVoxels: three(z.number().int().min(0).max(4096)).default([0, 0, 0]),
});

/** N4 bias-field correction with ITK's defaults, in float32. Voxels of the mask that are not above 0 have no logarithm: they are left out and counted. */
const n4Schema = z.strictObject({
  kind: z.literal("n4"),
  roles: rolesSchema,
  mask: maskSchema.default({ from: "otsu" }),
  /** The field is fitted to every so-manieth voxel along each axis, and taken out of all. */
  shrink: three(z.number().int().min(1).max(64)).default([1, 1, 1]),
  /** The most iterations of each level. */
  iterations: z.array(z.number().int().min(1).max(10_000)).min(1).max(8).default([50, 50, 50, 50]),
  /** A level ends where the field changes by no more: the coefficient of variation of the factor. */
  convergence: z.number().min(0).max(1).default(0.001),
});

/** (value - mean) / standard deviation, in float32. */
const zscoreSchema = z.strictObject({
  kind: z.literal("zscore"),
  roles: rolesSchema,
  /** Where mean and deviation are measured. */
  within: withinSchema.default(wholeImage),
  /** What becomes of the rest: the same, or 0. */
  outside: z.enum(["same", "zero"]).default("same"),
  /** population: divided by n; sample: by n - 1 (ITK, PyRadiomics). */
  deviation: z.enum(["population", "sample"]).default("population"),
});

/** Puts the range of grey values onto another, [0, 1] by default, in float32. */
const rescaleSchema = z.strictObject({
  kind: z.literal("rescale"),
  roles: rolesSchema,
  range: z.discriminatedUnion("by", [
    z.strictObject({ by: z.literal("minmax") }),
    /** Interpolated linearly between values, as numpy does. */
    ascendingPercent.extend({ by: z.literal("percentiles") }).refine(ascends.check, ascends.words),
  ]),
  within: withinSchema.default(wholeImage),
  to: z
    .tuple([greyValue, greyValue])
    .refine(([from, to]) => from < to, "the first must be below the second")
    .default([0, 1]),
  /** Values beyond the range become its ends. */
  clip: z.boolean().default(true),
});

/** Values below or above become the limit. The type stays. */
const clipSchema = z.strictObject({
  kind: z.literal("clip"),
  roles: rolesSchema,
  limits: z.discriminatedUnion("by", [
    z
      .strictObject({ by: z.literal("values"), lower: greyValue.nullable(), upper: greyValue.nullable() })
      .refine(({ lower, upper }) => lower !== null || upper !== null, "give one of lower and upper, or both")
      .refine(({ lower, upper }) => lower === null || upper === null || lower < upper, ascends.words),
    ascendingPercent
      .extend({ by: z.literal("percentiles"), within: withinSchema.default(wholeImage) })
      .refine(ascends.check, ascends.words),
  ]),
});

const claheBase = { kind: z.literal("clahe"), roles: rolesSchema };

/** Contrast-limited adaptive histogram equalisation. Two programs' differ, and the result says whose it is. */
const claheSchema = z.discriminatedUnion("program", [
  /** skimage.exposure.equalize_adapthist 0.19: values from 0 to 1, in float32. */
  z.strictObject({
    ...claheBase,
    program: z.literal("scikit-image"),
    /** One volume, or each slice along k by itself: its range and its histograms. */
    dimensions: z.enum(["volume", "slices"]).default("volume"),
    /** The size of a block, voxels; null: an eighth of the image. Of slices, the third does not count. */
    kernelVoxels: three(side).nullable().default(null),
    clipLimit: z.number().min(0).max(1).default(0.01),
    bins: z.number().int().min(2).max(16_384).default(256),
  }),
  /** cv2.createCLAHE of each slice along k by itself, of the volume put on the whole range of uint8 or uint16 by its minimum and maximum. */
  z.strictObject({
    ...claheBase,
    program: z.literal("opencv"),
    bits: z.union([z.literal(8), z.literal(16)]).default(8),
    clipLimit: z.number().min(0).max(65_536).default(40),
    tiles: z.tuple([side.max(256), side.max(256)]).default([8, 8]),
  }),
]);

/** Leaves the brain: voxels outside the mask become 0. The mask is a label map that is given as a role, or drawn by a network. */
const extractBrainSchema = z.strictObject({
  kind: z.literal("extractBrain"),
  roles: rolesSchema,
  mask: z.discriminatedUnion("from", [roleMask, drawnMask]),
});

/** Has a network draw: a new role that holds labels, on the grid of the bundle's main image. */
const segmentSchema = z.strictObject({ kind: z.literal("segment"), role: roleNameSchema, ...drawnBy });

/** Voxels outside the mask get one value. */
const maskStepSchema = z.strictObject({
  kind: z.literal("mask"),
  roles: rolesSchema,
  mask: maskSchema,
  outside: greyValue.default(0),
});

/** A new image, in float32, of others on one grid: "FLAIR^1.55 * T2^1.45". See domain/recipe/formula. */
const formulaSchema = z.strictObject({
  kind: z.literal("formula"),
  /** Its role: a new one, or one that is replaced. */
  role: roleNameSchema,
  expression: z
    .string()
    .trim()
    .max(1000)
    .superRefine((text, context) => {
      const formula = parseFormula(text);
      if ("problem" in formula) context.addIssue({ code: "custom", message: `is no formula: ${formula.problem}` });
    }),
  /** A result that is no finite number: the step fails and says how many, or they become 0 and are counted in the notes. */
  notFinite: z.enum(["refuse", "zero"]).default("refuse"),
});

const smoothSchema = z.discriminatedUnion("method", [
  /** In float32; cut off at 4 sigma, the image mirrored at its edges (scipy.ndimage.gaussian_filter). */
  z.strictObject({
    kind: z.literal("smooth"),
    roles: rolesSchema,
    method: z.literal("gaussian"),
    sigmaMm: z.number().positive().max(1000),
  }),
  /** Of a box of 2 * radius + 1 voxels; the type stays; the image mirrored at its edges (scipy.ndimage.median_filter). */
  z.strictObject({
    kind: z.literal("smooth"),
    roles: rolesSchema,
    method: z.literal("median"),
    radiusVoxels: three(z.number().int().min(0).max(5)).default([1, 1, 1]),
  }),
]);

/** FreeSurfer's `mri_convert --conform`: 256^3 voxels of 1 mm around the image's centre, axes left, inferior, anterior; trilinear; uint8. */
const conformSchema = z.strictObject({ kind: z.literal("conform"), roles: rolesSchema });

export const recipeStepSchema = z.discriminatedUnion("kind", [
  registerSchema,
  applyTransformSchema,
  resampleSchema,
  resizeSchema,
  cropSchema,
  n4Schema,
  zscoreSchema,
  rescaleSchema,
  clipSchema,
  claheSchema,
  extractBrainSchema,
  segmentSchema,
  maskStepSchema,
  formulaSchema,
  smoothSchema,
  conformSchema,
]);
export type RecipeStep = z.infer<typeof recipeStepSchema>;
export type StepKind = RecipeStep["kind"];
export type StepOf<Kind extends StepKind> = Extract<RecipeStep, { kind: Kind }>;
