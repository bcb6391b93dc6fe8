import { deviance, stirlingError } from "./logGamma.ts";
import { normalQuantile } from "./normalQuantile.ts";

/** Both tails of a distribution: a small one is exact in itself, and not as 1 minus the other. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

const tiny = 1e-300;
const precision = 1e-16;
const mostTerms = 100_000;
const mostSteps = 200;
const lastStep = 1e-8;

/**
 * The regularised incomplete beta function I_x(a, b) and its complement, for a, b > 0. `x` and `y` = 1 - x are both given, so that neither loses digits.
 * Continued fraction of Abramowitz & Stegun 26.5.8 by Lentz's method, from the side where it converges; the factor before it by Loader's deviance.
 */
export function incompleteBeta(a: number, b: number, x: number, y: number): Tails {
  if (!(a > 0 && b > 0)) return { lower: Number.NaN, upper: Number.NaN };
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  return tailsOf(a, b, x, y, betaFactor(a, b, x, y, stirlingOf(a, b)));
}

/** The tails, given x^a y^b / B(a, b). */
function tailsOf(a: number, b: number, x: number, y: number, factor: number): Tails {
  if (x < (a + 1) / (a + b + 2)) {
    const lower = (factor * continuedFraction(a, b, x)) / a;
    return { lower, upper: 1 - lower };
  }
  const upper = (factor * continuedFraction(b, a, y)) / b;
  return { lower: 1 - upper, upper };
}

function stirlingOf(a: number, b: number): number {
  return stirlingError(a) + stirlingError(b) - stirlingError(a + b);
}

/** x^a y^b / B(a, b), the density of the logit of a beta variable; `stirling` is stirlingOf(a, b). */
function betaFactor(a: number, b: number, x: number, y: number, stirling: number): number {
  const n = a + b;
  return Math.sqrt((a / n) * (b / (2 * Math.PI))) * Math.exp(-deviance(a, n * x) - deviance(b, n * y) - stirling);
}

/**
 * The odds x / (1 - x) of the beta quantile: where the lower tail is `lower` and the upper one 1 - `lower`; the smaller of the two tails is given exactly by
 * `tail` and `isUpper`. Newton's method on the logarithm of the tail over the logit, which is concave, so that it converges from anywhere.
 * `tail` in (0, 1). Returns the natural logarithm of the odds.
 */
export function betaQuantileLogit(tail: number, isUpper: boolean, a: number, b: number): number {
  if (isUpper) return -betaQuantileLogit(tail, false, b, a);
  if (tail > 0.5) return -betaQuantileLogit(1 - tail, false, b, a);
  const aim = Math.log(tail);
  const stirling = stirlingOf(a, b);
  // The logit has about the mean log(a / b) and the variance 1 / a + 1 / b. A step from the right of the root may go too far, so that a bracket is kept.
  const centre = Math.log(a / b);
  let t = centre + normalQuantile(tail) * Math.sqrt(1 / a + 1 / b);
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (let step = 0; step < mostSteps; step++) {
    const { x, y } = ofLogit(t);
    const density = betaFactor(a, b, x, y, stirling);
    const { lower } = tailsOf(a, b, x, y, density);
    if (lower < tail) low = t;
    else high = t;
    const missing = aim - Math.log(lower);
    const next = t + (missing * lower) / density;
    const isWithin = next > low && next < high;
    // The number of exact digits doubles with each step: the next one would change none.
    if (next === t || (isWithin && Math.abs(missing) <= lastStep)) return next;
    if (isWithin) t = next;
    else if (high - low < Number.POSITIVE_INFINITY) t = (low + high) / 2;
    else if (low === Number.NEGATIVE_INFINITY) t -= 1 / a;
    else t = t < centre ? centre : t + 1 / b;
  }
  return t;
}

function ofLogit(t: number): { x: number; y: number } {
  return { x: 1 / (1 + Math.exp(-t)), y: 1 / (1 + Math.exp(t)) };
}

function continuedFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < mostTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < precision) break;
  }
  return value;
}

function nonZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}
