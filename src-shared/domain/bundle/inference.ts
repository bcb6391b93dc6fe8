import { z } from "zod";
import { bundleFileSchema, nameSchema } from "./names.ts";

const tensors = {
  /** ONNX files, one a fold; their answers are averaged. */
  folds: z.array(bundleFileSchema).min(1).max(32),
  /** The ONNX input's and output's name, where there is more than one. */
  inputTensor: z.string().min(1).optional(),
  outputTensor: z.string().min(1).optional(),
};

/** Networks that see patches, slices or whole volumes. */
export const volumeInferenceSchema = z.strictObject({
  ...tensors,
  /** Images and formulas in the order of the tensor's channels. */
  channels: z.array(nameSchema).min(1).max(32),
  /** Voxels that the network sees at once, in the order of the tensor's axes (two for 2D), or all of them. */
  patch: z.union([z.literal("whole volume"), z.array(z.int().min(1).max(1024)).min(2).max(3)]),
  /**
   * Where patches begin. nnU-Net: n = ceil((I - P) / (P * step)) + 1, start k = round(k * (I - P) / (n - 1)). MONAI: every int(P * (1 - overlap))
   * voxels, the last one moved back to end with the image.
   */
  steps: z.discriminatedUnion("rule", [
    z.strictObject({ rule: z.literal("nnU-Net"), step: z.number().positive().max(1) }),
    z.strictObject({ rule: z.literal("MONAI"), overlap: z.number().min(0).lt(1) }),
  ]),
  /**
   * How patches that overlap are weighted. nnU-Net's Gaussian has its peak of 10 at P // 2 and is cut at 4 sigma; MONAI's has its peak of 1 in the
   * middle and is at least 0.001. sigma = fraction * P.
   */
  blend: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("constant") }),
    z.strictObject({ kind: z.literal("gaussian"), rule: z.enum(["nnU-Net", "MONAI"]), sigmaFraction: z.number().positive().max(2) }),
  ]),
  accumulate: z.literal("float32"),
  /** Axes (0 is the slowest of those that the network sees) along which the patch is mirrored; the answers of all 2^n are averaged. [] for none. */
  mirrorAxes: z.array(z.int().min(0).max(2)).max(3),
  /** What is averaged over folds: what the network answers, or its scores after softmax or sigmoid. */
  average: z.enum(["logits", "scores"]),
  /** What the network answers. */
  answers: z.enum(["logits", "scores", "values"]),
});
export type VolumeInference = z.infer<typeof volumeInferenceSchema>;

/** Networks that see a row of a table. */
export const tableInferenceSchema = z.strictObject({
  ...tensors,
  /** Names of columns, in the order of the tensor. */
  columns: z.array(z.string().min(1)).min(1).max(20_000),
  average: z.enum(["logits", "scores"]),
  answers: z.enum(["logits", "scores", "values"]),
});
export type TableInference = z.infer<typeof tableInferenceSchema>;

/** One part of an ensemble, with its folds. The weights of all add up to 1. */
export const memberSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("volume"), name: nameSchema, weight: z.number().positive().max(1), inference: volumeInferenceSchema }),
  z.strictObject({ kind: z.literal("table"), name: nameSchema, weight: z.number().positive().max(1), inference: tableInferenceSchema }),
]);
export type EnsembleMember = z.infer<typeof memberSchema>;
