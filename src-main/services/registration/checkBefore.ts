import { axisOf, dot, patientToVoxel, voxelToPatient, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Transform } from "#shared/domain/transform/transform.ts";
import type { RegistrationImage, RegistrationTask } from "./registrationMessages.ts";
import { slicePartsOf } from "./searchGrid.ts";
import { shrinkFactors } from "./shrinkImage.ts";

/** Fewer slices than this are no volume to elastix, whose pyramid smooths them into one. */
const leastSlices = 4;
/** Beyond this distance between slices how far an image lies along their normal can no longer be found: 12 mm were, 18 mm were not. */
const mostBetweenSlicesMm = 15;
const leastOverlap = 0.25;
const unmoved: Transform = { kind: "composite", steps: [] };
const offerInPlane = 'Register them "in the plane", slice by slice.';

/**
 * Why two images cannot be registered, in words that name which of them and why: elastix itself would go on, and answer something, where an image is
 * constant or holds no numbers. Throws PlainError.
 */
export function checkBefore({ fixed, moving, kind, memoryBytes }: RegistrationTask, toMoving: (point: Vector3) => Vector3): void {
  const images = [
    ["fixed", fixed],
    ["moving", moving],
  ] as const;
  for (const [which, image] of images) {
    const name = `The ${which} image "${image.role}"`;
    checkGrid(name, image, kind === "inPlane");
    checkVoxels(name, image);
  }
  const need = images.reduce((sum, [, image]) => sum + bytesPerVoxel * searchedVoxels(image.grid), baseBytes);
  if (need > memoryBytes) {
    throw new PlainError(
      `Registering "${moving.role}" to "${fixed.role}" would take about ${inMB(need)} MB of memory, more than the ${inMB(memoryBytes)} MB that it may take on ` +
        `this machine. Resample the images to larger voxels first.`,
    );
  }
  const overlap = overlapOf(fixed.grid, moving.grid, toMoving);
  if (overlap < leastOverlap) throw new PlainError(tooLittleOverlap(overlap, fixed, moving));
}

/** Where a search begins: as the headers say, or where the moving image was placed. The same object for the same task. */
export function startOf({ initial }: Pick<RegistrationTask, "initial">): Transform {
  return initial ?? unmoved;
}

/** The part of the smaller of two grids that lies within the other, 0 to 1, `toMoving` taking points of the fixed one to the moving one. */
export function overlapOf(fixed: Grid, moving: Grid, toMoving: (point: Vector3) => Vector3): number {
  const steps = fixed.size.map((length) => Math.min(24, length));
  let inside = 0;
  let all = 0;
  for (let c = 0; c < steps[2]!; c++) {
    for (let b = 0; b < steps[1]!; b++) {
      for (let a = 0; a < steps[0]!; a++) {
        const index = [a, b, c].map((step, axis) => ((step + 0.5) * fixed.size[axis]!) / steps[axis]! - 0.5) as unknown as Vector3;
        const place = patientToVoxel(moving, toMoving(voxelToPatient(fixed, index)));
        all += 1;
        if (place.every((at, axis) => at >= -0.5 && at < moving.size[axis]! - 0.5)) inside += 1;
      }
    }
  }
  const share = inside / all;
  return Math.max(share, Math.min(1, (share * volumeOf(fixed)) / volumeOf(moving)));
}

export function tooLittleOverlap(overlap: number, fixed: RegistrationImage, moving: RegistrationImage): string {
  return (
    `The images "${fixed.role}" (fixed) and "${moving.role}" (moving) have ${overlap === 0 ? "nothing" : `only ${Math.round(overlap * 100)} %`} in common; at least ` +
    `${leastOverlap * 100} % of the smaller one must lie within the other. Place the moving image by hand, or choose series of the same part of the body.`
  );
}

export function isTooLittle(overlap: number): boolean {
  return overlap < leastOverlap;
}

function checkGrid(name: string, { grid, voxels }: RegistrationImage, isInPlane: boolean): void {
  const { size, spacingMm } = grid;
  if (voxels.length !== size[0] * size[1] * size[2])
    throw new PlainError(`${name} has ${voxels.length} voxels where its size is ${size.join(" x ")}. Read it again.`);
  if (![...spacingMm, ...grid.originMm, ...grid.direction].every(Number.isFinite) || !spacingMm.every((spacing) => spacing > 0))
    throw new PlainError(`${name} has a spacing, origin or direction that is not usable. Correct its header.`);
  const tilted = (
    [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const
  ).some(([a, b]) => Math.abs(dot(axisOf(grid.direction, a), axisOf(grid.direction, b))) > 1e-3);
  if (tilted)
    throw new PlainError(`${name} has axes that are not at right angles (a tilted gantry). Resample it to a straight grid first.`);
  const thin = size.findIndex((length, axis) => length < leastSlices && !(isInPlane && axis === 2));
  if (thin === 2) {
    throw new PlainError(
      `${name} has ${size[2]} slice${size[2] === 1 ? "" : "s"}; at least ${leastSlices} are needed to register in three dimensions. ${offerInPlane}`,
    );
  }
  if (thin !== -1)
    throw new PlainError(`${name} has only ${size[thin]} ${thin === 0 ? "columns" : "rows"}; at least ${leastSlices} are needed.`);
  if (!isInPlane && spacingMm[2] > mostBetweenSlicesMm) {
    throw new PlainError(
      `${name} has slices ${Number(spacingMm[2].toPrecision(4))} mm apart; beyond ${mostBetweenSlicesMm} mm a shift across the slices cannot be found. ` +
        offerInPlane,
    );
  }
}

function checkVoxels(name: string, { voxels }: RegistrationImage): void {
  let [least, most, notFinite] = [Infinity, -Infinity, 0];
  for (const value of voxels) {
    if (!Number.isFinite(value)) notFinite += 1;
    else {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  if (notFinite > 0)
    throw new PlainError(
      `${name} holds ${notFinite} voxels that are NaN or infinite. Replace them, for example by a step "clip" or "formula", first.`,
    );
  if (!(most > least))
    throw new PlainError(`${name} is constant (${least} everywhere): there is nothing to align. Check that it is the right series.`);
}

/** What was measured of the search (test/bench/registration.ts), with some to spare. */
const bytesPerVoxel = 48;
const baseBytes = 2.5e8;

function searchedVoxels(grid: Grid): number {
  const factors = shrinkFactors(grid);
  const parts = factors.every((factor) => factor === 1) ? slicePartsOf(grid) : [1, 1, 1];
  return grid.size.reduce((product, length, axis) => product * Math.ceil(length / factors[axis]!) * parts[axis]!, 1);
}

function volumeOf({ size, spacingMm }: Grid): number {
  return size.reduce((product, length, axis) => product * length * spacingMm[axis]!, 1);
}

function inMB(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
