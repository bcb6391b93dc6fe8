/** Ways to allow for several tests: of the family-wise error (holm, hochberg, bonferroni) or of the false discovery rate (bh, by). */
export type Adjustment = "holm" | "hochberg" | "bonferroni" | "bh" | "by";

/**
 * Adjusted p values (R's p.adjust; Holm 1979, Hochberg 1988, Benjamini & Hochberg 1995, Benjamini & Yekutieli 2001). Tests that were not done (null) stay null
 * and do not count.
 */
export function adjustP(values: readonly (number | null)[], adjustment: Adjustment): (number | null)[] {
  const done = values.flatMap((p, index) => (p === null ? [] : [{ p, index }])).toSorted((a, b) => a.p - b.p);
  const m = done.length;
  const harmonic = done.reduce((sum, _entry, index) => sum + 1 / (index + 1), 0);
  const adjusted: (number | null)[] = values.map(() => null);
  const factors = done.map((_, at) => {
    switch (adjustment) {
      case "bonferroni":
        return m;
      case "holm":
      case "hochberg":
        return m - at;
      case "bh":
        return m / (at + 1);
      case "by":
        return (m / (at + 1)) * harmonic;
    }
  });
  let running = adjustment === "holm" ? 0 : 1;
  const stepsDown = adjustment === "holm";
  for (let step = 0; step < m; step++) {
    const at = stepsDown ? step : m - 1 - step;
    const own = Math.min(1, done[at]!.p * factors[at]!);
    running = adjustment === "bonferroni" ? own : stepsDown ? Math.max(running, own) : Math.min(running, own);
    adjusted[done[at]!.index] = running;
  }
  return adjusted;
}
