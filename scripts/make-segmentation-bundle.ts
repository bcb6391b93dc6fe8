import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SegmentationBundle } from "../src-shared/domain/bundle/bundle2.ts";
import type { Image } from "../src-shared/domain/volume.ts";
import { forkProcess } from "../src-main/app/forkProcess.ts";
import { writeImageFile } from "../src-main/services/imagefiles/index.ts";
import { workerPath } from "../src-main/services/jobs/index.ts";
import { createInference, openBundle2, runBundle2 } from "../src-main/services/models/index.ts";
import { createRandom } from "../src-main/services/sample/index.ts";
import { sha256OfFile } from "../src-main/services/system/index.ts";
import { drawingNetwork } from "./demonstration/drawingNetwork.ts";

/**
 * Writes a small network that draws, by patches, on a T1-weighted image: node scripts/make-segmentation-bundle.ts [FOLDER], without it to
 * assets/models/segmentation. Its weights are random: what it draws means nothing, and shows how such a bundle is described, run and corrected. The same
 * files come out every time, but for what the golden case measures on this machine.
 */
const folder = process.argv[2] ?? join(import.meta.dirname, "..", "assets", "models", "segmentation");
const seed = 3;

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, "golden"), { recursive: true });
writeFileSync(join(folder, "fold_0.onnx"), drawingNetwork(createRandom(seed, "drawing by random weights"), 3));

/** A small image without symmetry. */
const size = [22, 18, 14] as const;
const voxels = new Int16Array(size[0] * size[1] * size[2]);
for (let k = 0, at = 0; k < size[2]; k++)
  for (let j = 0; j < size[1]; j++)
    for (let i = 0; i < size[0]; i++, at++) {
      const inside = ((i - 12) / 8) ** 2 + ((j - 8) / 6) ** 2 + ((k - 6) / 5) ** 2 < 1;
      voxels[at] = (inside ? 400 : 20) + 150 * Math.sin(0.5 * i + 0.3 * j) + 40 * Math.cos(0.7 * k - 0.2 * i);
    }
const image: Image = {
  grid: { size, spacingMm: [2, 2, 3], originMm: [-20, -18, -20], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
  scalarType: "int16",
  voxels,
};
await writeImageFile(join(folder, "golden", "t1.nii.gz"), image);

const bundle: SegmentationBundle = {
  formatVersion: 2,
  kind: "segmentation",
  name: "Drawing by random weights (demonstration)",
  version: "1.0.0",
  authors: ["The Fascicle authors"],
  intendedUse:
    "To try out how a network draws on an image and its drawing is corrected by hand. Its weights are random numbers; what it draws means nothing.",
  notice: "Demonstration: random weights, trained on nothing. Research use only. Not for diagnosis.",
  files: {
    "fold_0.onnx": await sha256OfFile(join(folder, "fold_0.onnx")),
    "golden/t1.nii.gz": await sha256OfFile(join(folder, "golden", "t1.nii.gz")),
  },
  input: {
    images: [{ name: "T1", sequence: "T1-weighted", required: true, registeredTo: null, normalise: { kind: "zscore", over: "whole" } }],
    orientation: "RAS",
    tensorAxes: "zyx",
    dims: { kind: "3d" },
    order: ["crop", "normalise", "resample"],
    crop: { kind: "none" },
    grid: { kind: "keep" },
    pad: { to: "patch", value: 0, where: "centre" },
  },
  inference: {
    folds: ["fold_0.onnx"],
    channels: ["T1"],
    patch: [8, 48, 48],
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
      { value: 1, name: "Random one", color: "#38e9ff" },
      { value: 2, name: "Random two", color: "#ff9f38" },
    ],
    resampleBack: { of: "logits", resample: { method: "skimage", order: 1, orderZ: 0, separateZ: "auto", threshold: 3 } },
    post: [{ kind: "largestComponent", labels: [1, 2], together: false, connectivity: 6 }],
  },
  golden: [
    {
      name: "made image",
      images: { T1: "golden/t1.nii.gz" },
      tensor: { shape: [1, 14, 48, 48], samples: [], tolerance: 1e-4 },
      counts: {},
      countsPercent: 0.1,
      logits: [],
      logitsTolerance: 1e-4,
    },
  ],
  limits: { maxVoxels: 100_000_000, patchMb: 1, threads: "all", seconds: 600, providers: ["cpu"] },
  provenance: {
    trainingData: "None: the weights are random numbers",
    patients: 1,
    scanners: [],
    fieldStrengthT: null,
    sequences: ["T1-weighted"],
    ranges: { spacingMm: null, intensity: {}, outside: "mark" },
    licenceOfWeights: "MIT",
    licenceOfData: "none",
    citation: "none",
    framework: "Fascicle",
    exporter: "scripts/make-segmentation-bundle.ts",
    opset: 17,
    date: "2026-01-14",
    researchOnly: true,
  },
};
const write = (content: SegmentationBundle) => writeFileSync(join(folder, "bundle.json"), `${JSON.stringify(content, null, 2)}\n`);
// The counts of the golden case are measured below; a description without them is none.
const [golden] = bundle.golden;
write({
  ...bundle,
  golden: [{ ...golden!, counts: { "1": 0, "2": 0 }, tensor: { ...golden!.tensor!, samples: [{ at: [0, 0, 0, 0], value: 0 }] } }],
});

const inference = createInference({ forkInference: forkProcess, modulePath: workerPath("inference") });
const workFolder = `${folder}.work`;
mkdirSync(workFolder);
try {
  const places = Array.from({ length: 20 }, (_, index) => [
    0,
    (index * 5 + 3) % 14,
    15 + ((index * 7 + 2) % 18),
    13 + ((index * 11 + 5) % 22),
  ]);
  const logits = places.slice(0, 9).map(([, z, y, x], index) => [index % 3, z!, y!, x!]);
  const opened = await openBundle2(folder);
  const outcome = await runBundle2(inference, opened, {
    images: new Map([["T1", image]]),
    workFolder,
    inspect: { tensor: places, logits },
  });
  const { inspected, counts, memory } = outcome;
  write({
    ...bundle,
    golden: [
      {
        ...golden!,
        tensor: { ...golden!.tensor!, samples: places.map((at, index) => ({ at, value: inspected!.tensor[index]! })) },
        counts: { ...counts },
        logits: logits.map((at, index) => ({ at, value: inspected!.logits[index]! })),
      },
    ],
    // Memory comes in pages, of which a small network takes more or fewer from run to run.
    limits: { ...bundle.limits, patchMb: Math.max(2, Math.ceil(memory.patchBytes / 2 ** 20)) },
  });
  console.log(`the golden case has ${JSON.stringify(counts)} voxels`);
} finally {
  inference.close();
  rmSync(workFolder, { recursive: true, force: true });
}
