import { z } from "zod";
import type { VoxelArray } from "../volume.ts";

/** A rectangle that hides text burned into the images of a series: on every slice, in columns and rows of the volume, from 0 at its first voxel. */
export const maskSchema = z.strictObject({
  /** The first column and the first row that are hidden. */
  column: z.number().int().min(0),
  row: z.number().int().min(0),
  /** How many are. */
  columns: z.number().int().min(1),
  rows: z.number().int().min(1),
});
export type Mask = z.infer<typeof maskSchema>;

/** What is wrong with a rectangle on an image, in words; undefined where it lies on it. */
export function maskProblem(mask: Mask, image: { readonly columns: number; readonly rows: number }): string | undefined {
  if (!maskSchema.safeParse(mask).success)
    return "a masking rectangle is four whole numbers: its first column and first row, from 0, and how many columns and rows it has, from 1";
  const isInside = mask.column + mask.columns <= image.columns && mask.row + mask.rows <= image.rows;
  return isInside
    ? undefined
    : `the masking rectangle reaches beyond the image, which has ${image.columns} columns and ${image.rows} rows, counted from 0`;
}

/**
 * A slice as a blinded reader gets it: a copy in which every voxel of the rectangle has the lowest value that occurs anywhere in the slice (so that
 * neither the window nor the type of the voxels changes, and no value is there that was not there before). NaN is no value: where a slice holds
 * nothing else, the rectangle is NaN too. `slice` is one number a voxel, columns first. Throws RangeError where slice, size and rectangle do not
 * go together: nothing is ever served half masked.
 */
export function maskVoxels<Voxels extends VoxelArray>(slice: Voxels, columns: number, rows: number, mask: Mask): Voxels {
  if (slice.length !== columns * rows) throw new RangeError(`${slice.length} voxels are no slice of ${columns} x ${rows}`);
  const problem = maskProblem(mask, { columns, rows });
  if (problem !== undefined) throw new RangeError(problem);
  let lowest = NaN;
  for (const value of slice) if (!(value >= lowest)) lowest = Number.isNaN(value) ? lowest : value;
  const masked = slice.slice() as Voxels;
  for (let row = mask.row; row < mask.row + mask.rows; row++) {
    const start = row * columns + mask.column;
    masked.fill(lowest, start, start + mask.columns);
  }
  return masked;
}
