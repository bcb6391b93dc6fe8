import { stirlingError } from "./logGamma.ts";
import { normalDensity, normalLower } from "./normal.ts";

const mostSteps = 200;

/**
 * The distribution of noncentral t at t: its probability up to there and its density, for `df` > 0 degrees of freedom and noncentrality `delta`.
 * T = (Z + delta) / S, S the root of chi-squared over its degrees of freedom: P = integral of Phi(t s - delta) over the distribution of S. Over u = log s the
 * integrand is analytic and dies away on both sides, so that the trapezium rule is exact to about 1e-14 (absolute).
 */
export function noncentralT(t: number, df: number, delta: number): { lower: number; density: number } {
  const step = Math.min(0.1, 0.4 / Math.sqrt(2 * df), 0.4 / Math.max(1, Math.abs(t)));
  // Density of u: 2 (df/2)^(df/2) / Gamma(df/2) * exp(df u - df e^(2u) / 2), which is largest at 0.
  const scale = Math.sqrt(df / Math.PI) * Math.exp(-stirlingError(df / 2));
  let lower = 0;
  let density = 0;
  const add = (u: number): boolean => {
    const s = Math.exp(u);
    const weight = Math.exp(df * u - (df / 2) * Math.expm1(2 * u));
    const z = t * s - delta;
    lower += weight * normalLower(z);
    density += weight * s * normalDensity(z);
    return weight > 1e-18;
  };
  add(0);
  for (let k = 1; add(k * step); k++);
  for (let k = 1; add(-k * step); k++);
  return { lower: lower * step * scale, density: density * step * scale };
}

/** The value below which a noncentral t variable lies with probability p in (0, 1): Newton's method within a bracket that is halved where it fails. */
export function noncentralTQuantile(p: number, df: number, delta: number): number {
  let low = delta - 1;
  let high = delta + 1;
  for (let width = 1; noncentralT(low, df, delta).lower > p; width *= 2) low -= width;
  for (let width = 1; noncentralT(high, df, delta).lower < p; width *= 2) high += width;
  let t = (low + high) / 2;
  for (let step = 0; step < mostSteps; step++) {
    const { lower, density } = noncentralT(t, df, delta);
    if (lower < p) low = t;
    else high = t;
    const next = t - (lower - p) / density;
    const to = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(to - t) <= 1e-13 * Math.max(1, Math.abs(t))) return to;
    t = to;
  }
  return t;
}
