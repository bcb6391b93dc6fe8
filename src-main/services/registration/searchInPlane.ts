import { axisOf, dot, minus, patientToVoxel, voxelToPatient, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { composeTransforms, pointMapper } from "#shared/domain/transform/applyTransform.ts";
import type { SlicesTransform, Transform } from "#shared/domain/transform/transform.ts";
import { overlapOf } from "./checkBefore.ts";
import { mutualInformation } from "./mutualInformation.ts";
import { parameterMaps } from "./parameterMaps.ts";
import type { RegistrationChecks, RegistrationImage, RegistrationTask, SearchImage, SliceOutcome } from "./registrationMessages.ts";
import { runElastix, type FoundTransform } from "./runElastix.ts";
import { pulledBack } from "./search3D.ts";
import { pyramidOf } from "./searchGrid.ts";

type Motion = SlicesTransform["slices"][number];
const mostTiltDegrees = 5;
const still: Motion = { angleRad: 0, shiftMm: [0, 0], centreMm: [0, 0] };

/**
 * Turns and shifts each slice of the moving image in its plane until it fits that of the fixed one at the same height, each by itself, beginning at `initial`.
 * A slice that cannot be aligned stays where it was, and why is told. Throws PlainError where the slices of the two are not parallel, or where fewer than half
 * of those that show something could be aligned.
 */
export async function searchInPlane(
  task: RegistrationTask,
  onSlice: (done: number, total: number) => Promise<void>,
): Promise<{ transform: Transform; checks: Omit<RegistrationChecks, "shrink" | "startKept"> }> {
  const { fixed, initial } = task;
  const moving = { ...task.moving, grid: pulledBack(task.moving.grid, initial) };
  checkParallel(fixed, moving);
  const outcomes: SliceOutcome[] = [];
  const motions: Motion[] = [];
  const total = fixed.grid.size[2];
  for (let slice = 0; slice < total; slice++) {
    await onSlice(slice, total);
    const { motion, ...outcome } = await alignSlice(task, sliceOf(fixed, slice), movingSliceAt(fixed.grid, moving, slice));
    outcomes.push({ slice, ...outcome });
    motions.push(motion);
  }
  const shown = outcomes.filter(({ mutualInformation: told }) => told !== null);
  const aligned = outcomes.filter((outcome) => outcome.aligned);
  if (aligned.length === 0 || aligned.length < shown.length / 2) {
    const first = outcomes.find((outcome) => !outcome.aligned)!;
    throw new PlainError(
      `Of ${total} slices of "${fixed.role}" only ${aligned.length} could be aligned with "${moving.role}" in the plane; slice ${first.slice + 1}: ${first.why} ` +
        `Place the moving image by hand and start again, or choose series that show the same.`,
    );
  }
  const slices: SlicesTransform = {
    kind: "slices",
    originMm: [...fixed.grid.originMm],
    direction: [...fixed.grid.direction],
    betweenSlicesMm: fixed.grid.spacingMm[2],
    slices: motions,
  };
  const transform = initial ? composeTransforms(slices, initial) : slices;
  const mean = (when: "before" | "after") => aligned.reduce((sum, each) => sum + each.mutualInformation![when], 0) / aligned.length;
  const middle = middleInPlane(fixed.grid);
  return {
    transform,
    checks: {
      mutualInformation: { before: mean("before"), after: mean("after") },
      overlap: {
        before: overlapOf(fixed.grid, moving.grid, (point) => point),
        after: overlapOf(fixed.grid, moving.grid, pointMapper(slices)),
      },
      turnedDegrees: Math.max(...motions.map(degreesOf)),
      shiftMm: Math.max(...motions.map((motion) => shiftOf(motion, middle))),
      volumeFactor: null,
      slices: outcomes,
    },
  };
}

function checkParallel(fixed: RegistrationImage, moving: RegistrationImage): void {
  const cosine = Math.abs(dot(axisOf(fixed.grid.direction, 2), axisOf(moving.grid.direction, 2)));
  const tilt = (Math.acos(Math.min(1, cosine)) * 180) / Math.PI;
  if (tilt > mostTiltDegrees) {
    throw new PlainError(
      `The slices of "${moving.role}" (moving) are tilted by ${tilt.toFixed(1)} degrees against those of "${fixed.role}" (fixed); to register in the plane they ` +
        `must be parallel to ${mostTiltDegrees} degrees. Register in three dimensions, or choose a series of the same orientation.`,
    );
  }
}

/** A slice as a flat image of one slice, in mm along the fixed image's own axes from its origin. */
type Flat = RegistrationImage;

/** Slice `index`, with its own grid laid flat: `along` are the axes of the plane, in LPS, and `origin` is where both count from. */
function flatten(image: RegistrationImage, index: number, along: readonly [Vector3, Vector3], origin: Vector3): Flat {
  const { size, spacingMm, direction } = image.grid;
  const corner = minus(voxelToPatient(image.grid, [0, 0, index]), origin);
  const parts = ([0, 1] as const).flatMap((row) => ([0, 1] as const).map((axis) => dot(along[row], axisOf(direction, axis))));
  const [a, b, c, d] = parts as [number, number, number, number];
  return {
    role: image.role,
    grid: {
      size: [size[0], size[1], 1],
      spacingMm: [spacingMm[0], spacingMm[1], 1],
      originMm: [dot(along[0], corner), dot(along[1], corner), 0],
      direction: [a, b, 0, c, d, 0, 0, 0, 1],
    },
    voxels: image.voxels.subarray(index * size[0] * size[1], (index + 1) * size[0] * size[1]),
  };
}

function sliceOf(fixed: RegistrationImage, index: number): Flat {
  return flatten(fixed, index, planeOf(fixed.grid), voxelToPatient(fixed.grid, [0, 0, index]));
}

function planeOf({ direction }: Grid): [Vector3, Vector3] {
  return [axisOf(direction, 0), axisOf(direction, 1)];
}

/** The moving image's slice that is nearest in height to the fixed one's, where it is nearer than half-way to the next; undefined else. */
function movingSliceAt(fixed: Grid, moving: RegistrationImage, index: number): Flat | undefined {
  const middle = voxelToPatient(fixed, [(fixed.size[0] - 1) / 2, (fixed.size[1] - 1) / 2, index]);
  const nearest = Math.round(patientToVoxel(moving.grid, middle)[2]);
  if (nearest < 0 || nearest >= moving.grid.size[2]) return undefined;
  return flatten(moving, nearest, planeOf(fixed), voxelToPatient(fixed, [0, 0, index]));
}

async function alignSlice(
  { limits, moving: { role } }: RegistrationTask,
  fixed: Flat,
  moving: Flat | undefined,
): Promise<Omit<SliceOutcome, "slice"> & { motion: Motion }> {
  const stays = (why: string, information: SliceOutcome["mutualInformation"] = null) => ({
    aligned: false,
    why,
    mutualInformation: information,
    motion: still,
  });
  if (!moving) return stays(`"${role}" has no slice at this height.`);
  for (const flat of [fixed, moving]) if (isConstant(flat.voxels)) return stays(`the slice of "${flat.role}" is empty.`);
  let found: FoundTransform;
  try {
    const [still, moved] = [asPicture(fixed), asPicture(moving)];
    const map = { ...parameterMaps.rigid, ...pyramidOf(still, moved) };
    [found] = (await runElastix(still, moved, [map], `a slice of "${moving.role}" to "${fixed.role}"`)) as [FoundTransform];
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    return stays("the search gave up: too little of one slice lay within the other.", { before: 0, after: 0 });
  }
  const [angleRad, ...shiftMm] = found.parameters as [number, number, number];
  const motion: Motion = { angleRad, shiftMm, centreMm: [found.fixed[0]!, found.fixed[1]!] };
  const information = {
    before: mutualInformation(fixed, moving, (point) => point),
    after: mutualInformation(fixed, moving, (point) => movedBy(motion, point)),
  };
  const shift = shiftOf(motion, middleInPlane(fixed.grid));
  if (degreesOf(motion) > limits.angleDegrees)
    return stays(`it was turned by ${degreesOf(motion).toFixed(1)} degrees, too much.`, information);
  if (shift > limits.shiftMm) return stays(`it was shifted by ${shift.toFixed(1)} mm, too far.`, information);
  const corners = [0, 1].flatMap((i) =>
    [0, 1].map((j) => voxelToPatient(fixed.grid, [i * (fixed.grid.size[0] - 1), j * (fixed.grid.size[1] - 1), 0])),
  );
  const halfVoxel = Math.min(fixed.grid.spacingMm[0], fixed.grid.spacingMm[1]) / 2;
  const isStill = corners.every((point) => Math.hypot(...minus(movedBy(motion, point), point)) < halfVoxel);
  if (!(information.after > information.before) && !isStill) return stays("the two slices were no more alike after it.", information);
  return { aligned: true, why: "", mutualInformation: information, motion };
}

function asPicture({ grid, voxels }: Flat): SearchImage {
  const [a, b, , c, d] = grid.direction;
  return {
    size: grid.size.slice(0, 2),
    spacing: grid.spacingMm.slice(0, 2),
    origin: grid.originMm.slice(0, 2),
    direction: [a, b, c, d],
    voxels: Float32Array.from(voxels),
  };
}

function isConstant(voxels: ArrayLike<number>): boolean {
  for (let at = 1; at < voxels.length; at++) if (voxels[at] !== voxels[0]) return false;
  return true;
}

function movedBy({ angleRad, shiftMm, centreMm: [p, q] }: Motion, [u, v, w]: Vector3): Vector3 {
  const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)];
  return [cos * (u - p) - sin * (v - q) + p + shiftMm[0], sin * (u - p) + cos * (v - q) + q + shiftMm[1], w];
}

function degreesOf({ angleRad }: Motion): number {
  return (Math.abs(angleRad) * 180) / Math.PI;
}

function shiftOf(motion: Motion, middle: Vector3): number {
  return Math.hypot(...minus(movedBy(motion, middle), middle));
}

/** The middle of a slice, mm along its axes. */
function middleInPlane({ size, spacingMm }: Grid): Vector3 {
  return [((size[0] - 1) * spacingMm[0]) / 2, ((size[1] - 1) * spacingMm[1]) / 2, 0];
}
