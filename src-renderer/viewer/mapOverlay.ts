import { patientToVoxel, voxelToPatient, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import type { PixelBox } from "./pixelBox.ts";
import { sampleOnScreen, type ScreenToVoxel } from "./screenVoxels.ts";

/** A map of numbers to be shown over an image. */
export interface ShownMap {
  /** Need not be the image's. */
  readonly grid: Grid;
  /** One number a voxel, i fastest; NaN where nothing is shown. */
  readonly values: Float64Array;
  /** RGB, 256 colours from the lowest value shown to the highest. */
  readonly colours: Uint8Array;
  /** Values below and above have the first and the last colour. */
  readonly low: number;
  readonly high: number;
  /** 0 to 1 */
  readonly opacity: number;
}

/** Where the voxels of one grid lie in another: that of (0, 0, 0), and a step along i, j and k. */
export interface VoxelTransform {
  readonly origin: Vector3;
  readonly steps: readonly [Vector3, Vector3, Vector3];
}

/** Where the voxels of `from` lie in `to`, by their places in the patient. Of a part of the same grid it is exact: a whole number of voxels away. */
export function voxelTransform(from: Grid, to: Grid): VoxelTransform {
  const at = (index: Vector3) => patientToVoxel(to, voxelToPatient(from, index));
  const origin = at([0, 0, 0]);
  const step = (index: Vector3): Vector3 => {
    const end = at(index);
    return [tidy(end[0] - origin[0]), tidy(end[1] - origin[1]), tidy(end[2] - origin[2])];
  };
  return { origin: [tidy(origin[0]), tidy(origin[1]), tidy(origin[2])], steps: [step([1, 0, 0]), step([0, 1, 0]), step([0, 0, 1])] };
}

/** Takes off rounding of millimetres, which would decide where a plane runs between two voxels. */
function tidy(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-6 ? whole + 0 : value;
}

function along({ steps }: VoxelTransform, [i, j, k]: Vector3): Vector3 {
  const part = (axis: 0 | 1 | 2) => steps[0][axis] * i + steps[1][axis] * j + steps[2][axis] * k;
  return [part(0), part(1), part(2)];
}

/** Where a voxel of the one grid lies in the other. */
export function transformed(transform: VoxelTransform, voxel: Vector3): Vector3 {
  const [i, j, k] = along(transform, voxel);
  return [transform.origin[0] + i, transform.origin[1] + j, transform.origin[2] + k];
}

/** The number at a voxel of the image, to the nearest voxel of the map; null outside it and where it has none. `transform` is from the image to the map. */
export function valueAt({ grid, values }: Pick<ShownMap, "grid" | "values">, transform: VoxelTransform, voxel: Vector3): number | null {
  const [i, j, k] = transformed(transform, voxel).map((coordinate) => Math.floor(coordinate + 0.5)) as [number, number, number];
  const [columns, rows, slices] = grid.size;
  // Written so that a place that is no number, as of a viewport about to change, is outside too.
  if (!(i >= 0 && j >= 0 && k >= 0 && i < columns && j < rows && k < slices)) return null;
  const value = values[(k * rows + j) * columns + i]!;
  return Number.isNaN(value) ? null : value;
}

/** For each pixel of a box of the screen, row by row: the number of the map's nearest voxel; NaN outside the map. `screen` is of the image's voxels. */
export function valuesOnScreen(
  { grid, values }: Pick<ShownMap, "grid" | "values">,
  transform: VoxelTransform,
  screen: ScreenToVoxel,
  box: PixelBox,
): Float64Array {
  const map = { origin: transformed(transform, screen.origin), right: along(transform, screen.right), down: along(transform, screen.down) };
  return sampleOnScreen(grid.size, values, map, box, new Float64Array(box.width * box.height).fill(Number.NaN));
}

/**
 * The place of a value among 256 colours: evenly from `low`, the middle of the first, to `high`, the middle of the last; the middle one
 * where they are the same.
 */
export function colourIndex(value: number, low: number, high: number): number {
  if (!(high > low)) return 128;
  return Math.min(255, Math.max(0, Math.round(((value - low) / (high - low)) * 255)));
}

/** The colours over the picture, RGBA; nothing where there is no number. */
export function paintValues(
  onScreen: Float64Array,
  { colours, low, high, opacity }: Omit<ShownMap, "grid" | "values">,
): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(onScreen.length * 4);
  const alpha = Math.round(opacity * 255);
  for (let at = 0; at < onScreen.length; at++) {
    const value = onScreen[at]!;
    if (Number.isNaN(value)) continue;
    const colour = 3 * colourIndex(value, low, high);
    rgba[at * 4] = colours[colour]!;
    rgba[at * 4 + 1] = colours[colour + 1]!;
    rgba[at * 4 + 2] = colours[colour + 2]!;
    rgba[at * 4 + 3] = alpha;
  }
  return rgba;
}
