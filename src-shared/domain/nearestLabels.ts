import { patientToVoxel, voxelToPatient, type Grid, type Vector3 } from "./geometry.ts";

/**
 * Half-way between two voxels is reached to rounding only, of the computation and of the decimal strings of DICOM: what is so near, in voxels, is half-way.
 */
const halfWay = 0.5 + 1e-4;

/** Fills a slice of the target with labels of the source. */
export type SliceSampler = (labels: Uint8Array, slice: number, out: Uint8Array) => void;

/**
 * Brings labels, i fastest, from one grid onto another: `sample(labels, k, out)` gives each voxel of slice k of the target the label of the
 * source's nearest voxel, 0 outside; inside is from half a voxel before the first centre to half a voxel after the last, and half-way goes up, as
 * nearest neighbours of ITK (NearestNeighborInterpolateImageFunction). `out` has columns * rows of the target. Both grids are in LPS, mm.
 */
export function nearestLabels(source: Grid, target: Grid): SliceSampler {
  const [columns, rows] = target.size;
  const [sizeI, sizeJ, sizeK] = source.size;
  const place = (index: Vector3) => patientToVoxel(source, voxelToPatient(target, index));
  return (labels, slice, out) => {
    out.fill(0);
    for (let row = 0; row < rows; row++) {
      // Both grids are even: places between the two ends of a row lie evenly too.
      const start = place([0, row, slice]);
      const end = place([columns, row, slice]);
      for (let column = 0; column < columns; column++) {
        const share = column / columns;
        const i = Math.floor(start[0] + (end[0] - start[0]) * share + halfWay);
        const j = Math.floor(start[1] + (end[1] - start[1]) * share + halfWay);
        const k = Math.floor(start[2] + (end[2] - start[2]) * share + halfWay);
        if (i < 0 || j < 0 || k < 0 || i >= sizeI || j >= sizeJ || k >= sizeK) continue;
        out[row * columns + column] = labels[(k * sizeJ + j) * sizeI + i]!;
      }
    }
  };
}

/** Whether a place lies within a voxel of a grid, in voxels of it. */
export function liesWithin({ size }: Grid, place: Vector3): boolean {
  return place.every((at, axis) => at >= -halfWay && at < size[axis]! - halfWay);
}
