import type { ModelBundle } from "#shared/domain/modelBundle.ts";

/**
 * What each feature adds to the log-odds of the positive class in a linear model: coefficient * (value - mean) / standardDeviation.
 * `values` follow the bundle's features. Null where the bundle gives no linear model.
 */
export function contributionsOf(bundle: ModelBundle, values: readonly number[]): number[] | null {
  const { linear, input } = bundle;
  if (!linear) return null;
  return input.features.map((feature, index) => {
    // readBundle made sure that a linear bundle has these for each feature.
    const { mean, standardDeviation } = input.trainingRange[feature]!;
    return (linear.coefficients[feature]! * (values[index]! - mean!)) / standardDeviation!;
  });
}

/** Probability of the positive class, 1 / (1 + exp(-(intercept + sum of contributions))); null where the bundle gives no linear model. */
export function linearProbability(bundle: ModelBundle, values: readonly number[]): number | null {
  const contributions = contributionsOf(bundle, values);
  if (!contributions || !bundle.linear) return null;
  return 1 / (1 + Math.exp(-contributions.reduce((sum, contribution) => sum + contribution, bundle.linear.intercept)));
}
