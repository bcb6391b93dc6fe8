import { componentsOf } from "./components.ts";
import type { MaskGrid } from "./mask.ts";

/** Islands are parts that touch by no face, edge or corner: 8-connected in a slice, 26-connected in 3D. */
const connectivity = "corners";

/** The largest island of a mask; of equal ones, the one with the lowest voxel index. */
export function largestIsland(mask: Uint8Array, grid: MaskGrid): Uint8Array {
  const { parts } = componentsOf(mask, grid, connectivity);
  return mask.map((_, index) => (parts[index] === 1 ? 1 : 0));
}

/** A mask without the islands that are smaller than `least`, in mm2 on a grid of one slice, else in mm3. */
export function withoutSmallIslands(mask: Uint8Array, grid: MaskGrid, least: number): Uint8Array {
  const { parts, sizes } = componentsOf(mask, grid, connectivity);
  const [x, y, z] = grid.spacingMm;
  const voxelSize = x * y * (grid.size[2] === 1 ? 1 : z);
  return mask.map((_, index) => (parts[index]! > 0 && sizes[parts[index]! - 1]! * voxelSize >= least * (1 - 1e-9) ? 1 : 0));
}

/** The islands of a mask by number, 1 the largest; 0 outside it. And how many there are. */
export function islandsOf(mask: Uint8Array, grid: MaskGrid): { readonly parts: Int32Array; readonly count: number } {
  const { parts, sizes } = componentsOf(mask, grid, connectivity);
  return { parts, count: sizes.length };
}
