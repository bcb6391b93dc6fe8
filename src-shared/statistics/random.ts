import { xoshiro128 } from "./xoshiro128.ts";

/** Random numbers that a seed repeats. */
export interface Random {
  /** From 0 up to, not including, 1. */
  readonly next: () => number;
  /** A whole number from 0 up to, not including, `count`. */
  readonly index: (count: number) => number;
  /** Standard normal. */
  readonly normal: () => number;
}

/** The numbers of xoshiro128**, its state filled from a whole number by splitmix32. */
export function createRandom(seed: number): Random {
  let mixed = seed >>> 0;
  const fill = () => {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  const bits = xoshiro128([fill(), fill(), fill(), fill()]);
  const next = () => ((bits() >>> 5) * 67_108_864 + (bits() >>> 6)) / 9_007_199_254_740_992;
  let spare: number | undefined;
  return {
    next,
    index: (count) => Math.floor(next() * count),
    normal: () => {
      if (spare !== undefined) {
        const kept = spare;
        spare = undefined;
        return kept;
      }
      // Box & Muller 1958.
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      const angle = 2 * Math.PI * next();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}
