import { Root, type Type } from "protobufjs";

/** The part of ONNX's published schema that the tests read models with: an oracle independent of the program's own reader. */
const root = Root.fromJSON({
  nested: {
    Model: {
      fields: {
        irVersion: { type: "int64", id: 1 },
        graph: { type: "Graph", id: 7 },
        opsetImport: { rule: "repeated", type: "Opset", id: 8 },
      },
    },
    Opset: { fields: { domain: { type: "string", id: 1 }, version: { type: "int64", id: 2 } } },
    Graph: {
      fields: {
        node: { rule: "repeated", type: "Node", id: 1 },
        name: { type: "string", id: 2 },
        initializer: { rule: "repeated", type: "Tensor", id: 5 },
        input: { rule: "repeated", type: "ValueInfo", id: 11 },
        output: { rule: "repeated", type: "ValueInfo", id: 12 },
      },
    },
    Node: {
      fields: {
        input: { rule: "repeated", type: "string", id: 1 },
        output: { rule: "repeated", type: "string", id: 2 },
        name: { type: "string", id: 3 },
        opType: { type: "string", id: 4 },
        attribute: { rule: "repeated", type: "Attribute", id: 5 },
        domain: { type: "string", id: 7 },
      },
    },
    Attribute: {
      fields: {
        name: { type: "string", id: 1 },
        i: { type: "int64", id: 3 },
        s: { type: "bytes", id: 4 },
        floats: { rule: "repeated", type: "float", id: 7, options: { packed: true } },
        ints: { rule: "repeated", type: "int64", id: 8, options: { packed: true } },
        strings: { rule: "repeated", type: "bytes", id: 9 },
        type: { type: "int32", id: 20 },
      },
    },
    Tensor: {
      fields: {
        dims: { rule: "repeated", type: "int64", id: 1, options: { packed: true } },
        dataType: { type: "int32", id: 2 },
        name: { type: "string", id: 8 },
        rawData: { type: "bytes", id: 9 },
        dataLocation: { type: "int32", id: 14 },
      },
    },
    ValueInfo: { fields: { name: { type: "string", id: 1 }, type: { type: "TypeProto", id: 2 } } },
    TypeProto: { fields: { tensorType: { type: "TensorType", id: 1 } } },
    TensorType: { fields: { elemType: { type: "int32", id: 1 }, shape: { type: "Shape", id: 2 } } },
    Shape: { fields: { dim: { rule: "repeated", type: "Dim", id: 1 } } },
    Dim: { fields: { dimValue: { type: "int64", id: 1 }, dimParam: { type: "string", id: 2 } } },
  },
});
const modelType: Type = root.lookupType("Model");

export interface OnnxAttribute {
  name: string;
  i?: number;
  s?: string;
  floats?: number[];
  ints?: number[];
  strings?: string[];
}
export interface OnnxNode {
  input?: string[];
  output?: string[];
  opType: string;
  domain?: string;
  attribute?: OnnxAttribute[];
}
export interface OnnxModel {
  irVersion: number;
  opsetImport: { domain?: string; version: number }[];
  graph: {
    name?: string;
    node: OnnxNode[];
    initializer?: { name: string; dims: number[]; dataType: number; rawData?: string; dataLocation?: number }[];
    input: { name: string }[];
    output: { name: string; type?: { tensorType?: { elemType?: number; shape?: { dim?: { dimValue?: number; dimParam?: string }[] } } } }[];
  };
}

/** Reads a model; bytes come as base64, integers as numbers. */
export function decodeOnnx(bytes: Uint8Array): OnnxModel {
  return modelType.toObject(modelType.decode(bytes), { longs: Number, bytes: String, defaults: false }) as OnnxModel;
}

/** Writes a model from the same form. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  return modelType.encode(modelType.fromObject(model)).finish();
}
