import { axisOf, type Direction, type Vector3 } from "../geometry.ts";
import type { AffineTransform, RigidTransform, SlicesTransform } from "./transform.ts";

/** point -> matrix * point + offset; the matrix row by row, points in LPS, mm. */
export interface LinearMap {
  readonly matrix: Direction;
  readonly offset: Vector3;
}

/** Leaves every point where it is. */
export const identityMap: LinearMap = { matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1], offset: [0, 0, 0] };

/** A matrix times a vector. */
export function times(m: Direction, v: Vector3): Vector3 {
  return [m[0] * v[0] + m[1] * v[1] + m[2] * v[2], m[3] * v[0] + m[4] * v[1] + m[5] * v[2], m[6] * v[0] + m[7] * v[1] + m[8] * v[2]];
}

/** The product of two matrices: first b, then a. */
export function multiply(a: Direction, b: Direction): Direction {
  const columns = ([0, 1, 2] as const).map((axis) => times(a, axisOf(b, axis)));
  return [0, 1, 2].flatMap((row) => columns.map((column) => column[row]!)) as unknown as Direction;
}

/** Rows and columns exchanged. */
export function transpose(m: Direction): Direction {
  return [m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]];
}

/** How many times a volume grows; negative where it is mirrored. */
export function determinant(m: Direction): number {
  return m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6]);
}

/** The inverse of a matrix. Throws RangeError where it has none. */
export function invertMatrix(m: Direction): Direction {
  const by = determinant(m);
  if (!(Math.abs(by) > 1e-12)) throw new RangeError("this matrix has no inverse");
  const cofactors: Direction = [
    m[4] * m[8] - m[5] * m[7],
    m[2] * m[7] - m[1] * m[8],
    m[1] * m[5] - m[2] * m[4],
    m[5] * m[6] - m[3] * m[8],
    m[0] * m[8] - m[2] * m[6],
    m[2] * m[3] - m[0] * m[5],
    m[3] * m[7] - m[4] * m[6],
    m[1] * m[6] - m[0] * m[7],
    m[0] * m[4] - m[1] * m[3],
  ];
  return cofactors.map((value) => value / by) as unknown as Direction;
}

/** Where a linear map takes a point. */
export function mapPoint({ matrix, offset }: LinearMap, point: Vector3): Vector3 {
  const [x, y, z] = times(matrix, point);
  return [x + offset[0], y + offset[1], z + offset[2]];
}

/** First `before`, then `after`, as one map. */
export function chainMaps(before: LinearMap, after: LinearMap): LinearMap {
  return { matrix: multiply(after.matrix, before.matrix), offset: mapPoint(after, before.offset) };
}

/** The way back. Throws RangeError where there is none. */
export function invertMap({ matrix, offset }: LinearMap): LinearMap {
  const back = invertMatrix(matrix);
  const [x, y, z] = times(back, offset);
  return { matrix: back, offset: [-x, -y, -z] };
}

/** A matrix about a centre, and then a shift. */
export function mapAbout(matrix: Direction, centre: Vector3, translation: Vector3): LinearMap {
  const turned = times(matrix, centre);
  return { matrix, offset: [0, 1, 2].map((axis) => centre[axis]! + translation[axis]! - turned[axis]!) as unknown as Vector3 };
}

/** The rotation of a rigid transform. */
export function rotationOf({ anglesRad, order }: Pick<RigidTransform, "anglesRad" | "order">): Direction {
  const [[cx, sx], [cy, sy], [cz, sz]] = anglesRad.map((angle) => [Math.cos(angle), Math.sin(angle)]) as [
    [number, number],
    [number, number],
    [number, number],
  ];
  const aboutX: Direction = [1, 0, 0, 0, cx, -sx, 0, sx, cx];
  const aboutY: Direction = [cy, 0, sy, 0, 1, 0, -sy, 0, cy];
  const aboutZ: Direction = [cz, -sz, 0, sz, cz, 0, 0, 0, 1];
  return order === "zxy" ? multiply(aboutZ, multiply(aboutX, aboutY)) : multiply(aboutZ, multiply(aboutY, aboutX));
}

/** The angles of a rotation, in the order Rz Rx Ry. Where x is a right angle y is taken as 0, as only y and z together are known. */
export function anglesOf(rotation: Direction): Vector3 {
  // The matrix is [[.., -sz cx, ..], [.., cz cx, ..], [-cx sy, sx, cx cy]].
  const x = Math.asin(Math.min(1, Math.max(-1, rotation[7])));
  if (Math.abs(Math.cos(x)) < 1e-9) return [x, 0, Math.atan2(rotation[3], rotation[0])];
  return [x, Math.atan2(-rotation[6], rotation[8]), Math.atan2(-rotation[1], rotation[4])];
}

/** A rigid or affine transform as a linear map. */
export function linearMapOf(transform: RigidTransform | AffineTransform): LinearMap {
  const matrix = transform.kind === "rigid" ? rotationOf(transform) : transform.matrix;
  return mapAbout(matrix, transform.centreMm, transform.translationMm);
}

/** The map of one slice: a turn about the slice's normal, and a shift in its plane. */
export function sliceMapOf({ originMm, direction, slices }: SlicesTransform, index: number): LinearMap {
  const { angleRad, shiftMm, centreMm } = slices[index]!;
  const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)];
  const matrix = multiply(direction, multiply([cos, -sin, 0, sin, cos, 0, 0, 0, 1], transpose(direction)));
  const inSpace = ([u, v]: readonly [number, number]): Vector3 => times(direction, [u, v, 0]);
  const centre = inSpace(centreMm).map((value, axis) => value + originMm[axis]!) as unknown as Vector3;
  return mapAbout(matrix, centre, inSpace(shiftMm));
}
