/** How a percentile between two values is found: "linear" between them, or the "nearest rank", which is a value that occurs. */
export type PercentileRule = "linear" | "nearest rank";

/**
 * A percentile of values in ascending order; NaN where there are none.
 * "linear" is Hyndman and Fan's definition 7 (numpy's "linear", R's type 7), in numpy's own steps, so that the last bits agree with
 * PyRadiomics; "nearest rank" is definition 1 (numpy's "inverted_cdf", R's type 1): the smallest value at or below which that share of all lies.
 * @param fraction from 0 to 1
 */
export function percentile(sorted: ArrayLike<number>, fraction: number, rule: PercentileRule): number {
  const count = sorted.length;
  if (count === 0) return Number.NaN;
  if (rule === "nearest rank") return sorted[Math.min(count - 1, Math.max(0, Math.ceil(fraction * count) - 1))]!;
  const rank = (count - 1) * fraction;
  const below = Math.floor(rank);
  const part = rank - below;
  const a = sorted[below]!;
  const b = sorted[below + 1] ?? a;
  return part >= 0.5 ? b - (b - a) * (1 - part) : a + (b - a) * part;
}
