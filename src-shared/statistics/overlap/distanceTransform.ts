import { parabolaEnvelope } from "./parabolaEnvelope.ts";

/**
 * The exact Euclidean distance, mm, from each point of a lattice to the nearest marked one (value not 0); Infinity everywhere where none is marked.
 * Lower envelopes of parabolas along each axis (Felzenszwalb & Huttenlocher 2012); time is proportional to the points. i is fastest.
 */
export function distanceTransform(
  marked: Uint8Array,
  size: readonly [number, number, number],
  spacingMm: readonly [number, number, number],
): Float64Array {
  const squared = Float64Array.from(marked, (value) => (value === 0 ? Number.POSITIVE_INFINITY : 0));
  const strides = [1, size[0], size[0] * size[1]] as const;
  for (const axis of [0, 1, 2] as const) {
    const length = size[axis];
    if (length === 1) continue;
    const line = parabolaEnvelope(length, spacingMm[axis]);
    const [one, two] = ([0, 1, 2] as const).filter((other) => other !== axis) as [0 | 1 | 2, 0 | 1 | 2];
    for (let q = 0; q < size[two]; q++)
      for (let p = 0; p < size[one]; p++) line(squared, p * strides[one] + q * strides[two], strides[axis]);
  }
  return squared.map(Math.sqrt);
}
