import { voxelToPatient, type Vector3 } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { composeTransforms, invertTransform, isLinear, pointMapper, turnedDegrees } from "#shared/domain/transform/applyTransform.ts";
import { jacobianAt } from "#shared/domain/transform/bsplinePoint.ts";
import { determinant, linearMapOf } from "#shared/domain/transform/linearMap.ts";
import { middleOf } from "#shared/domain/transform/manualStart.ts";
import { stepsOf, type RigidTransform, type Transform } from "#shared/domain/transform/transform.ts";
import { isTooLittle, overlapOf, startOf, tooLittleOverlap } from "./checkBefore.ts";
import { likenessOf, type Likeness } from "./mutualInformation.ts";
import type { RegistrationChecks, RegistrationTask } from "./registrationMessages.ts";
import { what } from "./search3D.ts";

/** An image that is stretched more than this was not aligned, but fitted to something else. */
const leastVolumeFactor = 0.5;
const mostVolumeFactor = 2;

/**
 * What is known of a transform that was found in three dimensions. Throws PlainError where it is worse than where the search began, moves the image too far,
 * stretches or folds it: elastix says nothing of that.
 */
export function checkAfter(
  task: RegistrationTask,
  transform: Transform,
  alike: Likeness = likenessOf(task.fixed, task.moving),
): Omit<RegistrationChecks, "shrink" | "startKept" | "slices"> {
  const { fixed, moving, initial, limits } = task;
  const atStart = startOf(task);
  const before = pointMapper(atStart);
  const after = pointMapper(transform);
  const information = { before: alike(atStart), after: alike(transform) };
  const overlap = { before: overlapOf(fixed.grid, moving.grid, before), after: overlapOf(fixed.grid, moving.grid, after) };
  if (isTooLittle(overlap.after)) throw new PlainError(`After the search: ${tooLittleOverlap(overlap.after, fixed, moving)}`);
  const places = latticeOf(task);
  const turned = turnedFrom(initial, transform);
  const middle = middleOf(fixed.grid);
  const moved = (point: Vector3) => distance(before(point), after(point));
  const bent = stepsOf(transform).some(({ kind }) => kind === "bspline");
  const shift = bent ? Math.max(...places.map(moved)) : moved(middle);
  if (turned > limits.angleDegrees)
    throw new PlainError(`${tooFar(task)} by ${turned.toFixed(1)} degrees, more than the ${limits.angleDegrees} allowed. ${tryOtherwise}`);
  if (shift > limits.shiftMm)
    throw new PlainError(
      `${tooFar(task)} by ${shift.toFixed(1)} mm, more than the ${Number(limits.shiftMm.toFixed(1))} allowed. ${tryOtherwise}`,
    );
  const volumeFactor = transform.kind === "rigid" ? null : volumeFactorOf(transform, places);
  if (volumeFactor && volumeFactor[0] <= 0)
    throw new PlainError(
      `Bending ${what(fixed, moving)} folded the image: two places of one came to lie on the other's same place. ${tryOtherwise}`,
    );
  if (volumeFactor && !bent && (volumeFactor[0] < leastVolumeFactor || volumeFactor[1] > mostVolumeFactor)) {
    throw new PlainError(
      `Aligning ${what(fixed, moving)} changed its volume by a factor of ${volumeFactor[0].toFixed(2)}; ${leastVolumeFactor} to ${mostVolumeFactor} are allowed. ` +
        tryOtherwise,
    );
  }
  const halfVoxel = Math.min(...fixed.grid.spacingMm, ...moving.grid.spacingMm) / 2;
  if (!(information.after > information.before) && !places.every((place) => moved(place) < halfVoxel)) {
    throw new PlainError(
      `Aligning ${what(fixed, moving)} made them no more alike (mutual information ${information.before.toFixed(4)} before, ${information.after.toFixed(4)} after). ` +
        tryOtherwise,
    );
  }
  return { mutualInformation: information, overlap, turnedDegrees: turned, shiftMm: shift, volumeFactor };
}

const tryOtherwise = "Place the moving image by hand and start again, or choose series that show the same.";

function tooFar({ fixed, moving }: RegistrationTask): string {
  return `Aligning ${what(fixed, moving)} moved the image`;
}

/** By how many degrees the linear part turns from where the search began. */
function turnedFrom(initial: RigidTransform | undefined, transform: Transform): number {
  const linear = stepsOf(transform).filter(isLinear);
  const whole = linear.reduce<Transform>((chain, step) => composeTransforms(chain, step), { kind: "composite", steps: [] });
  const searched = initial ? composeTransforms(whole, invertTransform(initial)) : whole;
  return stepsOf(searched)
    .filter(isLinear)
    .reduce((most, step) => Math.max(most, turnedDegrees(step)), 0);
}

/** Places evenly over the fixed image, its corners among them. */
function latticeOf({ fixed: { grid } }: RegistrationTask): Vector3[] {
  const steps = [0, 1, 2].map((axis) => Math.min(12, grid.size[axis]!));
  const along = (axis: number) =>
    Array.from({ length: steps[axis]! }, (_, step) => (step * (grid.size[axis]! - 1)) / Math.max(1, steps[axis]! - 1));
  return along(2).flatMap((k) => along(1).flatMap((j) => along(0).map((i) => voxelToPatient(grid, [i, j, k]))));
}

function volumeFactorOf(transform: Transform, places: readonly Vector3[]): [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity];
  for (const place of places) {
    let at = place;
    let factor = 1;
    for (const step of stepsOf(transform)) {
      if (isLinear(step)) factor *= determinant(linearMapOf(step).matrix);
      if (step.kind === "bspline") factor *= determinant(jacobianAt(step, at));
      at = pointMapper(step)(at);
    }
    least = Math.min(least, factor);
    most = Math.max(most, factor);
  }
  return [least, most];
}

function distance(a: Vector3, b: Vector3): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
