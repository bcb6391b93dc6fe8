import { dataTypes } from "./onnxFields.ts";
import { integerAttribute, node, tensor, valueInfo, writeModel } from "./onnxGraph.ts";

/** A logistic regression on standardised inputs; every array has one number a feature, in the order of the bundle's features. */
export interface LogisticRegression {
  readonly mean: readonly number[];
  /** Above 0. */
  readonly standardDeviation: readonly number[];
  readonly coefficients: readonly number[];
  readonly intercept: number;
}

/**
 * The bytes of an ONNX model (opset 17, float64 throughout) of a logistic regression:
 * z = intercept + sum of coefficient * (value - mean) / standardDeviation; probability of the second class 1 / (1 + exp(-z)), of the first 1 / (1 + exp(z)).
 * Input "features" [N, features]; output "probabilities" [N, 2], the positive class second.
 * Throws RangeError where lengths differ, a number is not finite or a deviation is not above 0.
 */
export function writeLogisticRegression({ mean, standardDeviation, coefficients, intercept }: LogisticRegression): Uint8Array {
  const count = coefficients.length;
  if (count === 0 || mean.length !== count || standardDeviation.length !== count) {
    throw new RangeError("a logistic regression needs one mean, one deviation and one coefficient for each feature");
  }
  if (
    ![...mean, ...standardDeviation, ...coefficients, intercept].every(Number.isFinite) ||
    standardDeviation.some((deviation) => deviation <= 0)
  ) {
    throw new RangeError("the numbers of a logistic regression must be finite, and its deviations above 0");
  }
  const { double } = dataTypes;
  return writeModel("logistic regression", [
    node("Sub", ["features", "mean"], "centred"),
    node("Div", ["centred", "standardDeviation"], "standardised"),
    node("MatMul", ["standardised", "coefficients"], "weighted"),
    node("Add", ["weighted", "intercept"], "logOdds"),
    node("Neg", ["logOdds"], "negativeLogOdds"),
    node("Sigmoid", ["negativeLogOdds"], "negativeProbability"),
    node("Sigmoid", ["logOdds"], "positiveProbability"),
    node("Concat", ["negativeProbability", "positiveProbability"], "probabilities", [integerAttribute("axis", 1)]),
    tensor("mean", [1, count], mean, double),
    tensor("standardDeviation", [1, count], standardDeviation, double),
    tensor("coefficients", [count, 1], coefficients, double),
    tensor("intercept", [1, 1], [intercept], double),
    valueInfo("input", "features", ["N", count], double),
    valueInfo("output", "probabilities", ["N", 2], double),
  ]);
}
