import { axisOf, dot, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { composeTransforms, pointMapper } from "#shared/domain/transform/applyTransform.ts";
import { manualStart, middleOf } from "#shared/domain/transform/manualStart.ts";
import type { RigidTransform, Transform } from "#shared/domain/transform/transform.ts";
import { isTooLittle, overlapOf, startOf } from "./checkBefore.ts";
import { likenessOf, type Likeness } from "./mutualInformation.ts";
import type { RegistrationTask, StartKept } from "./registrationMessages.ts";

type Images = Pick<RegistrationTask, "fixed" | "moving" | "initial">;

/** By so much less alike, of what they are at the start, the images must be wherever they are displaced. Series of a head of 1 mm are by 2 to 10 %. */
const leastFall = 0.01;

/**
 * The start in place of what was found, where the search ended no more alike than it began and the start is good by another measure: enough overlap, and
 * every small displacement from it (12: to and fro along and about each axis) makes the images clearly less alike, twice that displacement less still. Null
 * where the search was worth it, or the start is not known to be any better: checkAfter then refuses.
 */
export function keepStart(
  { fixed, moving, initial }: Images,
  found: Transform,
  alike: Likeness = likenessOf(fixed, moving),
): { transform: RigidTransform; kept: StartKept } | null {
  const start = initial ?? manualStart(fixed.grid, { draggedMm: [0, 0, 0], turnedDegrees: [0, 0, 0] });
  const [atStart, atEnd] = [alike(startOf({ initial })), alike(found)];
  if (atEnd > atStart || isTooLittle(overlapOf(fixed.grid, moving.grid, pointMapper(start)))) return null;
  const shiftsMm = ([0, 1, 2] as const).map((axis) => shiftAlong(fixed.grid, moving.grid, axis)) as [number, number, number];
  const turnDegrees = turnOf(fixed.grid, Math.min(...shiftsMm));
  const after = (displacement: RigidTransform) => alike(composeTransforms(displacement, start));
  let fall = Infinity;
  for (const displaced of displacements(fixed.grid, shiftsMm, turnDegrees)) {
    const near = after(displaced(1));
    fall = Math.min(fall, 1 - near / atStart);
    if (!(fall >= leastFall) || !(after(displaced(2)) < near)) return null;
  }
  return { transform: start, kept: { mutualInformationFound: atEnd, shiftsMm, turnDegrees, leastFall: fall } };
}

/** Two voxels of the finest axis, and at least one of the coarser image's along this axis of the fixed one. */
function shiftAlong(fixed: Grid, moving: Grid, axis: 0 | 1 | 2): number {
  const along = axisOf(fixed.direction, axis);
  const edges = ([0, 1, 2] as const).map((other) => Math.abs(dot(along, axisOf(moving.direction, other))) * moving.spacingMm[other]);
  const edge = edges.reduce((sum, part) => sum + part, 0);
  return Math.max(2 * Math.min(...fixed.spacingMm, ...moving.spacingMm), fixed.spacingMm[axis], edge);
}

/** The turn that moves a point half-way between the middle and the end of the longest axis by `mm`. */
function turnOf({ size, spacingMm }: Grid, mm: number): number {
  const longest = Math.max(...size.map((length, axis) => length * spacingMm[axis]!));
  return ((4 * mm) / longest) * (180 / Math.PI);
}

/** Each takes how many times as far. */
function displacements(grid: Grid, shiftsMm: Vector3, turnDegrees: number): Array<(times: number) => RigidTransform> {
  const still = { kind: "rigid", order: "zxy", centreMm: [...middleOf(grid)] as [number, number, number] } as const;
  return ([0, 1, 2] as const).flatMap((axis) =>
    [-1, 1].flatMap((way) => [
      (times: number): RigidTransform => {
        const along = axisOf(grid.direction, axis).map((part) => part * way * times * shiftsMm[axis]);
        return { ...still, anglesRad: [0, 0, 0], translationMm: along as [number, number, number] };
      },
      (times: number): RigidTransform => {
        const angle = (way * times * turnDegrees * Math.PI) / 180;
        const angles = [0, 1, 2].map((other) => (other === axis ? angle : 0));
        return { ...still, anglesRad: angles as [number, number, number], translationMm: [0, 0, 0] };
      },
    ]),
  );
}
