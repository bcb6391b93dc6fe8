import { chiSquaredQuantile } from "../distributions/chiSquared.ts";
import { smallest, whyBeyondPrecision } from "./estimate.ts";
import { meanSquares, type CompleteTable } from "./meanSquares.ts";

export interface MeasurementError {
  /** Standard error of measurement, in the unit of the values. */
  readonly sem: { readonly agreement: number | null; readonly consistency: number | null; readonly reason: string | null };
  /** Smallest detectable change, 1.96 sqrt(2) SEM. */
  readonly sdc: { readonly agreement: number | null; readonly consistency: number | null; readonly reason: string | null };
  /** Within-subject coefficients of variation, as shares of 1. */
  readonly cv: { readonly rms: number | null; readonly log: number | null; readonly ratio: number | null; readonly reason: string | null };
  /** Repeatability coefficient 1.96 sqrt(2) wSD with its 95 % limits by chi-squared with n (k - 1) degrees of freedom. */
  readonly repeatability: { readonly value: number | null; readonly lower: number | null; readonly upper: number | null };
}

const z = 1.96;

/**
 * Errors of measurement of a table (subjects by readers, no cell missing). SEM for agreement is sqrt(var_reader + var_residual), var_reader =
 * (MSC - MSE) / n not clipped at 0, which is sqrt(MSW); SEM for consistency is sqrt(MSE). Coefficients of variation are defined for positive values
 * only: `rms` the root of the mean of (wSD_i / mean_i)^2, `log` exp of the root of the mean within-subject variance of logarithms, less 1, `ratio` wSD over
 * the grand mean (Bland & Altman 1996; Quan & Shih 1996).
 */
export function measurementError(table: CompleteTable): MeasurementError {
  const n = table.length;
  const k = table[0]?.length ?? 0;
  const reason = n < 2 || k < 2 ? "fewer than 2 subjects were read by all of them" : whyBeyondPrecision(table);
  if (reason !== null) {
    return {
      sem: { agreement: null, consistency: null, reason },
      sdc: { agreement: null, consistency: null, reason },
      cv: { rms: null, log: null, ratio: null, reason },
      repeatability: { value: null, lower: null, upper: null },
    };
  }
  const { mse, msw } = meanSquares(table);
  const agreement = Math.sqrt(msw);
  const consistency = Math.sqrt(mse);
  const change = z * Math.SQRT2;
  const value = change * agreement;
  const df = n * (k - 1);
  return {
    sem: { agreement, consistency, reason: null },
    sdc: { agreement: change * agreement, consistency: change * consistency, reason: null },
    cv: coefficientsOfVariation(table),
    repeatability: {
      value,
      lower: value * Math.sqrt(df / chiSquaredQuantile(0.975, df)),
      upper: value * Math.sqrt(df / chiSquaredQuantile(0.025, df)),
    },
  };
}

function coefficientsOfVariation(table: CompleteTable): MeasurementError["cv"] {
  const least = Math.min(...table.map((row) => Math.min(...row)));
  if (!(least > 0)) return { rms: null, log: null, ratio: null, reason: "defined for positive values only" };
  if (least < smallest) return { rms: null, log: null, ratio: null, reason: "underflow: a value is too near 0 for double precision" };
  let relative = 0;
  let logarithmic = 0;
  let absolute = 0;
  let sum = 0;
  for (const row of table) {
    const { mean, variance } = momentsOf(row);
    relative += variance / (mean * mean);
    logarithmic += momentsOf(row.map((value) => Math.log(value / row[0]!))).variance;
    absolute += variance;
    sum += mean;
  }
  const n = table.length;
  return {
    rms: Math.sqrt(relative / n),
    log: Math.expm1(Math.sqrt(logarithmic / n)),
    ratio: Math.sqrt(absolute / n) / (sum / n),
    reason: null,
  };
}

function momentsOf(row: readonly number[]): { mean: number; variance: number } {
  const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
  const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (row.length - 1);
  return { mean, variance };
}
