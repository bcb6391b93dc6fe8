import type { Grid, Vector3 } from "#shared/domain/geometry.ts";
import { patientToVoxel } from "#shared/domain/geometry.ts";
import type { VoxelArray } from "#shared/domain/volume.ts";

/** The value at an index between voxels, linear along each axis; NaN more than half a voxel beyond the outermost centres. */
export function valueAtIndex({ size }: Pick<Grid, "size">, voxels: VoxelArray, index: Vector3): number {
  const below: number[] = [];
  const above: number[] = [];
  const share: number[] = [];
  for (let axis = 0; axis < 3; axis++) {
    const at = index[axis]!;
    const length = size[axis]!;
    if (!(at >= -0.5 && at < length - 0.5)) return Number.NaN;
    const inside = Math.min(length - 1, Math.max(0, at));
    below.push(Math.floor(inside));
    above.push(Math.min(length - 1, below[axis]! + 1));
    share.push(inside - below[axis]!);
  }
  const [columns, rows] = size;
  const along = (j: number, k: number) => {
    const row = (k * rows + j) * columns;
    const first = voxels[row + below[0]!]!;
    return first + (voxels[row + above[0]!]! - first) * share[0]!;
  };
  const across = (k: number) => {
    const first = along(below[1]!, k);
    return first + (along(above[1]!, k) - first) * share[1]!;
  };
  const first = across(below[2]!);
  return first + (across(above[2]!) - first) * share[2]!;
}

/** The value at a point in LPS, mm. */
export function valueAtPoint(grid: Grid, voxels: VoxelArray, point: Vector3): number {
  return valueAtIndex(grid, voxels, patientToVoxel(grid, point));
}
