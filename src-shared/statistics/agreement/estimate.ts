/** A value with an interval; what is undefined is null, and `reason` says why. */
export interface Estimate {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly reason: string | null;
}

/** A value with its standard error and interval. */
export interface EstimateWithError extends Estimate {
  readonly se: number | null;
}

/** The same with nothing defined. */
export function undefinedEstimate(reason: string): EstimateWithError {
  return { value: null, se: null, lower: null, upper: null, reason };
}

/** A number, or null where it is none (0 / 0, infinite). */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Why a coefficient that is defined has no interval. */
export function whyNoInterval(value: number): string {
  return value === 1 ? "the readers agree exactly: the interval cannot be computed" : "the interval cannot be computed";
}

/** Fourth powers of values and of differences within these bounds, and what they are multiplied by, neither overflow nor vanish in double precision. */
const largest = 1e60;
export const smallest = 1e-60;

/** Why nothing can be computed of these values in double precision: they are too large, or what they differ by is too small; null where neither is so. */
export function whyBeyondPrecision(table: readonly (readonly number[])[]): string | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const row of table) {
    for (const value of row) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (Math.max(-low, high) > largest) return overflow;
  return high > low && high - low < smallest ? "underflow: the values differ by too little for double precision" : null;
}

/** What is said of a result that would be infinite. */
export const overflow = "overflow: values too large for double precision";
