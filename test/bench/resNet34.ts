import {
  attributeProto,
  attributeTypes,
  dataTypes,
  graphProto,
  modelProto,
  nodeProto,
  operatorSetId,
  tensorProto,
} from "../../src-main/services/models/onnx/onnxFields.ts";
import { node, valueInfo } from "../../src-main/services/models/onnx/onnxGraph.ts";
import { integerField, messageField, stringField, writeFields, type WireField } from "../../src-main/services/models/onnx/protobufWire.ts";

/** Blocks and channels of the four stages of a ResNet-34. */
const stages = [
  [3, 64],
  [4, 128],
  [6, 256],
  [3, 512],
] as const;

/**
 * A 3D ResNet-34 of full width (63.5 million weights, 254 MB) with weights of no meaning, its batch normalisation folded into the convolutions as exporters do:
 * [1, 1, any, any, any] to a probability [1, 1].
 */
export function resNet34(): Uint8Array {
  const nodes: WireField[] = [];
  const constants: WireField[] = [];
  let made = 0;
  const convolve = (input: string, [from, to]: readonly [number, number], length: number, stride: number): string => {
    const name = `c${(made += 1)}`;
    constants.push(random(`${name}w`, [to, from, length, length, length]), random(`${name}b`, [to]));
    const pads = Array.from({ length: 6 }, () => (length - 1) / 2);
    nodes.push(
      node("Conv", [input, `${name}w`, `${name}b`], name, [integers("strides", [stride, stride, stride]), integers("pads", pads)]),
    );
    return name;
  };
  const act = (operator: string, inputs: readonly string[]): string => {
    const name = `a${(made += 1)}`;
    nodes.push(node(operator, inputs, name));
    return name;
  };
  let at = act("Relu", [convolve("volume", [1, 64], 7, 2)]);
  nodes.push(
    node("MaxPool", [at], "pooled", [
      integers("kernel_shape", [3, 3, 3]),
      integers("strides", [2, 2, 2]),
      integers("pads", [1, 1, 1, 1, 1, 1]),
    ]),
  );
  at = "pooled";
  let width = 64;
  for (const [stage, [blocks, channels]] of stages.entries())
    for (let block = 0; block < blocks; block++) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const first = act("Relu", [convolve(at, [width, channels], 3, stride)]);
      const second = convolve(first, [channels, channels], 3, 1);
      const beside = stride === 1 && width === channels ? at : convolve(at, [width, channels], 1, stride);
      at = act("Relu", [act("Add", [second, beside])]);
      width = channels;
    }
  const flat = act("Flatten", [act("GlobalAveragePool", [at])]);
  constants.push(random("headw", [512, 1]), random("headb", [1]));
  nodes.push(node("Gemm", [flat, "headw", "headb"], "logit"), node("Sigmoid", ["logit"], "probability"));
  return writeFields([
    integerField(modelProto.irVersion, 8),
    messageField(modelProto.graph, [
      ...nodes,
      stringField(graphProto.name, "ResNet-34"),
      ...constants,
      valueInfo("input", "volume", [1, 1, "z", "y", "x"], dataTypes.float),
      valueInfo("output", "probability", [1, 1], dataTypes.float),
    ]),
    messageField(modelProto.opsetImport, [stringField(operatorSetId.domain, ""), integerField(operatorSetId.version, 17)]),
  ]);
}

function integers(name: string, values: readonly number[]): WireField {
  return messageField(nodeProto.attribute, [
    stringField(attributeProto.name, name),
    ...values.map((value) => integerField(attributeProto.integers, value)),
    integerField(attributeProto.type, attributeTypes.integers),
  ]);
}

/** Numbers about 0 that keep the scale of what goes through. */
function random(name: string, dimensions: readonly number[]): WireField {
  const count = dimensions.reduce((product, length) => product * length, 1);
  const most = Math.sqrt((6 * dimensions[0]!) / count) * 0.5;
  const values = new Float32Array(count);
  let state = name.length * 7919 + count;
  for (let at = 0; at < count; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    values[at] = (state / 2 ** 31 - 1) * most;
  }
  return messageField(graphProto.initializer, [
    ...dimensions.map((length) => integerField(tensorProto.dimensions, length)),
    integerField(tensorProto.dataType, dataTypes.float),
    stringField(tensorProto.name, name),
    messageField(tensorProto.rawData, new Uint8Array(values.buffer)),
  ]);
}
