import { dataTypes } from "../../src-main/services/models/onnx/onnxFields.ts";
import { integersAttribute, node, tensor, valueInfo, writeModel } from "../../src-main/services/models/onnx/onnxGraph.ts";
import type { Random } from "../../src-main/services/sample/index.ts";

const { float } = dataTypes;
const features = 4;

/**
 * A small 3D network with random weights that draws: two convolutions of 3 x 3 x 3 voxels, zeros beyond the border. Input [1, 1, any, any, any], output
 * [1, channels, any, any, any].
 */
export function drawingNetwork(random: Random, channels: number): Uint8Array {
  const weights = (count: number, inputs: number) => {
    const most = Math.sqrt(3 / inputs);
    return Array.from({ length: count }, () => random.between(-most, most));
  };
  const around = [integersAttribute("pads", [1, 1, 1, 1, 1, 1])];
  return writeModel("random drawing network", [
    node("Conv", ["volume", "weights1", "bias1"], "conv1", around),
    node("Relu", ["conv1"], "relu1"),
    node("Conv", ["relu1", "weights2", "bias2"], "logits", around),
    tensor("weights1", [features, 1, 3, 3, 3], weights(features * 27, 27), float),
    tensor("bias1", [features], weights(features, 27), float),
    tensor("weights2", [channels, features, 3, 3, 3], weights(channels * features * 27, features * 27), float),
    tensor("bias2", [channels], weights(channels, features * 27), float),
    valueInfo("input", "volume", [1, 1, "z", "y", "x"], float),
    valueInfo("output", "logits", [1, channels, "z", "y", "x"], float),
  ]);
}
