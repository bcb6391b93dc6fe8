import { percentile } from "./percentile.ts";
import { createRandom } from "./random.ts";

export interface BootstrapInterval {
  readonly lower: number | null;
  readonly upper: number | null;
  readonly resamples: number;
  /** Resamples in which the statistic is not defined; they are left out of the percentiles. */
  readonly undefinedIn: number;
  readonly seed: number;
}

export interface BootstrapSettings {
  readonly seed: number;
  /** At least 2000 for a 95 % interval. */
  readonly resamples?: number;
  readonly confidence?: number;
}

/**
 * The percentile interval of a statistic over resamples of `count` units with replacement (Efron & Tibshirani 1993, chapter 13). A unit is a subject: what is
 * measured several times within a subject (sides, muscles) is resampled with it. `statistic` is given the numbers of the units drawn, and answers null where
 * it is not defined for them. Null where more than half of the resamples are undefined, and where both limits are one number: that is no interval.
 */
export function bootstrapInterval(
  count: number,
  statistic: (units: Uint32Array) => number | null,
  { seed, resamples = 2000, confidence = 0.95 }: BootstrapSettings,
): BootstrapInterval {
  const random = createRandom(seed);
  const units = new Uint32Array(count);
  const values: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    for (let at = 0; at < count; at++) units[at] = random.index(count);
    const value = statistic(units);
    if (value !== null && Number.isFinite(value)) values.push(value);
  }
  const undefinedIn = resamples - values.length;
  const told = { resamples, undefinedIn, seed };
  if (values.length === 0 || undefinedIn > resamples / 2) return { lower: null, upper: null, ...told };
  const sorted = Float64Array.from(values).sort();
  const tail = (1 - confidence) / 2;
  const [lower, upper] = [percentile(sorted, tail, "linear"), percentile(sorted, 1 - tail, "linear")];
  return { ...(lower === upper ? { lower: null, upper: null } : { lower, upper }), ...told };
}
