import {
  attributeProto,
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
} from "../../src-main/services/models/onnx/onnxFields.ts";
import { integerField, messageField, stringField, writeFields, type WireField } from "../../src-main/services/models/onnx/protobufWire.ts";

const listOfIntegers = 7;

/** A network of 3 x 3 x 3 convolutions with weights of no meaning, for volumes of any size: [1, first, a, b, c] to [1, last, a, b, c]. */
export function convolutionStack(channels: readonly number[]): Uint8Array {
  const layers = channels.slice(1).map((outputs, index) => ({ inputs: channels[index]!, outputs, isLast: index === channels.length - 2 }));
  const nodes = layers.flatMap(({ isLast }, index) => {
    const made = isLast ? "answer" : `sum${index}`;
    const convolution = node("Conv", [index === 0 ? "image" : `layer${index - 1}`, `weights${index}`], made, [
      integers("kernel_shape", [3, 3, 3]),
      integers("pads", [1, 1, 1, 1, 1, 1]),
    ]);
    return isLast ? [convolution] : [convolution, node("Relu", [made], `layer${index}`, [])];
  });
  const graph = [
    ...nodes,
    stringField(graphProto.name, "convolutions"),
    ...layers.map(({ inputs, outputs }, index) => weights(`weights${index}`, [outputs, inputs, 3, 3, 3])),
    port(graphProto.input, "image", channels[0]!),
    port(graphProto.output, "answer", channels.at(-1)!),
  ];
  return writeFields([
    integerField(modelProto.irVersion, 8),
    messageField(modelProto.graph, graph),
    messageField(modelProto.opsetImport, [stringField(operatorSetId.domain, ""), integerField(operatorSetId.version, 17)]),
  ]);
}

function node(operator: string, inputs: readonly string[], output: string, attributes: readonly WireField[]): WireField {
  return messageField(graphProto.node, [
    ...inputs.map((input) => stringField(nodeProto.input, input)),
    stringField(nodeProto.output, output),
    stringField(nodeProto.operator, operator),
    ...attributes,
  ]);
}

function integers(name: string, values: readonly number[]): WireField {
  return messageField(nodeProto.attribute, [
    stringField(attributeProto.name, name),
    ...values.map((value) => integerField(attributeProto.integers, value)),
    integerField(attributeProto.type, listOfIntegers),
  ]);
}

function weights(name: string, dimensions: readonly number[]): WireField {
  const count = dimensions.reduce((product, length) => product * length, 1);
  const fanIn = count / dimensions[0]!;
  const values = Float32Array.from({ length: count }, (_, at) => (((at * 7919) % 1000) / 1000 - 0.5) / Math.sqrt(fanIn));
  return messageField(graphProto.initializer, [
    ...dimensions.map((length) => integerField(tensorProto.dimensions, length)),
    integerField(tensorProto.dataType, dataTypes.float),
    stringField(tensorProto.name, name),
    messageField(tensorProto.rawData, new Uint8Array(values.buffer)),
  ]);
}

function port(field: number, name: string, channels: number): WireField {
  const free = (axis: string) => messageField(shapeProto.dimension, [stringField(dimensionProto.parameter, axis)]);
  const fixed = (length: number) => messageField(shapeProto.dimension, [integerField(dimensionProto.value, length)]);
  return messageField(field, [
    stringField(valueInfoProto.name, name),
    messageField(valueInfoProto.type, [
      messageField(typeProto.tensor, [
        integerField(tensorTypeProto.elementType, dataTypes.float),
        messageField(tensorTypeProto.shape, [fixed(1), fixed(channels), free("a"), free("b"), free("c")]),
      ]),
    ]),
  ]);
}
