import { patientToVoxel, type Direction, type Vector3 } from "../geometry.ts";
import { invertMatrix, multiply, transpose } from "./linearMap.ts";
import type { BSplineTransform } from "./transform.ts";

/** The four cubic B-splines that reach a place `w` (0 to 1) between two nodes, and their slopes. */
function weights(w: number): [values: number[], slopes: number[]] {
  const v = 1 - w;
  return [
    [(v * v * v) / 6, 2 / 3 - w * w + (w * w * w) / 2, 2 / 3 - v * v + (v * v * v) / 2, (w * w * w) / 6],
    [-(v * v) / 2, -2 * w + (3 * w * w) / 2, 2 * v - (3 * v * v) / 2, (w * w) / 2],
  ];
}

/** The nodes and weights of a point; undefined outside the inner part of the grid, where nothing is displaced (ITK: InsideValidRegion). */
function tapsOf({ grid }: BSplineTransform, point: Vector3) {
  const place = patientToVoxel({ ...grid }, point);
  const first: number[] = [];
  const along: Array<[number[], number[]]> = [];
  for (const axis of [0, 1, 2] as const) {
    const last = grid.size[axis] - 2;
    if (!(place[axis] >= 1 && place[axis] <= last)) return undefined;
    // A point on the last inner node lies at the end of the piece before it.
    const below = Math.min(last - 1, Math.floor(place[axis]));
    first.push(below - 1);
    along.push(weights(place[axis] - below));
  }
  return { first, along };
}

/** How far a point is displaced, mm. */
export function displacementAt(transform: BSplineTransform, point: Vector3): Vector3 {
  const taps = tapsOf(transform, point);
  if (!taps) return [0, 0, 0];
  return sumOf(transform, taps, [0, 0, 0]);
}

/**
 * The matrix of a B-spline transform's derivatives at a point: row r, column c is how the moved point's coordinate r changes with the point's coordinate c.
 * Where its determinant is not above 0 space is folded.
 */
export function jacobianAt(transform: BSplineTransform, point: Vector3): Direction {
  const taps = tapsOf(transform, point);
  if (!taps) return [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const byAxis = ([0, 1, 2] as const).map((axis) => {
    const order = [0, 0, 0];
    order[axis] = 1;
    return sumOf(transform, taps, order).map((value) => value / transform.grid.spacingMm[axis]);
  });
  // Of displacements by the grid's own axes; by those of patient space it is turned back.
  const byGrid = [0, 1, 2].flatMap((row) => byAxis.map((column) => column[row]!)) as unknown as Direction;
  const inSpace = multiply(byGrid, transpose(transform.grid.direction));
  return inSpace.map((value, at) => value + (at % 4 === 0 ? 1 : 0)) as unknown as Direction;
}

function sumOf(
  { grid, coefficientsMm }: BSplineTransform,
  { first, along }: NonNullable<ReturnType<typeof tapsOf>>,
  order: readonly number[],
): Vector3 {
  const [columns, rows, slices] = grid.size;
  const nodes = columns * rows * slices;
  const [x, y, z] = along.map((both, axis) => both[order[axis]!]!) as [number[], number[], number[]];
  const sum: [number, number, number] = [0, 0, 0];
  for (let c = 0; c < 4; c++) {
    for (let b = 0; b < 4; b++) {
      const row = ((first[2]! + c) * rows + first[1]! + b) * columns + first[0]!;
      for (let a = 0; a < 4; a++) {
        const weight = x[a]! * y[b]! * z[c]!;
        for (const axis of [0, 1, 2] as const) sum[axis] += weight * coefficientsMm[axis * nodes + row + a]!;
      }
    }
  }
  return sum;
}

/** The way back is known to this, mm. */
const closeEnoughMm = 1e-6;
const mostSteps = 60;

/**
 * The point that a B-spline transform takes to `target`, by Newton's method from the target on. Throws RangeError where none is found: space is folded there.
 */
export function sourceOf(transform: BSplineTransform, target: Vector3): Vector3 {
  let point = target;
  for (let step = 0; step < mostSteps; step++) {
    const moved = displacementAt(transform, point);
    const missing = [0, 1, 2].map((axis) => target[axis]! - point[axis]! - moved[axis]!) as unknown as Vector3;
    if (Math.hypot(...missing) < closeEnoughMm) return point;
    const back = invertMatrix(jacobianAt(transform, point));
    point = [0, 1, 2].map(
      (row) => point[row]! + back[3 * row]! * missing[0] + back[3 * row + 1]! * missing[1] + back[3 * row + 2]! * missing[2],
    ) as unknown as Vector3;
  }
  throw new RangeError("no point is taken here by this transform");
}
