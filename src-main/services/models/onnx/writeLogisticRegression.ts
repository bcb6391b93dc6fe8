import {
  attributeProto,
  attributeTypes,
  dataTypes,
  dimensionProto,
  graphProto,
  modelProto,
  nodeProto,
  operatorSetId,
  shapeProto,
  tensorProto,
  tensorTypeProto,
  typeProto,
  valueInfoProto,
} from "./onnxFields.ts";
import { integerField, messageField, stringField, writeFields, type WireField } from "./protobufWire.ts";

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
  const graph = writeFields([
    node("Sub", ["features", "mean"], "centred"),
    node("Div", ["centred", "standardDeviation"], "standardised"),
    node("MatMul", ["standardised", "coefficients"], "weighted"),
    node("Add", ["weighted", "intercept"], "logOdds"),
    node("Neg", ["logOdds"], "negativeLogOdds"),
    node("Sigmoid", ["negativeLogOdds"], "negativeProbability"),
    node("Sigmoid", ["logOdds"], "positiveProbability"),
    node("Concat", ["negativeProbability", "positiveProbability"], "probabilities", [integerAttribute("axis", 1)]),
    stringField(graphProto.name, "logistic regression"),
    tensor("mean", [1, count], mean),
    tensor("standardDeviation", [1, count], standardDeviation),
    tensor("coefficients", [count, 1], coefficients),
    tensor("intercept", [1, 1], [intercept]),
    valueInfo(graphProto.input, "features", count),
    valueInfo(graphProto.output, "probabilities", 2),
  ]);
  return writeFields([
    integerField(modelProto.irVersion, 8),
    stringField(modelProto.producerName, "Fascicle"),
    messageField(modelProto.graph, graph),
    messageField(modelProto.opsetImport, [stringField(operatorSetId.domain, ""), integerField(operatorSetId.version, 17)]),
  ]);
}

function node(operator: string, inputs: readonly string[], output: string, attributes: readonly WireField[] = []): WireField {
  return messageField(graphProto.node, [
    ...inputs.map((input) => stringField(nodeProto.input, input)),
    stringField(nodeProto.output, output),
    stringField(nodeProto.name, output),
    stringField(nodeProto.operator, operator),
    ...attributes,
  ]);
}

function integerAttribute(name: string, value: number): WireField {
  return messageField(nodeProto.attribute, [
    stringField(attributeProto.name, name),
    integerField(attributeProto.integer, value),
    integerField(attributeProto.type, attributeTypes.integer),
  ]);
}

/** A float64 constant; ONNX keeps raw data little-endian. */
function tensor(name: string, dimensions: readonly number[], values: readonly number[]): WireField {
  const raw = new Uint8Array(values.length * 8);
  const view = new DataView(raw.buffer);
  for (const [index, value] of values.entries()) view.setFloat64(index * 8, value, true);
  return messageField(graphProto.initializer, [
    ...dimensions.map((dimension) => integerField(tensorProto.dimensions, dimension)),
    integerField(tensorProto.dataType, dataTypes.double),
    stringField(tensorProto.name, name),
    messageField(tensorProto.rawData, raw),
  ]);
}

/** A float64 input or output [N, columns]. */
function valueInfo(field: number, name: string, columns: number): WireField {
  return messageField(field, [
    stringField(valueInfoProto.name, name),
    messageField(valueInfoProto.type, [
      messageField(typeProto.tensor, [
        integerField(tensorTypeProto.elementType, dataTypes.double),
        messageField(tensorTypeProto.shape, [
          messageField(shapeProto.dimension, [stringField(dimensionProto.parameter, "N")]),
          messageField(shapeProto.dimension, [integerField(dimensionProto.value, columns)]),
        ]),
      ]),
    ]),
  ]);
}
