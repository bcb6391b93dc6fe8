import type { VolumeInput } from "#shared/domain/bundle/input.ts";
import { voxelToPatient, type Direction, type Grid } from "#shared/domain/geometry.ts";
import type { VoxelArray } from "#shared/domain/volume.ts";
import { largeZeros } from "./largeZeros.ts";

/** Lengths along the tensor's axes behind the channel, the slowest first. */
export type Shape3 = readonly [number, number, number];
type Axis = 0 | 1 | 2;

/** Which axis of an image each axis of the tensor is, the slowest first, and whether it runs the other way. */
export interface TensorAxes {
  readonly from: readonly [Axis, Axis, Axis];
  readonly isFlipped: readonly [boolean, boolean, boolean];
}

/** What each letter means in LPS: the axis of patient space, and the sign. */
const letters: Readonly<Record<string, readonly [Axis, 1 | -1]>> = { L: [0, 1], R: [0, -1], P: [1, 1], A: [1, -1], S: [2, 1], I: [2, -1] };
const orders: ReadonlyArray<readonly [Axis, Axis, Axis]> = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/** The axes of a tensor for an image of this direction. Of an oblique image each letter gets the axis that together come nearest to the letters. */
export function tensorAxes(
  direction: Direction,
  { orientation, tensorAxes: order }: Pick<VolumeInput, "orientation" | "tensorAxes">,
): TensorAxes {
  const slots = order.split("").map((letter) => "xyz".indexOf(letter));
  if (orientation === "as stored") return { from: slots as unknown as [Axis, Axis, Axis], isFlipped: [false, false, false] };
  const wanted = orientation.split("").map((letter) => letters[letter]!);
  const along = (slot: number, axis: Axis) => direction[wanted[slot]![0] * 3 + axis]! * wanted[slot]![1];
  const nearness = (axes: readonly [Axis, Axis, Axis]) => axes.reduce<number>((sum, axis, slot) => sum + Math.abs(along(slot, axis)), 0);
  const best = orders.reduce((a, b) => (nearness(b) > nearness(a) ? b : a));
  return {
    from: slots.map((slot) => best[slot]!) as [Axis, Axis, Axis],
    isFlipped: slots.map((slot) => along(slot, best[slot]!) < 0) as [boolean, boolean, boolean],
  };
}

/** The grid of an image turned so: its i is the tensor's last axis, so that voxels with i fastest are the tensor's in its own order. */
export function turnedGrid(grid: Grid, { from, isFlipped }: TensorAxes): Grid {
  const axes = from.toReversed() as [Axis, Axis, Axis];
  const flips = isFlipped.toReversed();
  const corner = [0, 0, 0];
  for (const [at, axis] of axes.entries()) corner[axis] = flips[at] ? grid.size[axis] - 1 : 0;
  const turned = (row: number, at: number) => (flips[at] ? -1 : 1) * grid.direction[row * 3 + axes[at]!]! + 0;
  return {
    size: axes.map((axis) => grid.size[axis]) as unknown as Grid["size"],
    spacingMm: axes.map((axis) => grid.spacingMm[axis]) as unknown as Grid["spacingMm"],
    originMm: voxelToPatient(grid, corner as unknown as Grid["originMm"]),
    direction: [0, 1, 2].flatMap((row) => [0, 1, 2].map((at) => turned(row, at))) as unknown as Direction,
  };
}

/** Lengths along a tensor's axes of a grid that was turned. */
export function shapeOf({ size }: Pick<Grid, "size">): Shape3 {
  return [size[2], size[1], size[0]];
}

/** Spacing along a tensor's axes of a grid that was turned, mm. */
export function spacingOf({ spacingMm }: Pick<Grid, "spacingMm">): Shape3 {
  return [spacingMm[2], spacingMm[1], spacingMm[0]];
}

/** How many voxels there are. */
export function countOf([a, b, c]: Shape3): number {
  return a * b * c;
}

/** A box of voxels along a tensor's axes: its first one, and its lengths. */
export interface Box {
  readonly from: Shape3;
  readonly shape: Shape3;
}

/** A box along the axes of an image, the slowest first, as a box along the axes of its tensor. */
export function turnedBox(box: Box, size: Grid["size"], { from, isFlipped }: TensorAxes): Box {
  const shape = from.map((axis) => box.shape[2 - axis]!) as unknown as Shape3;
  const first = from.map((axis, at) => (isFlipped[at] ? size[axis] - box.from[2 - axis]! - shape[at]! : box.from[2 - axis]!));
  return { from: first as unknown as Shape3, shape };
}

/** Visits rows of the tensor's last axis, those of a box of it alone: where each begins in the image, and the step there. */
function eachRow(
  size: Grid["size"],
  { from, isFlipped }: TensorAxes,
  { from: first, shape: lengths }: Box,
  visit: (row: number, start: number, step: number) => void,
): void {
  const strides = [1, size[0], size[0] * size[1]] as const;
  const steps = from.map((axis, at) => (isFlipped[at] ? -strides[axis] : strides[axis])) as [number, number, number];
  const corner = from.reduce<number>(
    (sum, axis, at) => sum + (isFlipped[at] ? (size[axis] - 1) * strides[axis] : 0) + first[at]! * steps[at]!,
    0,
  );
  let row = 0;
  for (let a = 0; a < lengths[0]; a++)
    for (let b = 0; b < lengths[1]; b++, row += lengths[2]) visit(row, corner + a * steps[0] + b * steps[1], steps[2]);
}

function wholeOf(size: Grid["size"], { from }: TensorAxes): Box {
  return { from: [0, 0, 0], shape: from.map((axis) => size[axis]) as unknown as Shape3 };
}

/** Voxels in the order of the tensor, single precision: all of them, or those of a box of the tensor. */
export function toTensor(voxels: VoxelArray, size: Grid["size"], axes: TensorAxes, box = wholeOf(size, axes)): Float32Array {
  const values = largeZeros(countOf(box.shape));
  const length = box.shape[2];
  eachRow(size, axes, box, (row, start, step) => {
    for (let at = 0, place = start; at < length; at++, place += step) values[row + at] = voxels[place]!;
  });
  return values;
}

/** Labels in the order of the tensor back in the order of the image. */
export function fromTensor(labels: Uint16Array, size: Grid["size"], axes: TensorAxes): Uint16Array {
  const voxels = new Uint16Array(labels.length);
  const length = size[axes.from[2]];
  eachRow(size, axes, wholeOf(size, axes), (row, start, step) => {
    for (let at = 0, place = start; at < length; at++, place += step) voxels[place] = labels[row + at]!;
  });
  return voxels;
}
