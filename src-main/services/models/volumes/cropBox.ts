import type { VolumeInput } from "#shared/domain/bundle/input.ts";
import { countOf, type Shape3 } from "./tensorGrid.ts";

/** A box of voxels: its first one, and its lengths. */
export interface Box {
  readonly from: Shape3;
  readonly shape: Shape3;
}

/** 1 where any image is not 0, holes filled: voxels from which no path of faces leads to the border. */
export function filledNonzero(images: readonly Float32Array[], shape: Shape3): Uint8Array {
  const mask = new Uint8Array(countOf(shape));
  for (const image of images) for (let at = 0; at < mask.length; at++) if (image[at] !== 0) mask[at] = 1;
  const outside = outsideOf(mask, shape);
  for (let at = 0; at < mask.length; at++) mask[at] = 1 - outside[at]!;
  return mask;
}

/** 1 where a path of faces leads through voxels that are 0 in the mask to the border of the volume. */
export function outsideOf(mask: Uint8Array, [a, b, c]: Shape3): Uint8Array {
  const outside = new Uint8Array(mask.length);
  const waiting: number[] = [];
  const reach = (at: number) => {
    if (mask[at] !== 0 || outside[at] !== 0) return;
    outside[at] = 1;
    waiting.push(at);
  };
  for (let x = 0; x < a; x++)
    for (let y = 0; y < b; y++) {
      const isEdge = x === 0 || x === a - 1 || y === 0 || y === b - 1;
      const row = (x * b + y) * c;
      if (isEdge) for (let z = 0; z < c; z++) reach(row + z);
      else {
        reach(row);
        reach(row + c - 1);
      }
    }
  while (waiting.length > 0) {
    const at = waiting.pop()!;
    const z = at % c;
    const y = Math.floor(at / c) % b;
    if (z > 0) reach(at - 1);
    if (z < c - 1) reach(at + 1);
    if (y > 0) reach(at - c);
    if (y < b - 1) reach(at + c);
    if (at >= b * c) reach(at - b * c);
    if (at + b * c < mask.length) reach(at + b * c);
  }
  return outside;
}

/** The box that a crop leaves; all of the volume where nothing is found in it, or where there is no crop. */
export function cropBox(images: readonly Float32Array[], shape: Shape3, crop: VolumeInput["crop"]): Box {
  const [a, b, c] = shape;
  const all = { from: [0, 0, 0] as const, shape };
  if (crop.kind === "none") return all;
  const [first, last] = [
    [a, b, c],
    [-1, -1, -1],
  ] as [number[], number[]];
  const above = crop.kind === "foreground" ? crop.above : undefined;
  for (const image of images)
    for (let x = 0, row = 0; x < a; x++)
      for (let y = 0; y < b; y++, row += c)
        for (let z = 0; z < c; z++) {
          const value = image[row + z]!;
          if (above === undefined ? value === 0 : !(value > above)) continue;
          if (x < first[0]!) first[0] = x;
          if (x > last[0]!) last[0] = x;
          if (y < first[1]!) first[1] = y;
          if (y > last[1]!) last[1] = y;
          if (z < first[2]!) first[2] = z;
          if (z > last[2]!) last[2] = z;
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
  const cut = new Float32Array(countOf(box.shape));
  if (outside !== 0) cut.fill(outside);
  copyBox(values, shape, cut, box);
  return cut;
}

/** Copies what a box holds of a volume, row by row; the rest of `cut` stays. */
export function copyBox(values: Float32Array, [a, b, c]: Shape3, cut: Float32Array, { from, shape }: Box): void {
  const z = Math.max(0, from[2]);
  const zEnd = Math.min(c, from[2] + shape[2]);
  if (zEnd <= z) return;
  for (let x = Math.max(0, from[0]); x < Math.min(a, from[0] + shape[0]); x++)
    for (let y = Math.max(0, from[1]); y < Math.min(b, from[1] + shape[1]); y++) {
      const row = (x * b + y) * c;
      cut.set(values.subarray(row + z, row + zEnd), ((x - from[0]) * shape[1] + y - from[1]) * shape[2] + z - from[2]);
    }
}
