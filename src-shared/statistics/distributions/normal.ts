import { incompleteGamma } from "./incompleteGamma.ts";

/** The probability that a standard normal variable is above z. */
export function normalUpper(z: number): number {
  const { lower, upper } = incompleteGamma(0.5, (z * z) / 2);
  return z >= 0 ? upper / 2 : 0.5 + lower / 2;
}

/** The probability that a standard normal variable is at most z. */
export function normalLower(z: number): number {
  return normalUpper(-z);
}

/** The probability that a standard normal variable is at least as far from 0 as z: the two-sided p of a z test. */
export function normalTwoSided(z: number): number {
  return incompleteGamma(0.5, (z * z) / 2).upper;
}

/** The density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}
