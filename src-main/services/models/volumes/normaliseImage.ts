import type { Normalise } from "#shared/domain/bundle/input.ts";

/** Deviations below this count as this, as in nnU-Net: a constant image becomes 0. */
const leastDivisor = 1e-8;

/** Makes an image's intensities those that the network learnt on, in place. `mask` is that of "nonzeroFilled". Sums are in double precision. */
export function normaliseImage(values: Float32Array, how: Normalise, mask: Uint8Array | undefined): void {
  switch (how.kind) {
    case "none":
      return;
    case "zscore":
      return zscore(values, how.over === "nonzeroFilled" ? mask : how.over === "nonzero" ? nonzero(values) : undefined);
    case "ct":
      return linear(values, how.mean, Math.max(how.standardDeviation, leastDivisor), 0, how.low, how.high);
    case "minMax": {
      const [low, high] = rangeOf(values);
      return linear(values, low, Math.max(high - low, leastDivisor), 0, -Infinity, Infinity);
    }
    case "percentiles": {
      const sorted = values.toSorted();
      return toRange(values, percentileOf(sorted, how.lower), percentileOf(sorted, how.upper), how.to, how.clip);
    }
    case "range":
      return toRange(values, how.from[0], how.from[1], how.to, how.clip);
    case "divide":
      return linear(values, 0, how.by, 0, -Infinity, Infinity);
  }
}

/** Smallest and largest value. */
export function rangeOf(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Over what is 1 in the mask, all where there is none; what lies outside stays. */
function zscore(values: Float32Array, mask: Uint8Array | undefined): void {
  const inside = mask ?? new Uint8Array(values.length).fill(1);
  let [count, sum] = [0, 0];
  for (let at = 0; at < values.length; at++) {
    count += inside[at]!;
    sum += inside[at]! * values[at]!;
  }
  if (count === 0) return;
  const mean = sum / count;
  let squares = 0;
  for (let at = 0; at < values.length; at++) {
    const apart = values[at]! - mean;
    squares += inside[at]! * apart * apart;
  }
  const deviation = Math.max(Math.sqrt(squares / count), leastDivisor);
  for (let at = 0; at < values.length; at++) if (inside[at] === 1) values[at] = (values[at]! - mean) / deviation;
}

function nonzero(values: Float32Array): Uint8Array {
  const mask = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at++) mask[at] = Number(values[at] !== 0);
  return mask;
}

function toRange(values: Float32Array, low: number, high: number, [to, end]: readonly [number, number], clip: boolean): void {
  const divisor = Math.max(high - low, leastDivisor) / (end - to);
  linear(values, low, divisor, to, clip ? low : -Infinity, clip ? high : Infinity);
}

/** (x - subtract) / divisor + add, of x clipped first. */
function linear(values: Float32Array, subtract: number, divisor: number, add: number, low: number, high: number): void {
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    values[at] = ((value < low ? low : value > high ? high : value) - subtract) / divisor + add;
  }
}

/** numpy's percentile: linear between the two nearest ranks. */
function percentileOf(sorted: Float32Array, percent: number): number {
  const rank = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(rank);
  const low = sorted[below]!;
  return low + (sorted[Math.min(below + 1, sorted.length - 1)]! - low) * (rank - below);
}
