import type { MaskGrid } from "./mask.ts";

/** Where a region grows from, and what bounds it. */
export interface RegionBounds {
  /** The voxel it starts at, by its index. */
  readonly seed: number;
  /** Values it takes, both ends included. */
  readonly range: readonly [number, number];
  /** No voxel of it is farther from the seed, centre to centre, mm. */
  readonly radiusMm: number;
  /** Whether it may go through a voxel. */
  readonly mayEnter: (index: number) => boolean;
}

/**
 * The voxels that a path of voxels joined by faces (4-connected in a slice, 6-connected in 3D, as ITK's ConnectedThreshold) leads to from the
 * seed, all of them with values in the range, within the radius and allowed. Empty where the seed itself is not.
 */
export function grownRegion(values: ArrayLike<number>, grid: MaskGrid, { seed, range, radiusMm, mayEnter }: RegionBounds): Uint8Array {
  const [columns, rows, slices] = grid.size;
  const [sx, sy, sz] = grid.spacingMm;
  const region = new Uint8Array(columns * rows * slices);
  const limit = radiusMm ** 2 * (1 + 1e-9);
  const perSlice = columns * rows;
  const [i0, j0, k0] = [seed % columns, Math.floor(seed / columns) % rows, Math.floor(seed / perSlice)];
  // Every voxel waits once at most.
  const waiting = new Int32Array(region.length);
  let count = 0;
  const reach = (index: number, i: number, j: number, k: number) => {
    if (region[index] === 1) return;
    const value = values[index]!;
    if (!(value >= range[0] && value <= range[1]) || !mayEnter(index)) return;
    if (((i - i0) * sx) ** 2 + ((j - j0) * sy) ** 2 + ((k - k0) * sz) ** 2 > limit) return;
    region[index] = 1;
    waiting[count++] = index;
  };
  reach(seed, i0, j0, k0);
  while (count > 0) {
    const index = waiting[--count]!;
    const k = Math.floor(index / perSlice);
    const inSlice = index - k * perSlice;
    const j = Math.floor(inSlice / columns);
    const i = inSlice - j * columns;
    if (i > 0) reach(index - 1, i - 1, j, k);
    if (i < columns - 1) reach(index + 1, i + 1, j, k);
    if (j > 0) reach(index - columns, i, j - 1, k);
    if (j < rows - 1) reach(index + columns, i, j + 1, k);
    if (k > 0) reach(index - perSlice, i, j, k - 1);
    if (k < slices - 1) reach(index + perSlice, i, j, k + 1);
  }
  return region;
}
