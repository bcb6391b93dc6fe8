import { PlainError } from "#shared/domain/plainError.ts";
import {
  attributeProto,
  dataTypes,
  externalLocation,
  functionProto,
  graphProto,
  modelProto,
  nodeProto,
  operatorSetId,
  sparseTensorProto,
  tensorProto,
  tensorTypeProto,
  typeProto,
  valueInfoProto,
} from "./onnxFields.ts";
import {
  bytesOf,
  integerField,
  integersOf,
  messageField,
  OnnxFault,
  readFields,
  stringField,
  stringsOf,
  writeFields,
  type WireField,
} from "./protobufWire.ts";

/** A model made ready for the runtime. */
export interface PreparedModel {
  /** The model as it is run; the very bytes that came in where no ZipMap was there. */
  readonly bytes: Uint8Array;
  /** Of each output whose ZipMap was taken off: the class labels of its columns, as the model names them. */
  readonly zipMapLabels: ReadonlyMap<string, readonly string[]>;
}

/**
 * Takes the ZipMap nodes (ai.onnx.ml) off a model: skl2onnx ends classifiers with one, which turns the tensor of probabilities [N, classes] into a
 * sequence of maps, and the Node binding of ONNX Runtime returns tensors only. Each becomes an Identity of the same output name; all else stays byte for byte.
 * Throws PlainError that names the file where the bytes are no ONNX model, or where the model keeps numbers in files outside itself (a bundle is bundle.json and model.onnx only).
 */
export function prepareModel(bytes: Uint8Array, fileName = "model.onnx"): PreparedModel {
  try {
    return prepared(bytes);
  } catch (cause) {
    if (cause instanceof OnnxFault) throw new PlainError(`${fileName} ${cause.message}`, { cause });
    throw cause;
  }
}

function prepared(bytes: Uint8Array): PreparedModel {
  const model = readFields(bytes);
  const graphBytes = bytesOf(model, modelProto.graph)[0];
  if (!graphBytes) throw new OnnxFault("holds no graph: it is not an ONNX model. Export it again, and copy the whole file.");
  const graph = readFields(graphBytes);
  refuseExternalData(graph);
  for (const body of bytesOf(model, modelProto.functions)) refuseExternalNodes(bytesOf(readFields(body), functionProto.node));

  const zipMapLabels = new Map<string, readonly string[]>();
  const nodes = graph.map((field) => {
    if (field.number !== graphProto.node || field.wireType !== 2) return field;
    const node = readFields(field.value);
    const output = stringsOf(node, nodeProto.output)[0];
    const input = stringsOf(node, nodeProto.input)[0];
    if (
      stringsOf(node, nodeProto.operator)[0] !== "ZipMap" ||
      stringsOf(node, nodeProto.domain)[0] !== "ai.onnx.ml" ||
      output === undefined ||
      input === undefined
    )
      return field;
    zipMapLabels.set(output, labelsOf(node));
    return messageField(graphProto.node, [
      stringField(nodeProto.input, input),
      stringField(nodeProto.output, output),
      stringField(nodeProto.name, output),
      stringField(nodeProto.operator, "Identity"),
    ]);
  });
  if (zipMapLabels.size === 0) return { bytes, zipMapLabels };

  const retyped = nodes.map((field) => {
    if ((field.number !== graphProto.output && field.number !== graphProto.valueInfo) || field.wireType !== 2) return field;
    const name = stringsOf(readFields(field.value), valueInfoProto.name)[0];
    return name !== undefined && zipMapLabels.has(name) ? messageField(field.number, floatTensor(name)) : field;
  });
  const rewritten = model.map((field) => (field.number === modelProto.graph ? messageField(modelProto.graph, retyped) : field));
  const hasDefaultOperators = bytesOf(model, modelProto.opsetImport).some(
    (set) => (stringsOf(readFields(set), operatorSetId.domain)[0] ?? "") === "",
  );
  if (!hasDefaultOperators)
    rewritten.push(messageField(modelProto.opsetImport, [stringField(operatorSetId.domain, ""), integerField(operatorSetId.version, 13)]));
  return { bytes: writeFields(rewritten), zipMapLabels };
}

/** ZipMap takes a float tensor; its shape is left to the runtime. */
function floatTensor(name: string): WireField[] {
  return [
    stringField(valueInfoProto.name, name),
    messageField(valueInfoProto.type, [messageField(typeProto.tensor, [integerField(tensorTypeProto.elementType, dataTypes.float)])]),
  ];
}

function labelsOf(zipMap: readonly WireField[]): string[] {
  return bytesOf(zipMap, nodeProto.attribute).flatMap((bytes) => {
    const attribute = readFields(bytes);
    switch (stringsOf(attribute, attributeProto.name)[0]) {
      case "classlabels_strings":
        return stringsOf(attribute, attributeProto.strings);
      case "classlabels_int64s":
        return integersOf(attribute, attributeProto.integers).map(String);
      default:
        return [];
    }
  });
}

/** A tensor may name a file beside the model: such a name could lead anywhere on the disk. */
function refuseExternalData(graph: readonly WireField[]): void {
  for (const tensor of bytesOf(graph, graphProto.initializer)) refuseExternalTensor(tensor);
  for (const sparse of bytesOf(graph, graphProto.sparseInitializer)) {
    for (const tensor of [
      ...bytesOf(readFields(sparse), sparseTensorProto.values),
      ...bytesOf(readFields(sparse), sparseTensorProto.indices),
    ])
      refuseExternalTensor(tensor);
  }
  refuseExternalNodes(bytesOf(graph, graphProto.node));
}

function refuseExternalNodes(nodes: readonly Uint8Array[]): void {
  for (const attributeBytes of nodes.flatMap((node) => bytesOf(readFields(node), nodeProto.attribute))) {
    const attribute = readFields(attributeBytes);
    for (const tensor of [...bytesOf(attribute, attributeProto.tensor), ...bytesOf(attribute, attributeProto.tensors)])
      refuseExternalTensor(tensor);
    for (const subgraph of [...bytesOf(attribute, attributeProto.graph), ...bytesOf(attribute, attributeProto.graphs)])
      refuseExternalData(readFields(subgraph));
  }
}

function refuseExternalTensor(tensor: Uint8Array): void {
  if (integersOf(readFields(tensor), tensorProto.dataLocation).includes(externalLocation)) {
    throw new OnnxFault("keeps some of its numbers in another file. Export it as one file (no external data).");
  }
}
