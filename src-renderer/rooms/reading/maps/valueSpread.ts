import { percentile } from "#shared/statistics/percentile.ts";

/** How the values of a map are spread. */
export interface ValueSpread {
  readonly minimum: number;
  readonly maximum: number;
  readonly percentile2: number;
  readonly percentile98: number;
}

/**
 * The spread of the values that are numbers, with nearest-rank percentiles: the smallest value at or below which that share of all lies.
 * Null where there are none.
 */
export function spreadOf(values: Float64Array): ValueSpread | null {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return null;
  return {
    minimum: sorted[0]!,
    maximum: sorted.at(-1)!,
    percentile2: percentile(sorted, 0.02, "nearest rank"),
    percentile98: percentile(sorted, 0.98, "nearest rank"),
  };
}
