import type { MaskGrid } from "./mask.ts";

/**
 * The exact squared Euclidean distance, mm2, from each voxel's centre to the centre of the nearest voxel of a mask; 0 in the mask, Infinity
 * where it is empty. By lower envelopes of parabolas, axis after axis (P. Felzenszwalb, D. Huttenlocher: Distance Transforms of Sampled
 * Functions, Theory of Computing 8, 2012), with each axis' own spacing.
 */
export function squaredDistanceMm2(mask: Uint8Array, { size, spacingMm }: MaskGrid): Float64Array {
  const distance = new Float64Array(mask.length);
  for (let index = 0; index < mask.length; index++) distance[index] = mask[index] === 0 ? Infinity : 0;
  const strides = [1, size[0], size[0] * size[1]] as const;
  const envelope = new Envelope(Math.max(...size));
  for (const axis of [0, 1, 2] as const) {
    const [length, stride] = [size[axis], strides[axis]];
    if (length === 1) continue;
    for (let start = 0; start < mask.length; start++) {
      // Lines begin where the axis' own coordinate is 0.
      if (Math.floor(start / stride) % length === 0) envelope.transform(distance, start, stride, length, spacingMm[axis] ** 2);
    }
  }
  return distance;
}

/** The lower envelope of the parabolas of one line of voxels; its buffers serve every line. */
class Envelope {
  readonly #values: Float64Array;
  /** The voxels whose parabolas are in the envelope, and from where on each is the lowest. */
  readonly #sites: Int32Array;
  readonly #from: Float64Array;

  constructor(longest: number) {
    this.#values = new Float64Array(longest);
    this.#sites = new Int32Array(longest);
    this.#from = new Float64Array(longest);
  }

  /** @param weight the squared spacing */
  transform(distance: Float64Array, start: number, stride: number, length: number, weight: number): void {
    const [values, sites, from] = [this.#values, this.#sites, this.#from];
    let count = 0;
    for (let q = 0; q < length; q++) {
      const value = distance[start + q * stride]!;
      values[q] = value;
      if (value === Infinity) continue;
      let crossing = -Infinity;
      while (count > 0) {
        const p = sites[count - 1]!;
        crossing = (value + weight * q * q - values[p]! - weight * p * p) / (2 * weight * (q - p));
        if (crossing > from[count - 1]!) break;
        count--;
        crossing = -Infinity;
      }
      sites[count] = q;
      from[count] = crossing;
      count++;
    }
    if (count === 0) return;
    for (let q = 0, at = 0; q < length; q++) {
      while (at + 1 < count && from[at + 1]! < q) at++;
      const p = sites[at]!;
      distance[start + q * stride] = weight * (q - p) ** 2 + values[p]!;
    }
  }
}
