import { fQuantileUpper } from "./fisherF.ts";
import { incompleteBeta } from "./incompleteBeta.ts";

/** The probability that a variable of Student's t with `df` degrees of freedom is at least as far from 0 as t: the two-sided p of a t test. */
export function tTwoSided(t: number, df: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return 0;
  return incompleteBeta(df / 2, 0.5, df / (df + square), square / (df + square)).lower;
}

/** The value below which a variable of Student's t with `df` degrees of freedom lies with probability p. */
export function tQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  const t = Math.sqrt(fQuantileUpper(2 * Math.min(p, 1 - p), 1, df));
  return p < 0.5 ? -t : t;
}
