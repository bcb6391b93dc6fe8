import { type Grid, patientToVoxel } from "#shared/domain/geometry.ts";
import type { NiftiFile } from "./otherReaders.ts";

/** How far two images of the same voxels, in whatever axis order, are apart. */
export interface Comparison {
  /** mm between the centres that belong together. */
  readonly distanceMm: number;
  /** Largest difference of values, as a share of the largest value of the NIfTI file. */
  readonly difference: number;
}

/** Compares voxel by voxel at equal places in the patient; undefined where the grids do not hold the same voxels. */
export function compareWithNifti(nifti: NiftiFile, values: Float64Array, grid: Grid, voxels: ArrayLike<number>): Comparison | undefined {
  const [ni, nj, nk] = nifti.size;
  if (ni * nj * nk !== grid.size[0] * grid.size[1] * grid.size[2]) return undefined;
  const indexOf = (i: number, j: number, k: number) => {
    const [x, y, z] = nifti.toRas.map(([a, b, c, d]) => a * i + b * j + c * k + d) as [number, number, number];
    return patientToVoxel(grid, [-x, -y, z]);
  };
  const origin = indexOf(0, 0, 0);
  // Both grids are affine: three steps tell all the rest.
  const steps = [indexOf(1, 0, 0), indexOf(0, 1, 0), indexOf(0, 0, 1)].map((at) => at.map((value, axis) => value - origin[axis]!));
  let distance = 0;
  let difference = 0;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const [size, spacing] = [grid.size, grid.spacingMm];
  const [alongI, alongJ, alongK] = steps as [number[], number[], number[]];
  for (let k = 0; k < nk; k += 1)
    for (let j = 0; j < nj; j += 1)
      for (let i = 0; i < ni; i += 1) {
        const x = origin[0] + i * alongI[0]! + j * alongJ[0]! + k * alongK[0]!;
        const y = origin[1] + i * alongI[1]! + j * alongJ[1]! + k * alongK[1]!;
        const z = origin[2] + i * alongI[2]! + j * alongJ[2]! + k * alongK[2]!;
        const [nearX, nearY, nearZ] = [Math.round(x), Math.round(y), Math.round(z)];
        if (nearX < 0 || nearX >= size[0] || nearY < 0 || nearY >= size[1] || nearZ < 0 || nearZ >= size[2]) return undefined;
        distance = Math.max(distance, Math.hypot((x - nearX) * spacing[0], (y - nearY) * spacing[1], (z - nearZ) * spacing[2]));
        const voxel = (nearZ * size[1] + nearY) * size[0] + nearX;
        const place = (k * nj + j) * ni + i;
        for (let sample = 0; sample < nifti.samples; sample += 1) {
          const value = values[place * nifti.samples + sample]!;
          difference = Math.max(difference, Math.abs(value - voxels[voxel * nifti.samples + sample]!));
        }
        // Other volumes of a series lie on the same grid: one look is enough to tell that they are not meant.
        if (difference > largest / 100) return undefined;
      }
  return { distanceMm: distance, difference: largest > 0 ? difference / largest : difference };
}
