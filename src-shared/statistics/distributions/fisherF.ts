import { betaQuantileLogit, incompleteBeta } from "./incompleteBeta.ts";

/** The probability that an F variable with d1 and d2 degrees of freedom (which need not be whole numbers) is above f. */
export function fUpper(f: number, d1: number, d2: number): number {
  if (Number.isNaN(f)) return Number.NaN;
  if (f <= 0) return 1;
  if (f === Number.POSITIVE_INFINITY) return 0;
  const scaled = d1 * f;
  return incompleteBeta(d1 / 2, d2 / 2, scaled / (scaled + d2), d2 / (scaled + d2)).upper;
}

/**
 * The value that an F variable with d1 and d2 degrees of freedom (which need not be whole numbers, and may be far below 1) exceeds with probability `tail`.
 * NaN where the degrees of freedom are not positive, Infinity where the value is beyond double precision.
 */
export function fQuantileUpper(tail: number, d1: number, d2: number): number {
  if (!(d1 > 0 && d2 > 0 && tail > 0 && tail < 1)) return Number.NaN;
  return Math.exp(betaQuantileLogit(tail, true, d1 / 2, d2 / 2)) * (d2 / d1);
}
