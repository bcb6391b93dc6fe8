/** A point or a direction in patient space: LPS (x to the patient's left, y to posterior, z to the head), mm. */
export type Vector3 = readonly [number, number, number];

/** Nine numbers, row by row of a 3 x 3 matrix whose columns are the unit vectors of the grid's axes (i, j, k) in LPS. As in NRRD and ITK. */
export type Direction = readonly [number, number, number, number, number, number, number, number, number];

/** A regular grid in patient space. Voxel (i, j, k) has its centre at origin + direction * (i * sx, j * sy, k * sz). */
export interface Grid {
  /** Voxels along i (columns), j (rows), k (slices). */
  readonly size: readonly [number, number, number];
  readonly spacingMm: Vector3;
  readonly originMm: Vector3;
  readonly direction: Direction;
}

/** The direction of an axial grid that runs to the patient's left, to posterior and to the head. */
export const identityDirection: Direction = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** The difference of two vectors. */
export function minus(a: Vector3, b: Vector3): Vector3 {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

/** Scalar product of two vectors. */
export function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Vector product of two vectors. */
export function cross(a: Vector3, b: Vector3): Vector3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** The unit vector, in LPS, of grid axis 0 (i), 1 (j) or 2 (k). */
export function axisOf(direction: Direction, axis: 0 | 1 | 2): Vector3 {
  return [direction[axis], direction[axis + 3]!, direction[axis + 6]!];
}

/** The centre of voxel (i, j, k) of a grid, in LPS, mm. The indices may be fractional. */
export function voxelToPatient(grid: Grid, index: Vector3): Vector3 {
  const scaled: Vector3 = [index[0] * grid.spacingMm[0], index[1] * grid.spacingMm[1], index[2] * grid.spacingMm[2]];
  const d = grid.direction;
  return [
    grid.originMm[0] + d[0] * scaled[0] + d[1] * scaled[1] + d[2] * scaled[2],
    grid.originMm[1] + d[3] * scaled[0] + d[4] * scaled[1] + d[5] * scaled[2],
    grid.originMm[2] + d[6] * scaled[0] + d[7] * scaled[1] + d[8] * scaled[2],
  ];
}

/** The fractional index (i, j, k) at which a point in LPS, mm, lies. The grid's axes are taken to be orthonormal. */
export function patientToVoxel(grid: Grid, pointMm: Vector3): Vector3 {
  const offset: Vector3 = [pointMm[0] - grid.originMm[0], pointMm[1] - grid.originMm[1], pointMm[2] - grid.originMm[2]];
  return [
    dot(offset, axisOf(grid.direction, 0)) / grid.spacingMm[0],
    dot(offset, axisOf(grid.direction, 1)) / grid.spacingMm[1],
    dot(offset, axisOf(grid.direction, 2)) / grid.spacingMm[2],
  ];
}
