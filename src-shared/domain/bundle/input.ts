import { z } from "zod";
import { nameSchema, perAxis } from "./names.ts";

const order = z.union([z.literal(0), z.literal(1), z.literal(3)]);

/** How the intensities of one image are made those that the network learnt on. */
export const normaliseSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  /**
   * (x - mean) / max(SD, 1e-8), population SD. "whole": of all voxels. "nonzeroFilled" (nnU-Net): of the voxels where any image is not 0,
   * holes filled; outside stays as it is. "nonzero" (MONAI): of this image's voxels that are not 0; those stay 0.
   */
  z.strictObject({ kind: z.literal("zscore"), over: z.enum(["whole", "nonzeroFilled", "nonzero"]) }),
  /** Clipped to low and high (percentiles 0.5 and 99.5 of the training data), then (x - mean) / max(SD, 1e-8), all of the training data. */
  z.strictObject({ kind: z.literal("ct"), low: z.number(), high: z.number(), mean: z.number(), standardDeviation: z.number().positive() }),
  /** (x - min) / max(max - min, 1e-8). */
  z.strictObject({ kind: z.literal("minMax") }),
  /** From the values at two percentiles of all voxels (linear between ranks) to `to`; clipped to it or not. */
  z.strictObject({
    kind: z.literal("percentiles"),
    lower: z.number().min(0).max(100),
    upper: z.number().min(0).max(100),
    to: z.tuple([z.number(), z.number()]),
    clip: z.boolean(),
  }),
  /** From a fixed range to `to`; clipped to it or not. */
  z.strictObject({
    kind: z.literal("range"),
    from: z.tuple([z.number(), z.number()]),
    to: z.tuple([z.number(), z.number()]),
    clip: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("divide"), by: z.number().positive() }),
]);
export type Normalise = z.infer<typeof normaliseSchema>;

/** One image that is given. */
const imageSchema = z.strictObject({
  /** Its name on the command line and in formulas. */
  name: nameSchema,
  /** Which series it is, in words: "T2-weighted FLAIR, axial". */
  sequence: z.string().min(1),
  /** An image that is not required and not given is 0 everywhere in the tensor. */
  required: z.boolean(),
  /** The image onto whose grid it must have been brought; null for the one whose grid counts. */
  registeredTo: nameSchema.nullable(),
  normalise: normaliseSchema,
});

/** Resampling in the way of scikit-image's resize (mode edge, no anti-aliasing), as nnU-Net does it. */
export const skimageSchema = z.strictObject({
  method: z.literal("skimage"),
  order,
  /** Along the axis of low resolution, where it is resampled by itself. */
  orderZ: order,
  /**
   * "auto": slice by slice, then along the one axis of low resolution, where the largest spacing is more than `threshold` times the smallest, of the
   * spacing there is, else of the one aimed at.
   */
  separateZ: z.enum(["auto", "always", "never"]),
  threshold: z.number().positive(),
});
export type Skimage = z.infer<typeof skimageSchema>;

/** Sampling at a new spacing from the first voxel's centre on, beyond the last voxel the last one's value, as MONAI's Spacing does it. */
const firstVoxelSchema = z.strictObject({ method: z.literal("firstVoxel"), order: z.union([z.literal(0), z.literal(1)]) });

/** What the grid becomes. */
export const gridTargetSchema = z.discriminatedUnion("kind", [
  /** As it is stored. */
  z.strictObject({ kind: z.literal("keep") }),
  /** Voxels of this size, mm; null: as it is. New lengths are length * spacing / target, half to even. */
  z.strictObject({
    kind: z.literal("spacing"),
    mm: perAxis(z.number().positive().nullable()),
    resample: z.discriminatedUnion("method", [skimageSchema, firstVoxelSchema]),
  }),
  /** So many voxels, whatever their size. corners: the centres of the first and last voxels stay where they are; centres: their outer edges. */
  z.strictObject({ kind: z.literal("size"), size: perAxis(z.int().min(1).max(1024)), alignment: z.enum(["corners", "centres"]), order }),
  /** FreeSurfer's mri_convert --conform: 256^3 voxels of 1 mm about the centre, values from 0 to 255. */
  z.strictObject({ kind: z.literal("conform") }),
]);
export type GridTarget = z.infer<typeof gridTargetSchema>;

const cropSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  /** The box of the voxels where any image is not 0. */
  z.strictObject({ kind: z.literal("nonzero"), marginVoxels: z.int().min(0).max(500) }),
  /** The box of the voxels where any image is above a value. */
  z.strictObject({ kind: z.literal("foreground"), above: z.number(), marginVoxels: z.int().min(0).max(500) }),
]);

const padSchema = z.discriminatedUnion("to", [
  z.strictObject({ to: z.literal("none") }),
  /** At least the patch. */
  z.strictObject({ to: z.literal("patch"), value: z.number(), where: z.enum(["centre", "end"]) }),
  /** Multiples, as networks that halve their input need. */
  z.strictObject({
    to: z.literal("multiple"),
    of: perAxis(z.int().min(1).max(256)),
    value: z.number(),
    where: z.enum(["centre", "end"]),
  }),
]);

/** How an image file becomes a tensor. All that speaks of axes is in the order of the tensor's, the slowest first. */
export const volumeInputSchema = z.strictObject({
  images: z.array(imageSchema).min(1).max(32),
  /**
   * Channels that are computed from the images as they enter the network: a name, and a formula as recipes have it (domain/recipe/formula), e.g.
   * "FLAIR^1.55 * T2^1.45".
   */
  formulas: z.record(nameSchema, z.string().min(1).max(500)).optional(),
  /** Where the axes x, y and z run to: a letter of R or L, A or P, S or I each ("RAS": to the right, to the front, to the head), or as the file has them. */
  orientation: z.union([z.literal("as stored"), z.string().regex(/^[RLAPSI]{3}$/, 'must be three letters such as RAS, or "as stored"')]),
  /** The tensor's axes behind the channel, the slowest first: x is the first axis after orienting, the one that lies fastest in image files. */
  tensorAxes: z.enum(["xyz", "xzy", "yxz", "yzx", "zxy", "zyx"]),
  /** 2D networks see slices across the tensor's first axis; 2.5D ones the neighbours before and behind as further channels. */
  dims: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("3d") }),
    z.strictObject({ kind: z.literal("2d") }),
    z.strictObject({ kind: z.literal("2.5d"), neighbours: z.int().min(1).max(16), edge: z.enum(["repeat", "zeros"]) }),
  ]),
  /** In which order images are cropped, their intensities normalised and their grid changed. */
  order: z.array(z.enum(["crop", "normalise", "resample"])).length(3),
  crop: cropSchema,
  grid: gridTargetSchema,
  pad: padSchema,
});
export type VolumeInput = z.infer<typeof volumeInputSchema>;

/** A column of a table of cases. A value outside of its range is marked. */
export const columnSchema = z.strictObject({
  name: z.string().min(1).max(120),
  unit: z.string().max(40),
  min: z.number(),
  max: z.number(),
});
export type TableColumn = z.infer<typeof columnSchema>;

/** One row a case, as it stands in the table: what is scaled is scaled within the network. */
export const tableInputSchema = z.strictObject({
  columns: z.array(columnSchema).min(1).max(20_000),
});
export type TableInput = z.infer<typeof tableInputSchema>;
