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

/** Kinds of numbers that are written: float32 and float64. */
type DataType = (typeof dataTypes)[keyof typeof dataTypes];

/** The bytes of an ONNX model (opset 17) of nodes, constants, inputs and outputs. */
export function writeModel(name: string, parts: readonly WireField[]): Uint8Array {
  const ofKind = (number: number) => parts.filter((part) => part.number === number);
  return writeFields([
    integerField(modelProto.irVersion, 8),
    stringField(modelProto.producerName, "Fascicle"),
    messageField(modelProto.graph, [
      ...ofKind(graphProto.node),
      stringField(graphProto.name, name),
      ...[graphProto.initializer, graphProto.input, graphProto.output].flatMap(ofKind),
    ]),
    messageField(modelProto.opsetImport, [stringField(operatorSetId.domain, ""), integerField(operatorSetId.version, 17)]),
  ]);
}

/** One operator with one output, which names it. */
export function node(operator: string, inputs: readonly string[], output: string, attributes: readonly WireField[] = []): WireField {
  return messageField(graphProto.node, [
    ...inputs.map((input) => stringField(nodeProto.input, input)),
    stringField(nodeProto.output, output),
    stringField(nodeProto.name, output),
    stringField(nodeProto.operator, operator),
    ...attributes,
  ]);
}

export function integerAttribute(name: string, value: number): WireField {
  return messageField(nodeProto.attribute, [
    stringField(attributeProto.name, name),
    integerField(attributeProto.integer, value),
    integerField(attributeProto.type, attributeTypes.integer),
  ]);
}

export function integersAttribute(name: string, values: readonly number[]): WireField {
  return messageField(nodeProto.attribute, [
    stringField(attributeProto.name, name),
    ...values.map((value) => integerField(attributeProto.integers, value)),
    integerField(attributeProto.type, attributeTypes.integers),
  ]);
}

/** A constant; ONNX keeps raw data little-endian. */
export function tensor(name: string, dimensions: readonly number[], values: readonly number[], type: DataType): WireField {
  const bytes = type === dataTypes.double ? 8 : 4;
  const raw = new Uint8Array(values.length * bytes);
  const view = new DataView(raw.buffer);
  for (const [index, value] of values.entries())
    if (type === dataTypes.double) view.setFloat64(index * bytes, value, true);
    else view.setFloat32(index * bytes, value, true);
  return messageField(graphProto.initializer, [
    ...dimensions.map((dimension) => integerField(tensorProto.dimensions, dimension)),
    integerField(tensorProto.dataType, type),
    stringField(tensorProto.name, name),
    messageField(tensorProto.rawData, raw),
  ]);
}

/** An input or output; a length that is a word may be any. */
export function valueInfo(kind: "input" | "output", name: string, lengths: ReadonlyArray<number | string>, type: DataType): WireField {
  return messageField(graphProto[kind], [
    stringField(valueInfoProto.name, name),
    messageField(valueInfoProto.type, [
      messageField(typeProto.tensor, [
        integerField(tensorTypeProto.elementType, type),
        messageField(
          tensorTypeProto.shape,
          lengths.map((length) =>
            messageField(shapeProto.dimension, [
              typeof length === "string" ? stringField(dimensionProto.parameter, length) : integerField(dimensionProto.value, length),
            ]),
          ),
        ),
      ]),
    ]),
  ]);
}
