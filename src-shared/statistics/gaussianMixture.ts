/** Two normal classes of values, the dark one first. */
export interface GaussianMixture {
  readonly means: readonly [number, number];
  readonly deviations: readonly [number, number];
  /** Shares of all values; their sum is 1. */
  readonly weights: readonly [number, number];
  /** Between the means, where a value belongs to either class with the same probability; null where one class is the likelier one all the way. */
  readonly threshold: number | null;
  /** Whether two classes describe the values better than one, by the Bayesian information criterion. */
  readonly isBetterThanOne: boolean;
}

const mostSteps = 500;
/** The likelihood has settled where it grows by less than this share a value. */
const settled = 1e-9;
/** A class is at least this wide, as a share of the spread of all: none closes in on one value. */
const narrowest = 1e-3;

/**
 * A mixture of two normal distributions, by expectation and maximisation (A. P. Dempster, N. M. Laird, D. B. Rubin, J. R. Stat. Soc. B 39 (1977) 1-38),
 * begun at the two halves that `cut` parts. One class is preferred by BIC (G. Schwarz, Ann. Stat. 6 (1978) 461-464) with 2 against 5 parameters.
 * Null where there are fewer than 10 values, or no two different ones on both sides of the cut.
 * @param sorted ascending, finite
 */
export function gaussianMixture(sorted: ArrayLike<number>, cut: number): GaussianMixture | null {
  const { values, counts } = distinct(sorted);
  const total = sorted.length;
  const all = moments(values, counts, () => 1);
  if (total < 10 || !(all.deviation > 0)) return null;
  const least = all.deviation * narrowest;
  let classes = [false, true].map((isBright) => moments(values, counts, (at) => (values[at]! > cut === isBright ? 1 : 0)));
  if (classes.some(({ weight }) => weight === 0)) return null;
  const bright = new Float64Array(values.length);
  let likelihood = -Infinity;
  for (let step = 0; step < mostSteps; step++) {
    const logs = classes.map(({ weight, mean, deviation }) => logDensity(weight / total, mean, Math.max(least, deviation)));
    let next = 0;
    for (let at = 0; at < values.length; at++) {
      const [dark, light] = [logs[0]!(values[at]!), logs[1]!(values[at]!)];
      const top = Math.max(dark, light);
      const both = Math.exp(dark - top) + Math.exp(light - top);
      bright[at] = Math.exp(light - top) / both;
      next += counts[at]! * (top + Math.log(both));
    }
    const isSettled = next - likelihood <= settled * total;
    likelihood = next;
    if (isSettled) break;
    classes = [moments(values, counts, (at) => 1 - bright[at]!), moments(values, counts, (at) => bright[at]!)];
    if (classes.some(({ weight }) => !(weight > 0))) return null;
  }
  const [dark, light] = classes.toSorted((a, b) => a.mean - b.mean) as [Moments, Moments];
  const one = logDensity(1, all.mean, all.deviation);
  const likelihoodOfOne = values.reduce((sum, value, at) => sum + counts[at]! * one(value), 0);
  return {
    means: [dark.mean, light.mean],
    deviations: [Math.max(least, dark.deviation), Math.max(least, light.deviation)],
    weights: [dark.weight / total, light.weight / total],
    threshold: crossing(
      logDensity(dark.weight / total, dark.mean, Math.max(least, dark.deviation)),
      logDensity(light.weight / total, light.mean, Math.max(least, light.deviation)),
      dark.mean,
      light.mean,
    ),
    isBetterThanOne: 5 * Math.log(total) - 2 * likelihood < 2 * Math.log(total) - 2 * likelihoodOfOne,
  };
}

interface Moments {
  readonly weight: number;
  readonly mean: number;
  readonly deviation: number;
}

function distinct(sorted: ArrayLike<number>): { values: Float64Array; counts: Float64Array } {
  const values = new Float64Array(sorted.length);
  const counts = new Float64Array(sorted.length);
  let length = 0;
  for (let at = 0; at < sorted.length; at++) {
    if (at === 0 || sorted[at] !== sorted[at - 1]) values[length++] = sorted[at]!;
    counts[length - 1]!++;
  }
  return { values: values.subarray(0, length), counts: counts.subarray(0, length) };
}

function moments(values: Float64Array, counts: Float64Array, share: (at: number) => number): Moments {
  let [weight, mean, squares] = [0, 0, 0];
  for (let at = 0; at < values.length; at++) {
    const own = counts[at]! * share(at);
    if (own === 0) continue;
    weight += own;
    const apart = values[at]! - mean;
    mean += (own / weight) * apart;
    squares += own * apart * (values[at]! - mean);
  }
  return { weight, mean, deviation: weight > 0 ? Math.sqrt(squares / weight) : 0 };
}

function logDensity(weight: number, mean: number, deviation: number): (value: number) => number {
  const constant = Math.log(weight) - Math.log(deviation) - Math.log(2 * Math.PI) / 2;
  return (value) => constant - ((value - mean) / deviation) ** 2 / 2;
}

function crossing(dark: (value: number) => number, bright: (value: number) => number, from: number, to: number): number | null {
  const isBright = (value: number) => bright(value) > dark(value);
  if (isBright(from) || !isBright(to)) return null;
  let [low, high] = [from, to];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (isBright(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
