import type { PixelBox } from "./pixelBox.ts";
import type { ScreenToVoxel } from "./screenVoxels.ts";

/** The voxels of a volume as they have come so far, slice by slice. */
export interface KnownVoxels {
  readonly size: readonly [number, number, number];
  /** i fastest; null while a slice is on its way. */
  readonly slices: ReadonlyArray<ArrayLike<number> | null>;
}

/** A place this near to a plane of voxel centres lies on it: rounding must not ask for another slice. */
const onPlane = 1e-4;

/** The slices that a box of the screen lies in or between, from the first to the last; null where it meets none. */
export function slicesOnScreen(slices: number, { origin, right, down }: ScreenToVoxel, box: PixelBox): readonly [number, number] | null {
  const corners = [box.x, box.x + box.width].flatMap((x) => [box.y, box.y + box.height].map((y) => origin[2] + x * right[2] + y * down[2]));
  const [low, high] = [Math.min(...corners), Math.max(...corners)];
  if (high < -0.5 || low > slices - 0.5) return null;
  const inside = (k: number) => Math.min(slices - 1, Math.max(0, k));
  return [inside(Math.floor(low + onPlane)), inside(Math.ceil(high - onPlane))];
}

/**
 * For each pixel of a box of the screen, row by row: the value between the eight voxels around it, by how near each is (linear along each axis); the outer
 * voxels reach half a voxel further. NaN outside the grid and where a slice has not come.
 */
export function interpolatedOnScreen({ size, slices }: KnownVoxels, map: ScreenToVoxel, box: PixelBox): Float32Array {
  const result = new Float32Array(box.width * box.height).fill(Number.NaN);
  const [columns, rows, count] = size;
  const { origin, right, down } = map;
  for (let y = 0, at = 0; y < box.height; y++) {
    const [px, py] = [box.x + 0.5, box.y + y + 0.5];
    let i = origin[0] + px * right[0] + py * down[0];
    let j = origin[1] + px * right[1] + py * down[1];
    let k = origin[2] + px * right[2] + py * down[2];
    for (let x = 0; x < box.width; x++, at++) {
      if (i >= -0.5 && j >= -0.5 && k >= -0.5 && i < columns - 0.5 && j < rows - 0.5 && k < count - 0.5) {
        const nearest = Math.round(k);
        const depth = Math.abs(k - nearest) < onPlane ? nearest : Math.min(count - 1, Math.max(0, k));
        const below = slices[depth | 0];
        const above = slices[Math.ceil(depth)];
        if (below && above) {
          const near = between(below, columns, rows, i, j);
          result[at] = below === above ? near : near + (between(above, columns, rows, i, j) - near) * (depth - (depth | 0));
        }
      }
      i += right[0];
      j += right[1];
      k += right[2];
    }
  }
  return result;
}

/** The value at a place of one slice, linear along both axes. */
function between(slice: ArrayLike<number>, columns: number, rows: number, i: number, j: number): number {
  const column = i < 0 ? 0 : i > columns - 1 ? columns - 1 : i;
  const row = j < 0 ? 0 : j > rows - 1 ? rows - 1 : j;
  const left = column | 0;
  const top = (row | 0) * columns;
  const rightMost = left + 1 < columns ? left + 1 : left;
  const bottom = (row | 0) + 1 < rows ? top + columns : top;
  const across = column - left;
  const upper = slice[top + left]! + (slice[top + rightMost]! - slice[top + left]!) * across;
  const lower = slice[bottom + left]! + (slice[bottom + rightMost]! - slice[bottom + left]!) * across;
  return upper + (lower - upper) * (row - (row | 0));
}
