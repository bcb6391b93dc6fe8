import type { VolumeInput } from "#shared/domain/bundle/input.ts";
import type { VoxelArray } from "#shared/domain/volume.ts";
import { largeZeros } from "./largeZeros.ts";
import { countOf, type Box, type Shape3 } from "./tensorGrid.ts";

/** 1 where any image is not 0, holes filled: voxels from which no path of faces leads to the border. */
export function filledNonzero(images: readonly Float32Array[], shape: Shape3): Uint8Array {
  const mask = new Uint8Array(countOf(shape));
  for (const image of images) for (let at = 0; at < mask.length; at++) mask[at]! |= Number(image[at] !== 0);
  const outside = outsideOf(mask, shape);
  for (let at = 0; at < mask.length; at++) mask[at] = 1 - outside[at]!;
  return mask;
}

/** 1 where a path of faces leads through voxels that are 0 in the mask to the border of the volume. Runs of such voxels along the last axis go together. */
export function outsideOf(mask: Uint8Array, [a, b, c]: Shape3): Uint8Array {
  const outside = new Uint8Array(mask.length);
  /** Rows and the first and last place of runs that were reached, three numbers each. */
  const waiting: number[] = [];
  /** Takes the whole run that a place lies in; answers its last place. */
  const reach = (row: number, place: number): number => {
    const start = row * c;
    let [first, last] = [place, place];
    while (first > 0 && mask[start + first - 1] === 0) first -= 1;
    while (last < c - 1 && mask[start + last + 1] === 0) last += 1;
    outside.fill(1, start + first, start + last + 1);
    waiting.push(row, first, last);
    return last;
  };
  const reachBetween = (row: number, first: number, last: number) => {
    for (let place = first, at = row * c + first; place <= last; place++, at++)
      if (mask[at] === 0 && outside[at] === 0) {
        place = reach(row, place);
        at = row * c + place;
      }
  };
  for (let x = 0, row = 0; x < a; x++)
    for (let y = 0; y < b; y++, row++) {
      if (x === 0 || x === a - 1 || y === 0 || y === b - 1) reachBetween(row, 0, c - 1);
      else {
        reachBetween(row, 0, 0);
        reachBetween(row, c - 1, c - 1);
      }
    }
  while (waiting.length > 0) {
    const [last, first, row] = [waiting.pop()!, waiting.pop()!, waiting.pop()!];
    const y = row % b;
    if (y > 0) reachBetween(row - 1, first, last);
    if (y < b - 1) reachBetween(row + 1, first, last);
    if (row >= b) reachBetween(row - b, first, last);
    if (row + b < a * b) reachBetween(row + b, first, last);
  }
  return outside;
}

/**
 * The box that a crop leaves, of voxels in single precision, the last axis of `shape` fastest; all of the volume where nothing is found in it, or where
 * there is no crop.
 */
export function cropBox(images: readonly VoxelArray[], shape: Shape3, crop: VolumeInput["crop"]): Box {
  const [a, b, c] = shape;
  const all = { from: [0, 0, 0] as const, shape };
  if (crop.kind === "none") return all;
  const [first, last] = [
    [a, b, c],
    [-1, -1, -1],
  ] as [number[], number[]];
  const isIn =
    crop.kind === "foreground" ? (value: number) => Math.fround(value) > crop.above : (value: number) => Math.fround(value) !== 0;
  for (const voxels of images)
    for (let x = 0, row = 0; x < a; x++)
      for (let y = 0; y < b; y++, row += c) {
        let z = 0;
        while (z < c && !isIn(voxels[row + z]!)) z += 1;
        if (z === c) continue;
        let end = c - 1;
        // What lies between is in the box, whatever it holds.
        while (!isIn(voxels[row + end]!)) end -= 1;
        if (x < first[0]!) first[0] = x;
        if (x > last[0]!) last[0] = x;
        if (y < first[1]!) first[1] = y;
        if (y > last[1]!) last[1] = y;
        if (z < first[2]!) first[2] = z;
        if (end > last[2]!) last[2] = end;
      }
  if (last[0] === -1) return all;
  const from = first.map((at) => Math.max(0, at - crop.marginVoxels)) as unknown as Shape3;
  return {
    from,
    shape: last.map((at, axis) => Math.min(shape[axis]!, at + crop.marginVoxels + 1) - from[axis]!) as unknown as Shape3,
  };
}

/** A box of values; what lies outside of the volume is `outside` there. */
export function cutBox(values: Float32Array, shape: Shape3, box: Box, outside = 0): Float32Array {
  const cut = largeZeros(countOf(box.shape));
  if (outside !== 0) cut.fill(outside);
  copyBox(values, shape, cut, box);
  return cut;
}

/** Copies what a box holds of a volume, row by row, or plane by plane where it has all of them; the rest of `cut` stays. */
export function copyBox(values: Float32Array, [a, b, c]: Shape3, cut: Float32Array, { from, shape }: Box): void {
  const z = Math.max(0, from[2]);
  const zEnd = Math.min(c, from[2] + shape[2]);
  if (zEnd <= z) return;
  const hasWholePlanes = from[1] === 0 && from[2] === 0 && shape[1] === b && shape[2] === c;
  if (hasWholePlanes) {
    const [first, last] = [Math.max(0, from[0]), Math.min(a, from[0] + shape[0])];
    if (last > first) cut.set(values.subarray(first * b * c, last * b * c), (first - from[0]) * b * c);
    return;
  }
  for (let x = Math.max(0, from[0]); x < Math.min(a, from[0] + shape[0]); x++)
    for (let y = Math.max(0, from[1]); y < Math.min(b, from[1] + shape[1]); y++) {
      const row = (x * b + y) * c;
      cut.set(values.subarray(row + z, row + zEnd), ((x - from[0]) * shape[1] + y - from[1]) * shape[2] + z - from[2]);
    }
}
