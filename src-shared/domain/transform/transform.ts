import { z } from "zod";

/**
 * Transforms of patient space (LPS, mm), as a registration finds them and as ITK writes them: each takes a point of the fixed image to the point of the
 * moving image that shows the same place. An image is brought onto the fixed one by asking, for every voxel of the fixed grid, what the moving image holds
 * there; a drawing on the fixed image goes to the moving one by the transform, and back by its inverse (see invertTransform).
 */

const vector2 = z.tuple([z.number(), z.number()]);
const vector3 = z.tuple([z.number(), z.number(), z.number()]);
const matrix3 = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]);

/** point -> R (point - centre) + centre + translation. ITK's Euler3DTransform. */
const rigidSchema = z.strictObject({
  kind: z.literal("rigid"),
  /** Angles about the x, y and z axes of patient space, radians, right-handed. */
  anglesRad: vector3,
  /** R = Rz Rx Ry, or Rz Ry Rx (ITK's ComputeZYX). */
  order: z.enum(["zxy", "zyx"]),
  translationMm: vector3,
  centreMm: vector3,
});
export type RigidTransform = z.infer<typeof rigidSchema>;

/** point -> M (point - centre) + centre + translation; nine numbers, row by row. ITK's AffineTransform. */
const affineSchema = z.strictObject({ kind: z.literal("affine"), matrix: matrix3, translationMm: vector3, centreMm: vector3 });
export type AffineTransform = z.infer<typeof affineSchema>;

/**
 * point -> point + displacement, which cubic B-splines make of displacements at the nodes of a grid; outside the grid's inner part
 * (one node from each side) the point stays. ITK's BSplineTransform of order 3.
 */
const bsplineSchema = z
  .strictObject({
    kind: z.literal("bspline"),
    /** The nodes: how many, their spacing, the first one's place and the axes (row by row; columns are the axes). */
    grid: z.strictObject({
      size: z.tuple([z.int().min(4), z.int().min(4), z.int().min(4)]),
      spacingMm: vector3,
      originMm: vector3,
      direction: matrix3,
    }),
    /** Displacements along x of all nodes, i fastest, then those along y, then those along z; mm. */
    coefficientsMm: z.array(z.number()),
  })
  .refine(({ grid, coefficientsMm }) => coefficientsMm.length === 3 * grid.size[0] * grid.size[1] * grid.size[2], {
    message: "coefficientsMm has three numbers for each node of the grid",
  });
export type BSplineTransform = z.infer<typeof bsplineSchema>;

/**
 * Each slice turned and shifted in its own plane. A point belongs to the slice whose plane is nearest (the first or last one beyond the ends), and keeps
 * its distance from the plane. In mm along the slice's axes i and j from the origin: (u, v) -> R (u - centre) + centre + shift. ITK's Euler2DTransform.
 */
const slicesSchema = z.strictObject({
  kind: z.literal("slices"),
  /** Origin and axes of the fixed grid, and how far its slices lie apart. */
  originMm: vector3,
  direction: matrix3,
  betweenSlicesMm: z.number().positive(),
  /** From the first slice to the last. */
  slices: z.array(z.strictObject({ angleRad: z.number(), shiftMm: vector2, centreMm: vector2 })).min(1),
});
export type SlicesTransform = z.infer<typeof slicesSchema>;

/** The way back of a transform that has no formula for it: it is found point by point. */
const inverseSchema = z.strictObject({ kind: z.literal("inverse"), of: bsplineSchema });
export type InverseTransform = z.infer<typeof inverseSchema>;

const stepSchema = z.discriminatedUnion("kind", [rigidSchema, affineSchema, bsplineSchema, slicesSchema, inverseSchema]);
export type TransformStep = z.infer<typeof stepSchema>;

/** One after another: the first step is applied first, to its outcome the second. (ITK's composite lists them the other way round.) No step: nothing moves. */
const compositeSchema = z.strictObject({ kind: z.literal("composite"), steps: z.array(stepSchema) });
export type CompositeTransform = z.infer<typeof compositeSchema>;

/** A transform as it is kept: plain data. */
export const transformSchema = z.discriminatedUnion("kind", [
  rigidSchema,
  affineSchema,
  bsplineSchema,
  slicesSchema,
  inverseSchema,
  compositeSchema,
]);
export type Transform = z.infer<typeof transformSchema>;

/** The steps of any transform, the first one first. */
export function stepsOf(transform: Transform): readonly TransformStep[] {
  return transform.kind === "composite" ? transform.steps : [transform];
}
