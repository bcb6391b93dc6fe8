import { makeImage, makeMask } from "./makeImage.ts";

/** The images and masks of test/oracles/README.md, by its formulas. */
const size = [10, 8, 5] as const;
const spacingMm = [0.8, 1.1, 2.5] as const;

/** Of image int16 at a voxel. */
export function intensity(i: number, j: number, k: number): number {
  return 5 * ((7 * i * i + 11 * j * j + 5 * k * k + 3 * i * j + 17 * j * k + 29 * i * k) % 61) - 40;
}

const inBlock = (i: number, j: number, k: number): boolean => i >= 2 && i <= 6 && j >= 1 && j <= 5 && k <= 3;
/** True in mask holes. */
export const inHoles = (i: number, j: number, k: number): boolean =>
  (inBlock(i, j, k) && (3 * i + 5 * j + 7 * k + i * j * k) % 4 !== 0) || (i === 8 && j === 1 && k === 2);

const valuesOf = (f: typeof intensity): number[] =>
  Array.from({ length: 400 }, (_, v) => f(v % 10, Math.floor(v / 10) % 8, Math.floor(v / 80)));

export const smallImages = {
  int16: makeImage(size, Int16Array.from(valuesOf(intensity)), spacingMm),
  float32: makeImage(size, Float32Array.from(valuesOf((i, j, k) => intensity(i, j, k) / 7)), spacingMm),
  flat: makeImage(size, new Int16Array(400).fill(12), spacingMm),
};

export const maskOf = (inside: (i: number, j: number, k: number) => boolean) => makeMask(size, inside, spacingMm);
export const smallMasks = { block: maskOf(inBlock), holes: maskOf(inHoles) };
