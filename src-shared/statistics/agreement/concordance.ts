import { normalQuantile } from "../distributions/normalQuantile.ts";
import { finiteOrNull, whyBeyondPrecision, whyNoInterval, type Estimate } from "./estimate.ts";

/**
 * Lin's concordance correlation coefficient of two measurements of each subject, without missing values: 2 s_xy / (s_x^2 + s_y^2 + (m_x - m_y)^2), moments
 * with 1 / n (Lin 1989). Its 95 % interval by the z-transform, the variance of Lin 2000 (Biometrics 56: 324) with n - 2.
 */
export function concordance(first: readonly number[], second: readonly number[]): Estimate {
  const n = first.length;
  const nothing = (reason: string): Estimate => ({ value: null, lower: null, upper: null, reason });
  if (n < 2) return nothing("fewer than 2 subjects were read by both");
  const beyond = whyBeyondPrecision([first, second]);
  if (beyond !== null) return nothing(beyond);
  const offset = first[0]!;
  const x = first.map((value) => value - offset);
  const y = second.map((value) => value - offset);
  const mx = x.reduce((sum, value) => sum + value, 0) / n;
  const my = y.reduce((sum, value) => sum + value, 0) / n;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < n; i++) {
    xx += (x[i]! - mx) ** 2 / n;
    yy += (y[i]! - my) ** 2 / n;
    xy += ((x[i]! - mx) * (y[i]! - my)) / n;
  }
  const apart = (mx - my) ** 2;
  const value = (2 * xy) / (xx + yy + apart);
  if (!Number.isFinite(value)) return nothing("no variation: all values are alike");
  const r2 = (xy * xy) / (xx * yy);
  const u2 = apart / Math.sqrt(xx * yy);
  const r = Math.sign(xy) * Math.sqrt(r2);
  const variance =
    (((1 - r2) * value ** 2 * (1 - value ** 2)) / r2 + (2 * value ** 3 * (1 - value) * u2) / r - (0.5 * value ** 4 * u2 ** 2) / r2) /
    (n - 2);
  const half = (normalQuantile(0.975) * Math.sqrt(variance)) / (1 - value * value);
  const transformed = Math.atanh(value);
  const lower = finiteOrNull(Math.tanh(transformed - half));
  const upper = finiteOrNull(Math.tanh(transformed + half));
  if (lower === null || upper === null) return { value, lower: null, upper: null, reason: whyNoInterval(value) };
  return { value, lower, upper, reason: null };
}
