import { axisOf, dot, minus, type Direction, type Vector3 } from "../geometry.ts";
import { displacementAt, sourceOf } from "./bsplinePoint.ts";
import { anglesOf, chainMaps, invertMap, invertMatrix, linearMapOf, mapPoint, sliceMapOf, transpose, type LinearMap } from "./linearMap.ts";
import {
  stepsOf,
  type AffineTransform,
  type RigidTransform,
  type SlicesTransform,
  type Transform,
  type TransformStep,
} from "./transform.ts";

/** Where a transform takes a point of the fixed image: the same place in the moving image. Both in LPS, mm. */
export function applyTransform(transform: Transform, point: Vector3): Vector3 {
  return pointMapper(transform)(point);
}

/** The same for many points: what is common to them is computed once. */
export function pointMapper(transform: Transform): (point: Vector3) => Vector3 {
  const steps = stepsOf(transform).map(stepMapper);
  return (point) => steps.reduce((at, step) => step(at), point);
}

function stepMapper(step: TransformStep): (point: Vector3) => Vector3 {
  switch (step.kind) {
    case "rigid":
    case "affine": {
      const map = linearMapOf(step);
      return (point) => mapPoint(map, point);
    }
    case "slices": {
      const maps = step.slices.map((_, index) => sliceMapOf(step, index));
      return (point) => mapPoint(maps[sliceIndexOf(step, point)]!, point);
    }
    case "bspline":
      return (point) => {
        const moved = displacementAt(step, point);
        return [point[0] + moved[0], point[1] + moved[1], point[2] + moved[2]];
      };
    case "inverse":
      return (point) => sourceOf(step.of, point);
  }
}

/** The slice whose plane is nearest to a point; half-way goes up. */
export function sliceIndexOf({ originMm, direction, betweenSlicesMm, slices }: SlicesTransform, point: Vector3): number {
  const along = dot(minus(point, originMm), axisOf(direction, 2)) / betweenSlicesMm;
  return Math.min(slices.length - 1, Math.max(0, Math.floor(along + 0.5)));
}

/** First `first`, then `second`. Linear neighbours become one. */
export function composeTransforms(first: Transform, second: Transform): Transform {
  const steps: TransformStep[] = [];
  for (const step of [...stepsOf(first), ...stepsOf(second)]) {
    const last = steps.at(-1);
    if (last && isLinear(last) && isLinear(step)) {
      steps.pop();
      const isRigid = last.kind === "rigid" && step.kind === "rigid";
      steps.push(asTransform(chainMaps(linearMapOf(last), linearMapOf(step)), last.centreMm, isRigid));
    } else steps.push(step);
  }
  return steps.length === 1 ? steps[0]! : { kind: "composite", steps };
}

/**
 * The way back: it takes points of the moving image to those of the fixed one. Of rigid, affine and slice-wise transforms by a formula; of B-splines it is
 * found point by point. Throws RangeError where a matrix has no inverse.
 */
export function invertTransform(transform: Transform): Transform {
  const steps = stepsOf(transform).map(invertStep).toReversed();
  return transform.kind === "composite" ? { kind: "composite", steps } : steps[0]!;
}

function invertStep(step: TransformStep): TransformStep {
  switch (step.kind) {
    case "rigid":
    case "affine":
      return asTransform(invertMap(linearMapOf(step)), step.centreMm, step.kind === "rigid");
    case "slices":
      return {
        ...step,
        // R (u - c) + c + t = w  <=>  u = R' (w - (c + t)) + (c + t) - t
        slices: step.slices.map(({ angleRad, shiftMm: [u, v], centreMm }) => ({
          angleRad: -angleRad,
          shiftMm: [-u, -v],
          centreMm: [centreMm[0] + u, centreMm[1] + v],
        })),
      };
    case "bspline":
      return { kind: "inverse", of: step };
    case "inverse":
      return step.of;
  }
}

export function isLinear(step: TransformStep): step is RigidTransform | AffineTransform {
  return step.kind === "rigid" || step.kind === "affine";
}

/** A linear map as a transform about a centre. */
function asTransform({ matrix, offset }: LinearMap, centre: Vector3, isRigid: boolean): RigidTransform | AffineTransform {
  const moved = mapPoint({ matrix, offset }, centre);
  const shared = {
    translationMm: [...minus(moved, centre)] as [number, number, number],
    centreMm: [...centre] as [number, number, number],
  };
  return isRigid
    ? { kind: "rigid", anglesRad: [...anglesOf(matrix)] as [number, number, number], order: "zxy", ...shared }
    : { kind: "affine", matrix: [...matrix], ...shared };
}

/** By how many degrees a rigid or affine transform turns: the angle of the rotation that is nearest to its matrix. */
export function turnedDegrees(step: RigidTransform | AffineTransform): number {
  const m = nearestRotation(linearMapOf(step).matrix);
  // The trace says small angles badly; the part that is not symmetrical says them well.
  const sine = Math.hypot(m[7] - m[5], m[2] - m[6], m[3] - m[1]) / 2;
  return (Math.atan2(sine, (m[0] + m[4] + m[8] - 1) / 2) * 180) / Math.PI;
}

/** N. J. Higham, "Computing the polar decomposition", SIAM J. Sci. Stat. Comput. 7, 1986: the mean of a matrix and its inverse transpose, again and again. */
function nearestRotation(matrix: Direction): Direction {
  let at = matrix;
  for (let step = 0; step < 30; step++) {
    const other = transpose(invertMatrix(at));
    at = at.map((value, place) => (value + other[place]!) / 2) as unknown as Direction;
  }
  return at;
}
