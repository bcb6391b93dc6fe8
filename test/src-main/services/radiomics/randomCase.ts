import { type Arbitrary, double, integer, record, tuple } from "fast-check";
import type { Image, VoxelArray } from "../../../../src-shared/domain/volume.ts";
import { makeImage } from "./makeImage.ts";

export type Three = readonly [number, number, number];
export interface RandomCase {
  readonly image: Image;
  readonly mask: Image;
  readonly size: Three;
  readonly spacing: Three;
}

/** Mulberry32: the same numbers for the same seed. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Whole numbers from -50 to 150 with a mask of labels 1 to `labels`, dense or sparse; `margin`: voxels around that are never labelled. */
export function randomCase({
  least = 4,
  most = 9,
  labels = 1,
  margin = 0,
  density = [0.3, 1],
}: { least?: number; most?: number; labels?: number; margin?: number; density?: [number, number] } = {}): Arbitrary<RandomCase> {
  const side = integer({ min: least, max: most });
  const length = double({ min: 0.5, max: 3, noNaN: true });
  return record({
    size: tuple(side, side, side),
    spacing: tuple(length, length, length),
    density: double({ min: density[0], max: density[1], noNaN: true }),
    seed: integer(),
  }).map(({ size, spacing, density: share, seed }) => {
    const random = generator(seed);
    const count = size[0] * size[1] * size[2];
    const voxels = Int16Array.from({ length: count }, () => Math.floor(random() * 201) - 50);
    const isIn = (v: number) =>
      [v % size[0], Math.floor(v / size[0]) % size[1], Math.floor(v / (size[0] * size[1]))].every(
        (index, axis) => index >= margin && index < size[axis]! - margin,
      );
    const inside = Uint8Array.from({ length: count }, (_, v) => (random() < share && isIn(v) ? 1 + Math.floor(random() * labels) : 0));
    return { image: makeImage(size, voxels, spacing), mask: makeImage(size, inside, spacing), size, spacing };
  });
}

/** The image whose axis n is `axes[n]` of this one, turned round where `turned` says so; its grid stays along the patient's axes. */
export function turnedImage({ grid, voxels }: Image, axes: Three, turned: readonly boolean[] = []): Image {
  const size = axes.map((axis) => grid.size[axis]!) as [number, number, number];
  const strides = [1, grid.size[0], grid.size[0] * grid.size[1]];
  const from = (index: Three) =>
    index.reduce((sum, at, axis) => sum + (turned[axis] ? size[axis]! - 1 - at : at) * strides[axes[axis]!]!, 0);
  const out = new (voxels.constructor as new (length: number) => VoxelArray)(voxels.length);
  for (let v = 0; v < out.length; v += 1)
    out[v] = voxels[from([v % size[0], Math.floor(v / size[0]) % size[1], Math.floor(v / (size[0] * size[1]))])]!;
  return makeImage(size, out, axes.map((axis) => grid.spacingMm[axis]!) as [number, number, number]);
}
