/** Two classes of values, parted where they differ most. */
export interface TwoClasses {
  /** Values above it are of the bright class: half-way between the two neighbouring values that it parts. */
  readonly threshold: number;
  readonly darkMean: number;
  readonly brightMean: number;
  readonly bright: number;
  /**
   * Variance between the classes as a share of all variance (Otsu's eta), 0 to 1. One normal class cut in half has 2 / pi = 0.64, an even
   * spread 0.75: below that, nothing says that there are two classes.
   */
  readonly separability: number;
}

/**
 * The threshold of largest variance between two classes (N. Otsu, A threshold selection method from gray-level histograms, IEEE Trans. Syst.
 * Man Cybern. 9 (1979) 62-66), over the values themselves and not over bins: every cut between two different values is tried, and of equal cuts
 * the lowest is taken. Null where there are no two different values.
 * @param sorted ascending, finite
 */
export function otsuThreshold(sorted: ArrayLike<number>): TwoClasses | null {
  const count = sorted.length;
  if (count === 0) return null;
  let mean = 0;
  for (let at = 0; at < count; at++) mean += (sorted[at]! - mean) / (at + 1);
  let variance = 0;
  for (let at = 0; at < count; at++) variance += (sorted[at]! - mean) ** 2 / count;
  // Around the mean, so that large values lose no digits.
  let [best, cut, sum, sumAtCut] = [0, 0, 0, 0];
  for (let dark = 1; dark < count; dark++) {
    sum += sorted[dark - 1]! - mean;
    if (sorted[dark] === sorted[dark - 1]) continue;
    const between = (sum / dark) * (sum / (count - dark));
    if (between <= best) continue;
    [best, cut, sumAtCut] = [between, dark, sum];
  }
  if (cut === 0) return null;
  return {
    threshold: (sorted[cut - 1]! + sorted[cut]!) / 2,
    darkMean: mean + sumAtCut / cut,
    brightMean: mean - sumAtCut / (count - cut),
    bright: count - cut,
    separability: best / variance,
  };
}
