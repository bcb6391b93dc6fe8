import { gammaQuantile, incompleteGamma } from "./incompleteGamma.ts";

/** The probability that a chi-squared variable with `df` degrees of freedom is above x. */
export function chiSquaredUpper(x: number, df: number): number {
  return incompleteGamma(df / 2, x / 2).upper;
}

/** The x below which a chi-squared variable with `df` degrees of freedom lies with probability p. */
export function chiSquaredQuantile(p: number, df: number): number {
  return 2 * gammaQuantile(p, false, df / 2);
}
