import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dataTypes } from "../../../../../src-main/services/models/onnx/onnxFields.ts";
import { node, tensor, valueInfo, writeModel } from "../../../../../src-main/services/models/onnx/onnxGraph.ts";

/** What the 1 x 1 network of the tests answers: for each class a weight for each channel, and a constant. */
export interface Pointwise {
  readonly weights: ReadonlyArray<readonly number[]>;
  readonly bias: readonly number[];
}

/** An ONNX network that sees every voxel by itself. */
export function pointwiseNetwork({ weights, bias }: Pointwise, axes: 2 | 3): Uint8Array {
  const { float } = dataTypes;
  const channels = weights[0]!.length;
  const lengths = ["a", "b", "c"].slice(0, axes);
  return writeModel("pointwise", [
    node("Conv", ["x", "weights", "bias"], "y"),
    tensor("weights", [weights.length, channels, ...lengths.map(() => 1)], weights.flat(), float),
    tensor("bias", [bias.length], bias, float),
    valueInfo("input", "x", ["N", channels, ...lengths], float),
    valueInfo("output", "y", ["N", weights.length, ...lengths], float),
  ]);
}

const resampling = (order: number) => ({ is_seg: false, order, order_z: 0, force_separate_z: null });

/** plans.json as nnU-Net v2 writes it, of a small network. */
export function plansOf(configuration: Record<string, unknown> = {}, plans: Record<string, unknown> = {}) {
  return {
    dataset_name: "Dataset901_Made",
    plans_name: "nnUNetPlans",
    original_median_spacing_after_transp: [5, 0.9, 1.1],
    original_median_shape_after_transp: [20, 40, 40],
    image_reader_writer: "NibabelIOWithReorient",
    transpose_forward: [1, 0, 2],
    transpose_backward: [1, 0, 2],
    configurations: {
      "3d_fullres": {
        data_identifier: "nnUNetPlans_3d_fullres",
        preprocessor_name: "DefaultPreprocessor",
        batch_size: 2,
        patch_size: [16, 20, 24],
        median_image_size_in_voxels: [20, 40, 40],
        spacing: [2, 0.9, 1.1],
        normalization_schemes: ["ZScoreNormalization", "CTNormalization"],
        use_mask_for_norm: [true, false],
        resampling_fn_data: "resample_data_or_seg_to_shape",
        resampling_fn_seg: "resample_data_or_seg_to_shape",
        resampling_fn_data_kwargs: resampling(1),
        resampling_fn_seg_kwargs: { ...resampling(1), is_seg: true },
        resampling_fn_probabilities: "resample_data_or_seg_to_shape",
        resampling_fn_probabilities_kwargs: resampling(1),
        architecture: { network_class_name: "PlainConvUNet" },
        batch_dice: true,
        ...configuration,
      },
      "3d_cascade_fullres": { inherits_from: "3d_fullres", previous_stage: "3d_lowres" },
      "3d_fullres_large": { inherits_from: "3d_fullres", patch_size: [20, 20, 28] },
    },
    experiment_planner_used: "ExperimentPlanner",
    label_manager: "LabelManager",
    foreground_intensity_properties_per_channel: {
      "0": { mean: 1, std: 1, median: 1, min: 0, max: 2, percentile_00_5: 0, percentile_99_5: 2 },
      "1": { mean: 40.5, std: 22.25, median: 41, min: -90, max: 300, percentile_00_5: -20, percentile_99_5: 130 },
    },
    ...plans,
  };
}

export const dataset = {
  channel_names: { "0": "zscore", "1": "CT" },
  labels: { background: 0, liver: 1, "liver tumour": 2 },
  numTraining: 12,
  file_ending: ".nii.gz",
};

/** What the files of nnU-Net do not say. */
export const sideFile = {
  name: "Liver",
  version: "1",
  authors: ["A. Tester"],
  intendedUse: "Tests",
  images: { "0": { name: "MR", sequence: "T1-weighted" }, "1": { name: "CT", sequence: "CT, portal venous" } },
  mirroringAxes: [0, 1, 2],
  postprocessing: [] as object[],
  limits: { maxVoxels: 1_000_000, threads: 1, seconds: 300 },
  provenance: {
    trainingData: "Nothing: weights made by hand",
    patients: 1,
    scanners: [],
    fieldStrengthT: null,
    sequences: ["T1", "CT"],
    ranges: { spacingMm: null, intensity: {}, outside: "mark" },
    licenceOfWeights: "MIT",
    licenceOfData: "none",
    citation: "none",
    framework: "nnU-Net 2.6",
    exporter: "by hand",
    opset: 17,
    date: "2026-01-02",
    researchOnly: true,
  },
};

/** Two channels, three classes. */
export const network: Pointwise = {
  weights: [
    [0.2, -0.1],
    [1, 0.4],
    [-0.7, 0.9],
  ],
  bias: [0.3, -0.1, 0],
};

/** Writes a folder as nnU-Net v2 leaves it, with the networks exported. */
export function writeNnunetFolder(
  folder: string,
  {
    plans = plansOf(),
    data = dataset,
    folds = { "fold_0.onnx": pointwiseNetwork(network, 3) },
  }: { plans?: object; data?: object; folds?: Record<string, Uint8Array> } = {},
): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "plans.json"), JSON.stringify(plans));
  writeFileSync(join(folder, "dataset.json"), JSON.stringify(data));
  for (const [name, bytes] of Object.entries(folds)) writeFileSync(join(folder, name), bytes);
  return folder;
}
