/** How well probabilities tell two classes apart. */
export interface Performance {
  readonly auc: number;
  readonly accuracy: number;
  readonly sensitivity: number;
  readonly specificity: number;
}

/**
 * Area under the ROC curve (the share of pairs in the right order, ties counted half), and the rates at a threshold: positive where the
 * probability reaches it.
 */
export function performanceOf(probabilities: readonly number[], isPositive: readonly boolean[], threshold: number): Performance {
  const positives = probabilities.filter((_, n) => isPositive[n]);
  const negatives = probabilities.filter((_, n) => !isPositive[n]);
  let ordered = 0;
  for (const positive of positives) for (const negative of negatives) ordered += positive > negative ? 1 : positive === negative ? 0.5 : 0;
  const found = positives.filter((probability) => probability >= threshold).length;
  const spared = negatives.filter((probability) => probability < threshold).length;
  return {
    auc: ordered / (positives.length * negatives.length),
    accuracy: (found + spared) / probabilities.length,
    sensitivity: found / positives.length,
    specificity: spared / negatives.length,
  };
}
