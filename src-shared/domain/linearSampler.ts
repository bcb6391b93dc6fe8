import { patientToVoxel, voxelToPatient, type Grid, type Vector3 } from "./geometry.ts";
import type { VoxelArray } from "./volume.ts";

/** Places of edges and centres are reached to rounding only, in voxels. */
const rounding = 1e-4;

/**
 * Brings values, i fastest, from one grid onto another: `sample(values, k, out)` gives each voxel of slice k of the target the value between the
 * eight nearest centres of the source (linear along each axis), NaN outside. Inside is from half a voxel before the first centre to half a voxel after the
 * last, where the outermost value stands. `out` has columns * rows of the target. Both grids are in LPS, mm.
 */
export function linearSampler(source: Grid, target: Grid): (values: VoxelArray, slice: number, out: Float64Array) => void {
  const [columns, rows] = target.size;
  const [sizeI, sizeJ] = source.size;
  const place = (index: Vector3) => patientToVoxel(source, voxelToPatient(target, index));
  const along = source.size.map((length) => (at: number) => {
    if (at < -0.5 - rounding || at > length - 0.5 + rounding) return null;
    const inside = Math.min(length - 1, Math.max(0, at));
    const below = Math.min(length - 1, Math.floor(inside + rounding));
    const share = Math.max(0, inside - below);
    return { below, above: Math.min(length - 1, below + 1), share: share < rounding ? 0 : share };
  });
  return (values, slice, out) => {
    out.fill(Number.NaN);
    for (let row = 0; row < rows; row++) {
      const start = place([0, row, slice]);
      const end = place([columns, row, slice]);
      for (let column = 0; column < columns; column++) {
        const [i, j, k] = along.map((find, axis) => find(start[axis]! + ((end[axis]! - start[axis]!) * column) / columns));
        if (!i || !j || !k) continue;
        const value = (x: number, y: number, z: number) => values[(z * sizeJ + y) * sizeI + x]!;
        const line = (y: number, z: number) => mix(value(i.below, y, z), i.share === 0 ? 0 : value(i.above, y, z), i.share);
        const plane = (z: number) => mix(line(j.below, z), j.share === 0 ? 0 : line(j.above, z), j.share);
        out[row * columns + column] = mix(plane(k.below), k.share === 0 ? 0 : plane(k.above), k.share);
      }
    }
  };
}

const mix = (a: number, b: number, share: number): number => (share === 0 ? a : a + (b - a) * share);
