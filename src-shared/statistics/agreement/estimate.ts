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
