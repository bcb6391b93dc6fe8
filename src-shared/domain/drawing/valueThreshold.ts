/** How often each of some values occurs, ascending by value. */
export interface ValueHistogram {
  readonly values: readonly number[];
  readonly counts: readonly number[];
}

const bins = 256;

/**
 * The histogram of values: one bin a value where all are whole numbers, else 256 bins of equal width between the lowest and the highest, named by
 * their centres, as scikit-image's. NaN and infinite values have no part in it.
 */
export function histogramOf(values: Iterable<number>): ValueHistogram {
  const finite: number[] = [];
  let [low, high, areWhole] = [Infinity, -Infinity, true];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    finite.push(value);
    low = Math.min(low, value);
    high = Math.max(high, value);
    areWhole &&= Number.isInteger(value);
  }
  if (areWhole || low === high) {
    const counts = new Map<number, number>();
    for (const value of finite) counts.set(value, (counts.get(value) ?? 0) + 1);
    const ascending = [...counts].toSorted(([a], [b]) => a - b);
    return { values: ascending.map(([value]) => value), counts: ascending.map(([, count]) => count) };
  }
  const counts = Array.from({ length: bins }, () => 0);
  const width = (high - low) / bins;
  for (const value of finite) counts[Math.min(bins - 1, Math.floor((value - low) / width))]! += 1;
  return { values: counts.map((_, bin) => low + (bin + 0.5) * width), counts };
}

/**
 * Otsu's threshold: the value up to which the darker of two classes reaches whose means differ most, by the variance between the classes
 * w1 w2 (m1 - m2)^2 (N. Otsu: A Threshold Selection Method from Gray-Level Histograms, IEEE Trans. SMC 9, 1979). The lowest of equal ones, as
 * scikit-image's threshold_otsu. Null where there are fewer than two values.
 */
export function otsuThreshold({ values, counts }: ValueHistogram): number | null {
  if (values.length < 2) return null;
  const [all, sum] = totals({ values, counts });
  let [below, sumBelow, best, threshold] = [0, 0, -1, values[0]!];
  for (let at = 0; at + 1 < values.length; at++) {
    below += counts[at]!;
    sumBelow += counts[at]! * values[at]!;
    if (below === 0 || below === all) continue;
    const between = below * (all - below) * (sumBelow / below - (sum - sumBelow) / (all - below)) ** 2;
    if (between > best * (1 + 1e-12)) [best, threshold] = [between, values[at]!];
  }
  return threshold;
}

/**
 * The threshold half way between the means of the two classes that it parts (T. W. Ridler, S. Calvard: Picture Thresholding Using an Iterative
 * Selection Method, IEEE Trans. SMC 8, 1978), from the mean of all values on until it stays. Null where there are fewer than two values.
 */
export function twoClassThreshold({ values, counts }: ValueHistogram): number | null {
  if (values.length < 2) return null;
  const [all, sum] = totals({ values, counts });
  let threshold = sum / all;
  for (;;) {
    let [below, sumBelow] = [0, 0];
    for (let at = 0; at < values.length && values[at]! <= threshold; at++) {
      below += counts[at]!;
      sumBelow += counts[at]! * values[at]!;
    }
    const next = (sumBelow / below + (sum - sumBelow) / (all - below)) / 2;
    // The split moves one way only, so that it comes to rest; a step that changes no class is the last.
    if (!(Math.abs(next - threshold) > 1e-9 * Math.max(1, Math.abs(threshold)))) return next;
    threshold = next;
  }
}

function totals({ values, counts }: ValueHistogram): [number, number] {
  let [all, sum] = [0, 0];
  for (const [at, value] of values.entries()) {
    all += counts[at]!;
    sum += counts[at]! * value;
  }
  return [all, sum];
}
