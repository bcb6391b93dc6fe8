import { neighboursOf } from "./components.ts";
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
  const [columns, rows] = grid.size;
  const [sx, sy, sz] = grid.spacingMm;
  const region = new Uint8Array(columns * rows * grid.size[2]);
  const limit = radiusMm ** 2 * (1 + 1e-9);
  const place = (index: number) => [index % columns, Math.floor(index / columns) % rows, Math.floor(index / (columns * rows))] as const;
  const [i0, j0, k0] = place(seed);
  const isIn = (index: number) => {
    const value = values[index]!;
    if (!(value >= range[0] && value <= range[1]) || !mayEnter(index)) return false;
    const [i, j, k] = place(index);
    return ((i - i0) * sx) ** 2 + ((j - j0) * sy) ** 2 + ((k - k0) * sz) ** 2 <= limit;
  };
  const neighbours = neighboursOf(grid, "faces");
  const waiting: number[] = [];
  const reach = (index: number) => {
    if (region[index] === 1 || !isIn(index)) return;
    region[index] = 1;
    waiting.push(index);
  };
  reach(seed);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) neighbours(next, reach);
  return region;
}
