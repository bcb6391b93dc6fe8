import type { EnsembleBundle, SegmentationBundle } from "#shared/domain/bundle/bundle2.ts";

const hash = "0".repeat(64);

export const skimage = { method: "skimage", order: 3, orderZ: 0, separateZ: "auto", threshold: 3 } as const;
export const skimageBack = { method: "skimage", order: 1, orderZ: 0, separateZ: "auto", threshold: 3 } as const;

export const head = {
  formatVersion: 2,
  name: "Sample",
  version: "1",
  authors: ["A. Tester"],
  intendedUse: "Tests",
  provenance: {
    trainingData: "Random weights: trained on nothing",
    patients: 1,
    scanners: [],
    fieldStrengthT: null,
    sequences: ["T1"],
    ranges: { spacingMm: null, intensity: {}, outside: "mark" },
    licenceOfWeights: "MIT",
    licenceOfData: "none",
    citation: "none",
    framework: "PyTorch",
    exporter: "torch.onnx",
    opset: 13,
    date: "2026-01-02",
    researchOnly: true,
  },
  limits: { maxVoxels: 20_000_000, patchMb: 200, threads: "all", seconds: 600, providers: ["cpu"] },
} satisfies Partial<SegmentationBundle>;

/** A description that is right in itself; its files are none. */
export function segmentationBundle(changes: Partial<SegmentationBundle> = {}): SegmentationBundle {
  return {
    ...head,
    kind: "segmentation",
    files: { "fold_0.onnx": hash, "golden/t1.nii.gz": hash },
    input: {
      images: [
        { name: "T1", sequence: "T1-weighted", required: true, registeredTo: null, normalise: { kind: "zscore", over: "nonzeroFilled" } },
      ],
      orientation: "RAS",
      tensorAxes: "zyx",
      dims: { kind: "3d" },
      order: ["crop", "normalise", "resample"],
      crop: { kind: "nonzero", marginVoxels: 0 },
      grid: { kind: "spacing", mm: [1, 1, 1], resample: skimage },
      pad: { to: "patch", value: 0, where: "centre" },
    },
    inference: {
      folds: ["fold_0.onnx"],
      channels: ["T1"],
      patch: [32, 32, 32],
      steps: { rule: "nnU-Net", step: 0.5 },
      blend: { kind: "gaussian", rule: "nnU-Net", sigmaFraction: 0.125 },
      accumulate: "float32",
      mirrorAxes: [],
      average: "logits",
      answers: "logits",
    },
    output: {
      kind: "labels",
      channels: [null, 1, 2],
      labels: [
        { value: 1, name: "One" },
        { value: 2, name: "Two" },
      ],
      resampleBack: { of: "logits", resample: skimageBack },
      post: [],
    },
    golden: [
      {
        name: "first",
        images: { T1: "golden/t1.nii.gz" },
        tensor: { shape: [1, 32, 32, 32], sha256: hash },
        counts: { "1": 10, "2": 20 },
        countsPercent: 0.1,
        logits: [],
        logitsTolerance: 1e-4,
      },
    ],
    ...changes,
  };
}

/** The same of an ensemble: images and a table. */
export function ensembleBundle(changes: Partial<EnsembleBundle> = {}): EnsembleBundle {
  const { input, inference } = segmentationBundle();
  const score = { ...inference, average: "scores", answers: "scores", patch: "whole volume" } as const;
  const [t1] = input.images;
  return {
    ...head,
    kind: "ensemble",
    files: { "a.onnx": hash, "b.onnx": hash, "c.onnx": hash, "golden/t1.nii.gz": hash },
    input: { ...input, images: [t1!], formulas: { T1Square: "T1^2" }, pad: { to: "none" } },
    table: { columns: [{ name: "age", unit: "years", min: 0, max: 18 }] },
    members: [
      { kind: "volume", name: "plain", weight: 0.25, inference: { ...score, folds: ["a.onnx"] } },
      { kind: "volume", name: "square", weight: 0.25, inference: { ...score, folds: ["b.onnx"], channels: ["T1Square"] } },
      {
        kind: "table",
        name: "clinical",
        weight: 0.5,
        inference: { folds: ["c.onnx"], columns: ["age"], average: "scores", answers: "scores" },
      },
    ],
    output: { kind: "probability", classes: ["no", "yes"], positiveClass: "yes", threshold: 0.5 },
    golden: [
      {
        name: "first",
        images: { T1: "golden/t1.nii.gz" },
        row: { age: 3 },
        tensor: { shape: [1, 32, 32, 32], sha256: hash },
        score: 0.5,
        tolerance: 1e-5,
      },
    ],
    ...changes,
  };
}
