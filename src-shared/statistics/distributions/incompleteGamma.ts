import type { Tails } from "./incompleteBeta.ts";
import { deviance, stirlingError } from "./logGamma.ts";

const tiny = 1e-300;
const precision = 1e-16;
const mostTerms = 100_000;
const mostSteps = 200;

/**
 * The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P, for a > 0 and x >= 0. The series of Abramowitz & Stegun 6.5.29 below a + 1, the
 * continued fraction 6.5.31 above.
 */
export function incompleteGamma(a: number, x: number): Tails {
  if (!(a > 0) || Number.isNaN(x)) return { lower: Number.NaN, upper: Number.NaN };
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const factor = gammaFactor(a, x);
  if (x < a + 1) {
    const lower = factor * series(a, x);
    return { lower, upper: 1 - lower };
  }
  const upper = factor * continuedFraction(a, x);
  return { lower: 1 - upper, upper };
}

/** x^a e^-x / Gamma(a): the density of the logarithm of a gamma variable. */
function gammaFactor(a: number, x: number): number {
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(-deviance(a, x) - stirlingError(a));
}

/** The x at which the tail named is `tail`, in (0, 1). Newton's method on the logarithm of the tail over log x, which is concave. */
export function gammaQuantile(tail: number, isUpper: boolean, a: number): number {
  if (!(tail > 0 && tail < 1)) return (tail === 0) === isUpper ? Number.POSITIVE_INFINITY : 0;
  // The smaller tail is the one that is followed: a large one has no digits left for small changes.
  const followsUpper = isUpper === tail <= 0.5;
  const aim = Math.log(tail <= 0.5 ? tail : 1 - tail);
  let t = Math.log(a);
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (let step = 0; step < mostSteps; step++) {
    const x = Math.exp(t);
    const tails = incompleteGamma(a, x);
    const at = followsUpper ? tails.upper : tails.lower;
    const isBeyond = Math.log(at) < aim === followsUpper;
    if (isBeyond) high = t;
    else low = t;
    const next = t + ((aim - Math.log(at)) * at) / (gammaFactor(a, x) * (followsUpper ? -1 : 1));
    const outward = followsUpper ? t + 1 : t - 1 / a;
    const to = next > low && next < high ? next : next === t ? t : high - low < Number.POSITIVE_INFINITY ? (low + high) / 2 : outward;
    if (Math.abs(to - t) <= precision * Math.max(1, Math.abs(t))) return Math.exp(to);
    t = to;
  }
  return Math.exp(t);
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < mostTerms; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * precision) break;
  }
  return sum;
}

function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let i = 1; i < mostTerms; i++) {
    const an = -i * (i - a);
    b += 2;
    d = an * d + b;
    if (Math.abs(d) < tiny) d = tiny;
    c = b + an / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const change = d * c;
    value *= change;
    if (Math.abs(change - 1) < precision) break;
  }
  return value;
}
