import { dataTypes } from "../../src-main/services/models/onnx/onnxFields.ts";
import { integersAttribute, node, tensor, valueInfo, writeModel } from "../../src-main/services/models/onnx/onnxGraph.ts";
import type { Random } from "../../src-main/services/sample/index.ts";

const { float } = dataTypes;
const features = [4, 8] as const;
const hidden = 8;

/** Numbers about 0, as far apart as layers with so many inputs need to keep their scale. */
const weights = (random: Random, count: number, inputs: number) => {
  const most = Math.sqrt(3 / inputs);
  return Array.from({ length: count }, () => random.between(-most, most));
};

/**
 * A small 3D network with random weights: two convolutions of 3 x 3 x 3 voxels, every fourth voxel, their mean, and a probability. Input [1, 1, any, any,
 * any], output [1, 1].
 */
export function volumeNetwork(random: Random): Uint8Array {
  const [first, second] = features;
  const every = [integersAttribute("strides", [4, 4, 4]), integersAttribute("pads", [1, 1, 1, 1, 1, 1])];
  return writeModel("random volume network", [
    node("Conv", ["volume", "weights1", "bias1"], "conv1", every),
    node("Relu", ["conv1"], "relu1"),
    node("Conv", ["relu1", "weights2", "bias2"], "conv2", every),
    node("Relu", ["conv2"], "relu2"),
    node("GlobalAveragePool", ["relu2"], "pooled"),
    node("Flatten", ["pooled"], "flat"),
    node("Gemm", ["flat", "weights3", "bias3"], "logit"),
    node("Sigmoid", ["logit"], "probability"),
    tensor("weights1", [first, 1, 3, 3, 3], weights(random, first * 27, 27), float),
    tensor("bias1", [first], weights(random, first, 27), float),
    tensor("weights2", [second, first, 3, 3, 3], weights(random, second * first * 27, first * 27), float),
    tensor("bias2", [second], weights(random, second, 27), float),
    tensor("weights3", [second, 1], weights(random, second, 2), float),
    tensor("bias3", [1], weights(random, 1, 8), float),
    valueInfo("input", "volume", [1, 1, "z", "y", "x"], float),
    valueInfo("output", "probability", [1, 1], float),
  ]);
}

/** A small network with random weights on a row of a table, which it brings to one scale first. Input [1, columns], output [1, 1]. */
export function tableNetwork(random: Random, centre: readonly number[], scale: readonly number[]): Uint8Array {
  const columns = centre.length;
  return writeModel("random table network", [
    node("Sub", ["row", "centre"], "centred"),
    node("Div", ["centred", "scale"], "scaled"),
    node("Gemm", ["scaled", "weights1", "bias1"], "hidden"),
    node("Relu", ["hidden"], "relu"),
    node("Gemm", ["relu", "weights2", "bias2"], "logit"),
    node("Sigmoid", ["logit"], "probability"),
    tensor("centre", [1, columns], centre, float),
    tensor("scale", [1, columns], scale, float),
    tensor("weights1", [columns, hidden], weights(random, columns * hidden, columns), float),
    tensor("bias1", [hidden], weights(random, hidden, columns), float),
    tensor("weights2", [hidden, 1], weights(random, hidden, hidden), float),
    tensor("bias2", [1], weights(random, 1, hidden), float),
    valueInfo("input", "row", [1, columns], float),
    valueInfo("output", "probability", [1, 1], float),
  ]);
}
