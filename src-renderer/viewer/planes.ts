import { axisOf, cross, dot, patientToVoxel, voxelToPatient, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { sliceGrid } from "#shared/domain/sliceGrid.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";

/** How a viewport cuts a volume: as it was acquired, or along the patient's axes. */
export type Plane = "acquisition" | "axial" | "coronal" | "sagittal";

/** A plane in patient space, LPS, mm. */
export interface PlaneInSpace {
  readonly pointMm: Vector3;
  readonly normal: Vector3;
}

/** Why a volume cannot be cut along the patient's axes, in words for the reader; null where it can. */
export function whyNoReformat(volume: Volume): string | null {
  if (volume.samplesPerPixel !== 1) return "Colour images are shown as they were acquired.";
  if (!volume.hasPatientGeometry) return "The files state no position or orientation, so the patient's axes are unknown.";
  if (volume.slices < 2) return "This volume has a single slice.";
  if (!volume.isRegular) return "The slices are unevenly spaced, tilted or not unique, so a reformat would be distorted.";
  return null;
}

/** The plane of slice k of a volume, through the centre of the slice. Null where the places of slices are unknown. */
export function slicePlane(volume: Volume, sliceIndex: number): PlaneInSpace | null {
  const grid = sliceGrid(volume, sliceIndex);
  return grid && { pointMm: voxelToPatient(grid, [(grid.size[0] - 1) / 2, (grid.size[1] - 1) / 2, 0]), normal: axisOf(grid.direction, 2) };
}

/**
 * The place in patient space, LPS, mm, of voxel coordinates of a volume. Of an uneven volume k must be whole, because nothing lies between
 * its slices. Null where the
 * places of slices are unknown.
 */
export function patientPoint(volume: Volume, [i, j, k]: Vector3): Vector3 | null {
  if (volume.isRegular) return voxelToPatient(gridOf(volume), [i, j, k]);
  const grid = sliceGrid(volume, k);
  return grid && voxelToPatient(grid, [i, j, 0]);
}

/** How far a point lies from a plane along its normal, mm; negative behind it. */
export function distanceAlong({ pointMm, normal }: PlaneInSpace, toMm: Vector3): number {
  return dot(toMm, normal) - dot(pointMm, normal);
}

/** Planes tilted against each other by more than this are not scrolled together. */
const mostTilt = Math.cos((25 * Math.PI) / 180);

/** True where two planes are parallel enough (within 25 degrees) to be scrolled together. */
export function areNearlyParallel(a: Vector3, b: Vector3): boolean {
  return Math.abs(dot(a, b)) >= mostTilt;
}

/**
 * The slice of a volume that lies at a position in patient space: the nearest one along the volume's normal, of several at one place the
 * one on show. Null where
 * the position is more than half a slice outside the volume, because there is nothing to show there, and where the places of slices are unknown.
 */
export function sliceAtPosition(volume: Volume, pointMm: Vector3, shownSlice: number): number | null {
  const { slicePositionsMm, spacingMm, originMm, direction } = volume;
  if (!slicePositionsMm || slicePositionsMm.length === 0) return null;
  const normal = axisOf(direction, 2);
  const alongMm = dot(pointMm, normal) - dot(originMm, normal);
  const halfMm = spacingMm[2] / 2 + 1e-6;
  if (alongMm < slicePositionsMm[0]! - halfMm || alongMm > slicePositionsMm.at(-1)! + halfMm) return null;
  const distance = (k: number) => Math.abs((slicePositionsMm[k] ?? Infinity) - alongMm);
  let nearest = shownSlice;
  for (let k = 0; k < slicePositionsMm.length; k++) if (distance(k) < distance(nearest) - 1e-6) nearest = k;
  return nearest;
}

/**
 * The line in which a slice of a source grid meets another plane, cut off where the source grid ends. Both ends in LPS, mm; null where the
 * planes are parallel (within 1 degree) or meet outside the grid. The source's box reaches half a voxel beyond the outer voxel centres.
 */
export function referenceLine(source: PlaneInSpace, sourceGrid: Grid, target: PlaneInSpace): [Vector3, Vector3] | null {
  const along = cross(source.normal, target.normal);
  const lengthSquared = dot(along, along);
  if (lengthSquared < Math.sin(Math.PI / 180) ** 2) return null;
  // The point common to both planes that is nearest to the origin of the base (source.normal, target.normal).
  const a = dot(source.normal, source.pointMm);
  const b = dot(target.normal, target.pointMm);
  const towardsA = cross(target.normal, along);
  const towardsB = cross(along, source.normal);
  const pointMm: Vector3 = [
    (a * towardsA[0] + b * towardsB[0]) / lengthSquared,
    (a * towardsA[1] + b * towardsB[1]) / lengthSquared,
    (a * towardsA[2] + b * towardsB[2]) / lengthSquared,
  ];
  const at = (t: number): Vector3 => [pointMm[0] + t * along[0], pointMm[1] + t * along[1], pointMm[2] + t * along[2]];
  const start = patientToVoxel(sourceGrid, at(0));
  const end = patientToVoxel(sourceGrid, at(1));
  let first = -Infinity;
  let last = Infinity;
  for (const axis of [0, 1, 2] as const) {
    const step = end[axis] - start[axis];
    const low = -0.5 - start[axis];
    const high = sourceGrid.size[axis] - 0.5 - start[axis];
    if (Math.abs(step) < 1e-12) {
      if (low > 1e-9 || high < -1e-9) return null;
    } else {
      first = Math.max(first, Math.min(low / step, high / step));
      last = Math.min(last, Math.max(low / step, high / step));
    }
  }
  return first < last && Number.isFinite(first) && Number.isFinite(last) ? [at(first), at(last)] : null;
}
