import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EnsembleBundle } from "../src-shared/domain/bundle/bundle2.ts";
import type { VolumeInference } from "../src-shared/domain/bundle/inference.ts";
import type { Image } from "../src-shared/domain/volume.ts";
import { forkProcess } from "../src-main/app/forkProcess.ts";
import { readImageFile, writeImageFile } from "../src-main/services/imagefiles/index.ts";
import { workerPath } from "../src-main/services/jobs/index.ts";
import { createInference, openBundle2, runBundle2 } from "../src-main/services/models/index.ts";
import { createRandom } from "../src-main/services/sample/index.ts";
import { sha256OfFile } from "../src-main/services/system/index.ts";
import { tableNetwork, volumeNetwork } from "./demonstration/ensembleNetworks.ts";

/**
 * Writes an ensemble with the form of the tuberous-sclerosis study's WAE-Net: T2, FLAIR and FLAIR3 by five folds each, and clinical data by five folds, of
 * equal weight: node scripts/make-ensemble-bundle.ts [FOLDER], without it to assets/models/ensemble. All weights are random: it answers nothing of use, and
 * shows how such an ensemble is described and run. The same files come out every time, but for what the golden case measures on this machine.
 */
const folder = process.argv[2] ?? join(import.meta.dirname, "..", "assets", "models", "ensemble");
const foldCount = 5;
const columns = [
  { name: "age at onset", unit: "months", min: 0, max: 216 },
  { name: "age at imaging", unit: "months", min: 0, max: 216 },
  { name: "infantile spasms", unit: "", min: 0, max: 1 },
  { name: "three or more medications", unit: "", min: 0, max: 1 },
];
const random = createRandom(1, "ensemble of random networks");

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, "golden"), { recursive: true });
const files: Record<string, string> = {};
const add = async (name: string) => {
  files[name] = await sha256OfFile(join(folder, name));
  return name;
};
const folds = async (name: string, network: () => Uint8Array) => {
  const names: string[] = [];
  for (let fold = 0; fold < foldCount; fold++) {
    const file = `${name}_fold_${fold}.onnx`;
    writeFileSync(join(folder, file), network());
    names.push(await add(file));
  }
  return names;
};

const volumeMember = async (channel: string) => {
  const inference: VolumeInference = {
    folds: await folds(channel, () => volumeNetwork(random)),
    channels: [channel],
    patch: "whole volume",
    steps: { rule: "nnU-Net", step: 1 },
    blend: { kind: "constant" },
    accumulate: "float32",
    mirrorAxes: [],
    average: "scores",
    answers: "scores",
  };
  return { kind: "volume" as const, name: channel, weight: 0.25, inference };
};
const centre = columns.map(({ min, max }) => (min + max) / 2);
const scale = columns.map(({ min, max }) => (max - min) / 2);
const members: EnsembleBundle["members"] = [
  await volumeMember("T2"),
  await volumeMember("FLAIR"),
  await volumeMember("FLAIR3"),
  {
    kind: "table",
    name: "clinical",
    weight: 0.25,
    inference: {
      folds: await folds("clinical", () => tableNetwork(random, centre, scale)),
      columns: columns.map(({ name }) => name),
      average: "scores",
      answers: "scores",
    },
  },
];

/** Two small images without symmetry, which must be turned and resized. */
const made = (shift: number): Image => {
  const size = [20, 24, 16] as const;
  const voxels = new Int16Array(size[0] * size[1] * size[2]);
  for (let k = 0, at = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++, at++)
        voxels[at] = 500 + 300 * Math.sin(0.4 * i + 0.2 * j + shift) + 150 * Math.cos(0.5 * k - 0.1 * i * shift) + 2 * j;
  return {
    grid: { size, spacingMm: [8, 7, 9], originMm: [-80, -84, -72], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
    scalarType: "int16",
    voxels,
  };
};
const images = { FLAIR: "golden/flair.nii.gz", T2: "golden/t2.nii.gz" };
await writeImageFile(join(folder, images.FLAIR), made(0));
await writeImageFile(join(folder, images.T2), made(1));
for (const file of Object.values(images)) await add(file);

const image = (name: string, sequence: string, registeredTo: string | null) => ({
  name,
  sequence,
  required: true,
  registeredTo,
  normalise: { kind: "minMax" as const },
});
const row = { "age at onset": 7, "age at imaging": 40, "infantile spasms": 1, "three or more medications": 0 };
const bundle: EnsembleBundle = {
  formatVersion: 2,
  kind: "ensemble",
  name: "Ensemble of random networks (demonstration)",
  version: "1.0.0",
  authors: ["The Fascicle authors"],
  intendedUse:
    "To try out how an ensemble of networks on images and clinical data is run: three images by five folds each, and a table by five folds, of equal " +
    "weight. Its weights are random numbers; what it answers means nothing.",
  notice: "Demonstration: random weights, trained on nothing. Research use only. Not for diagnosis.",
  files,
  input: {
    images: [image("FLAIR", "FLAIR, the brain alone", null), image("T2", "T2-weighted, the brain alone", "FLAIR")],
    formulas: { FLAIR3: "FLAIR^1.55 * T2^1.45" },
    orientation: "RAS",
    tensorAxes: "zyx",
    dims: { kind: "3d" },
    order: ["crop", "resample", "normalise"],
    crop: { kind: "none" },
    grid: { kind: "size", size: [128, 128, 128], alignment: "corners", order: 1 },
    pad: { to: "none" },
  },
  table: { columns },
  members,
  output: { kind: "probability", classes: ["no", "yes"], positiveClass: "yes", threshold: 0.5 },
  golden: [
    { name: "made images", images, row, tensor: { shape: [3, 128, 128, 128], samples: [], tolerance: 1e-4 }, score: 0, tolerance: 1e-4 },
  ],
  limits: { maxVoxels: 128 ** 3, patchMb: 1, threads: "all", seconds: 300, providers: ["cpu"] },
  provenance: {
    trainingData: "None: the weights are random numbers",
    patients: 1,
    scanners: [],
    fieldStrengthT: null,
    sequences: ["FLAIR", "T2"],
    ranges: { spacingMm: null, intensity: {}, outside: "mark" },
    licenceOfWeights: "MIT",
    licenceOfData: "none",
    citation: "none",
    framework: "Fascicle",
    exporter: "scripts/make-ensemble-bundle.ts",
    opset: 17,
    date: "2026-01-14",
    researchOnly: true,
  },
};
const write = (content: EnsembleBundle) => writeFileSync(join(folder, "bundle.json"), `${JSON.stringify(content, null, 2)}\n`);
write(bundle);

const inference = createInference({ forkInference: forkProcess, modulePath: workerPath("inference") });
const workFolder = `${folder}.work`;
mkdirSync(workFolder);
try {
  const given = new Map<string, Image>();
  for (const [name, file] of Object.entries(images)) given.set(name, await readImageFile(join(folder, file)));
  const places = Array.from({ length: 60 }, (_, index) => [index % 3, ...[37, 71, 101].map((step) => (index * step + 5) % 128)]);
  const outcome = await runBundle2(inference, await openBundle2(folder), {
    images: given,
    row,
    workFolder,
    inspect: { tensor: places, logits: [] },
  });
  const [golden] = bundle.golden;
  const samples = places.map((at, index) => ({ at, value: outcome.inspected!.tensor[index]! }));
  const score = outcome.scores![1]!;
  write({
    ...bundle,
    golden: [{ ...golden!, tensor: { ...golden!.tensor!, samples }, score }],
    // Memory comes in pages, of which a small network takes more or fewer from run to run.
    limits: { ...bundle.limits, patchMb: Math.max(2, Math.ceil(outcome.memory.patchBytes / 2 ** 20)) },
  });
  console.log(`${Object.keys(files).length} files; the golden case has ${score}`);
  for (const { name, score, folds } of outcome.members!) console.log(`${name}: ${score} (${folds.join(", ")})`);
} finally {
  inference.close();
  rmSync(workFolder, { recursive: true, force: true });
}
