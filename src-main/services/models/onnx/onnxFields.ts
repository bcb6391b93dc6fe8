/** Field numbers of the messages that Fascicle reads and writes, from ONNX's published schema (onnx.proto, IR version 8). */
export const modelProto = { irVersion: 1, producerName: 2, graph: 7, opsetImport: 8, functions: 25 } as const;
export const operatorSetId = { domain: 1, version: 2 } as const;
export const graphProto = { node: 1, name: 2, initializer: 5, input: 11, output: 12, valueInfo: 13, sparseInitializer: 15 } as const;
export const functionProto = { node: 7 } as const;
export const nodeProto = { input: 1, output: 2, name: 3, operator: 4, attribute: 5, domain: 7 } as const;
export const attributeProto = {
  name: 1,
  integer: 3,
  tensor: 5,
  graph: 6,
  integers: 8,
  strings: 9,
  tensors: 10,
  graphs: 11,
  type: 20,
} as const;
export const valueInfoProto = { name: 1, type: 2 } as const;
export const typeProto = { tensor: 1 } as const;
export const tensorTypeProto = { elementType: 1, shape: 2 } as const;
export const shapeProto = { dimension: 1 } as const;
export const dimensionProto = { value: 1, parameter: 2 } as const;
export const tensorProto = { dimensions: 1, dataType: 2, name: 8, rawData: 9, dataLocation: 14 } as const;
export const sparseTensorProto = { values: 1, indices: 2 } as const;

/** TensorProto.DataType */
export const dataTypes = { float: 1, double: 11 } as const;
/** AttributeProto.AttributeType */
export const attributeTypes = { integer: 2, integers: 7 } as const;
/** TensorProto.DataLocation */
export const externalLocation = 1n;
