import type { Weights } from "./gradeWeights.ts";

/**
 * Cohen's kappa without its standard error, for resampling: answers the value of a flat table of counts (grades of the first reader by those of the second, row
 * by row) under these weights; null where cohenKappa has none.
 */
export function kappaOfCounts(weights: Weights): (counts: Float64Array) => number | null {
  const c = weights.length;
  const flat = Float64Array.from(weights.flat());
  const [rows, columns] = [new Float64Array(c), new Float64Array(c)];
  return (counts) => {
    rows.fill(0);
    columns.fill(0);
    let n = 0;
    let agreed = 0;
    for (let i = 0, at = 0; i < c; i++) {
      for (let j = 0; j < c; j++, at++) {
        const count = counts[at]!;
        n += count;
        rows[i]! += count;
        columns[j]! += count;
        agreed += count * flat[at]!;
      }
    }
    if (n === 0) return null;
    const [first, second] = [onlyOne(rows), onlyOne(columns)];
    if (first >= 0 && first === second) return null;
    if (first >= 0 || second >= 0) return 0;
    let expected = 0;
    for (let i = 0, at = 0; i < c; i++) for (let j = 0; j < c; j++, at++) expected += flat[at]! * rows[i]! * columns[j]!;
    const pe = expected / (n * n);
    return (agreed / n - pe) / (1 - pe);
  };
}

/** The only place that is not 0; -1 where there are several. */
function onlyOne(counts: Float64Array): number {
  let found = -1;
  for (let at = 0; at < counts.length; at++) {
    if (counts[at] === 0) continue;
    if (found >= 0) return -1;
    found = at;
  }
  return found;
}
