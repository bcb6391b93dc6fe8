import { patientToVoxel, voxelToPatient, type Grid, type Vector3 } from "./geometry.ts";
import type { SliceSampler } from "./nearestLabels.ts";
import { isLinear, pointMapper } from "./transform/applyTransform.ts";
import { stepsOf, type Transform } from "./transform/transform.ts";

/**
 * Brings labels, i fastest, from one grid onto another through a transform, which takes points of the target to points of the source (LPS, mm): each voxel gets,
 * of the labels of the eight voxels around its place, the one that weighs most, of equal ones the first; 0 more than half a voxel outside. As the engine's
 * `label` sampling (TransformResample.cpp), slice by slice.
 */
export function labelsThrough(source: Grid, target: Grid, transform: Transform): SliceSampler {
  const isAllLinear = stepsOf(transform).every(isLinear);
  const place = placesThrough(target, source, transform);
  const [columns, rows] = target.size;
  return (labels, slice, out) => {
    const labelAt = heaviestLabel(source, labels);
    out.fill(0);
    for (let row = 0; row < rows; row++) {
      const start = isAllLinear ? place([0, row, slice]) : undefined;
      const end = isAllLinear ? place([columns, row, slice]) : undefined;
      for (let column = 0; column < columns; column++) {
        const share = column / columns;
        const at = start && end ? alongLine(start, end, share) : place([column, row, slice]);
        if (at) out[row * columns + column] = labelAt(at[0], at[1], at[2]);
      }
    }
  };
}

/**
 * Where voxels of one grid lie in another, in voxels, through a transform of points of the one to points of the other; undefined where there is no such point, as
 * at the edge of the grid of a bent transform's inverse.
 */
export function placesThrough(from: Grid, to: Grid, transform: Transform): (index: Vector3) => Vector3 | undefined {
  const move = pointMapper(transform);
  return (index) => {
    try {
      return patientToVoxel(to, move(voxelToPatient(from, index)));
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  };
}

function alongLine(start: Vector3, end: Vector3, share: number): Vector3 {
  return [start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share, start[2] + (end[2] - start[2]) * share];
}

/** The label at a place between voxels, in voxels. */
function heaviestLabel({ size }: Grid, labels: Uint8Array): (i: number, j: number, k: number) => number {
  const [sizeI, sizeJ, sizeK] = size;
  const values = new Uint8Array(8);
  const weights = new Float64Array(8);
  return (i, j, k) => {
    if (!(i >= -0.5 && j >= -0.5 && k >= -0.5 && i < sizeI - 0.5 && j < sizeJ - 0.5 && k < sizeK - 0.5)) return 0;
    const [x, y, z] = [within(i, sizeI), within(j, sizeJ), within(k, sizeK)];
    const [i0, j0, k0] = [Math.floor(x), Math.floor(y), Math.floor(z)];
    const [stepI, stepJ, stepK] = [i0 + 1 < sizeI ? 1 : 0, j0 + 1 < sizeJ ? sizeI : 0, k0 + 1 < sizeK ? sizeI * sizeJ : 0];
    const first = (k0 * sizeJ + j0) * sizeI + i0;
    let isOne = true;
    for (let corner = 0; corner < 8; corner++) {
      values[corner] = labels[first + (corner & 1 ? stepI : 0) + (corner & 2 ? stepJ : 0) + (corner & 4 ? stepK : 0)]!;
      if (values[corner] !== values[0]) isOne = false;
    }
    if (isOne) return values[0]!;
    const [u, v, w] = [x - i0, y - j0, z - k0];
    for (let corner = 0; corner < 8; corner++)
      weights[corner] = (corner & 1 ? u : 1 - u) * (corner & 2 ? v : 1 - v) * (corner & 4 ? w : 1 - w);
    let [best, most] = [0, -1];
    for (let corner = 0; corner < 8; corner++) {
      let sum = 0;
      for (let other = 0; other < 8; other++) if (values[other] === values[corner]) sum += weights[other]!;
      if (sum > most) [best, most] = [values[corner]!, sum];
    }
    return best;
  };
}

function within(at: number, length: number): number {
  return Math.min(length - 1, Math.max(0, at));
}
