import type { OnnxNode } from "./onnxSchema.ts";

/**
 * A TreeEnsembleClassifier walked by hand, after the operator's definition (ai.onnx.ml, version 1): at a branch the true child where value <= threshold;
 * each leaf adds its weights to its classes' scores; then the post transform. Values and thresholds are float32. Answers one number a class.
 */
export function walkTrees(node: OnnxNode, row: readonly number[]): number[] {
  const attribute = (name: string) => node.attribute?.find((candidate) => candidate.name === name);
  const ints = (name: string) => attribute(name)?.ints ?? [];
  const floats = (name: string) => attribute(name)?.floats ?? [];
  const text = (base64: string) => Buffer.from(base64, "base64").toString();

  const modes = (attribute("nodes_modes")?.strings ?? []).map(text);
  const key = (tree: number, id: number) => `${tree}/${id}`;
  const nodes = new Map(ints("nodes_treeids").map((tree, index) => [key(tree, ints("nodes_nodeids")[index]!), index]));
  const classes = ints("classlabels_int64s").length;
  const scores = Array.from({ length: classes }, (_, index) => floats("base_values")[index] ?? 0);

  for (const tree of new Set(ints("nodes_treeids"))) {
    let id = 0;
    for (;;) {
      const index = nodes.get(key(tree, id))!;
      if (modes[index] === "LEAF") break;
      if (modes[index] !== "BRANCH_LEQ") throw new Error(`the test does not know ${modes[index]}`);
      const isTrue = Math.fround(row[ints("nodes_featureids")[index]!]!) <= floats("nodes_values")[index]!;
      id = ints(isTrue ? "nodes_truenodeids" : "nodes_falsenodeids")[index]!;
    }
    for (const [index, leaf] of ints("class_nodeids").entries()) {
      if (leaf === id && ints("class_treeids")[index] === tree) scores[ints("class_ids")[index]!]! += floats("class_weights")[index]!;
    }
  }

  const sigmoid = (score: number) => 1 / (1 + Math.exp(-score));
  switch (text(attribute("post_transform")?.s ?? "")) {
    case "SOFTMAX":
      return softmax(scores);
    case "LOGISTIC":
      // Two classes with weights of one only: its score is the positive class's.
      return new Set(ints("class_ids")).size === 1 && classes === 2 ? [1 - sigmoid(scores[0]!), sigmoid(scores[0]!)] : scores.map(sigmoid);
    default:
      return scores;
  }
}

export function softmax(scores: readonly number[]): number[] {
  const powers = scores.map(Math.exp);
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
