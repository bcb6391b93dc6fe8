import type { Grid } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Interpolation, StepOf } from "#shared/domain/recipe/steps.ts";
import type { Image } from "#shared/domain/volume.ts";
import { callStep, type StepContext } from "./nativeSteps.ts";

/**
 * An image on another grid in patient space, as ITK's resampling gives it: the type stays, whole numbers are cut off towards zero; a voxel outside the
 * image is 0, inside is from half a voxel before the first centre to half a voxel after the last. Half-way between two voxels the nearest is the one with
 * the larger index. Throws PlainError where the grids cannot be computed with, the signal's reason where it is aborted.
 */
export async function resampleImage(image: Image, grid: Grid, interpolation: Interpolation, context?: StepContext): Promise<Image> {
  return callStep("resampleImage", { image, grid, interpolation }, context);
}

/**
 * The same, but for interpolated values in float32: nothing is cut off. Throws PlainError also where values are interpolated and a voxel is no finite number
 * as single precision holds it: a B-spline would spread it over the whole image.
 */
export async function resampleOnto(image: Image, grid: Grid, interpolation: Interpolation, context?: StepContext): Promise<Image> {
  if (interpolation === "nearest") return resampleImage(image, grid, interpolation, context);
  const voxels = image.voxels instanceof Float32Array ? image.voxels : Float32Array.from(image.voxels);
  const source: Image = { grid: image.grid, scalarType: "float32", voxels };
  refuseNotFinite(source);
  return resampleImage(source, grid, interpolation, context);
}

/** Throws PlainError where voxels of an image whose values are to be interpolated are not finite numbers, and says of which role and how many. */
export function refuseNotFinite({ voxels }: Image, role?: string): void {
  let count = 0;
  for (const value of voxels) if (!Number.isFinite(value)) count++;
  if (count > 0)
    throw new PlainError(
      `${role === undefined ? "" : `${role}: `}The image cannot be resampled (resample): ${count === 1 ? "one voxel is" : `${count} voxels are`} not a finite number. Correct the image.`,
    );
}

type Resize = StepOf<"resize">;
type Method = Resize extends infer Each ? (Each extends Resize ? Omit<Each, "kind" | "roles"> : never) : never;

/** How an image is resized: the fields of the step, and what a network's own preparation asks for beside them. */
export type ResizeOptions = Method & {
  /**
   * Every slice across this axis is resized, and clipped to its own range, before anything is done along it: nnU-Net's way with thick slices, which has an
   * order of its own along that axis.
   */
  readonly sliceAxis?: 0 | 1 | 2;
};

/**
 * An image with `size` voxels along i, j, k, in float32; its type stays where every order is 0 and nothing is smoothed. Values are those of SciPy,
 * scikit-image and torch (see the step's schema), and the grid's spacing and origin follow. Throws PlainError where a voxel is no finite number, where the
 * image would be too large, the signal's reason where it is aborted.
 */
export async function resizeImage(image: Image, options: ResizeOptions, context?: StepContext): Promise<Image> {
  const { size, method, sliceAxis = -1 } = options;
  const orders = "orders" in options ? options.orders : [0, 0, 0];
  const { beyond, antiAlias, clip } = method === "centres" ? options : ({ beyond: "edge", antiAlias: false, clip: false } as const);
  return callStep("resizeImage", { image, size, method, orders, beyond, antiAlias, clip, sliceAxis }, context);
}

/** How a label map is resized with images: each voxel takes the nearest label, by the same alignment. */
export function resizeOfLabels(options: ResizeOptions): ResizeOptions {
  const { size, method } = options;
  if (method === "nearestBelow") return options;
  if (method === "corners") return { size, method, orders: [0, 0, 0] };
  return { size, method: "centres", orders: [0, 0, 0], beyond: "edge", antiAlias: false, clip: false };
}
