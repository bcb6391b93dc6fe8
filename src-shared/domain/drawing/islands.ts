import { componentsOf, type Components } from "./components.ts";
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
  return mask.map((_, index) => (parts[index]! > 0 && sizes[parts[index]! - 1]! * sizeOfVoxel(grid) >= least * (1 - 1e-9) ? 1 : 0));
}

/** The islands of a mask, the largest first. */
export function islandsOf(mask: Uint8Array, grid: MaskGrid): Components {
  return componentsOf(mask, grid, connectivity);
}

/** The size of a voxel: mm2 on a grid of one slice, else mm3. */
export function sizeOfVoxel({ size, spacingMm: [x, y, z] }: MaskGrid): number {
  return x * y * (size[2] === 1 ? 1 : z);
}
