import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Bundle2, EnsembleBundle, SegmentationBundle } from "#shared/domain/bundle/bundle2.ts";
import type { Image } from "#shared/domain/volume.ts";
import { writeImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { sharedData, unpackArchive } from "../../../../sharedData.ts";
import { formulaImage } from "./formulaVolume.ts";
import { head, skimageBack } from "./sampleBundle2.ts";

/** What ../shared/data/onnx/volume-models/expected.json says of the patch networks: made with PyTorch and nnU-Net's steps and weights. */
interface PatchOutcome {
  readonly class_counts: readonly [number, number, number];
  readonly logits_samples: Readonly<Record<string, number>>;
}
interface Expected {
  readonly models: {
    readonly unet_patch32_2ch_3class: { readonly expected: { readonly no_mirroring: PatchOutcome; readonly mirror_012: PatchOutcome } };
    readonly unet_patch32_1ch_2region: {
      readonly counts: readonly [number, number, number];
      readonly largest_component_voxels: number;
    };
    readonly wae_t2_fold0: { readonly probability: number };
    readonly wae_t2_fold1: { readonly probability: number };
    readonly wae_flair_fold0: { readonly probability: number };
    readonly wae_flair_fold1: { readonly probability: number };
    readonly wae_clinical_fold0: {
      readonly order: readonly string[];
      readonly input: ReadonlyArray<readonly number[]>;
      readonly probability: readonly number[];
    };
  };
}

/** Reads it. */
export function expectedOutcomes(): Expected {
  return JSON.parse(readFileSync(sharedData("onnx", "volume-models", "expected.json"), "utf8")) as Expected;
}

type Contents = Readonly<Record<string, Uint8Array | Image | { readonly copyOf: string }>>;

/** Writes a bundle's folder: its files, with their hashes, and bundle.json. Answers the folder. */
export async function writeBundle2<Kind extends Bundle2>(folder: string, bundle: Omit<Kind, "files">, contents: Contents): Promise<string> {
  const files: Record<string, string> = {};
  for (const [name, content] of Object.entries(contents)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (content instanceof Uint8Array) writeFileSync(path, content);
    else if ("copyOf" in content) copyFileSync(content.copyOf, path);
    else await writeImageFile(path, content);
    files[name] = createHash("sha256").update(readFileSync(path)).digest("hex");
  }
  writeFileSync(join(folder, "bundle.json"), JSON.stringify({ ...bundle, files }, null, 2));
  return folder;
}

export const patchBox = [
  [10, 66],
  [20, 80],
  [5, 51],
] as const;

const logitsOf = (samples: Readonly<Record<string, number>>) =>
  Object.entries(samples).map(([place, value]) => ({ at: place.split(",").map(Number), value }));

/** The sha256 at half precision of the tensor of the 2-channel network, made by numpy (tiles.py). */
export const preparedHash = "61a5002eb0123e5162e8fa05a0c715384b5545c3d9abc2680a93951f6d7f03fc";

/** Images a and b; three labels by patches of 32 voxels. */
export function patchDescription(isMirrored: boolean): Omit<SegmentationBundle, "files"> {
  const outcome = expectedOutcomes().models.unet_patch32_2ch_3class.expected[isMirrored ? "mirror_012" : "no_mirroring"];
  const image = (name: string) => ({
    name,
    sequence: "made by a formula",
    required: true,
    registeredTo: name === "a" ? null : "a",
    normalise: { kind: "zscore", over: "whole" } as const,
  });
  return {
    ...head,
    kind: "segmentation",
    input: {
      images: [image("a"), image("b")],
      orientation: "as stored",
      tensorAxes: "xyz",
      dims: { kind: "3d" },
      order: ["crop", "normalise", "resample"],
      crop: { kind: "none" },
      grid: { kind: "keep" },
      pad: { to: "patch", value: 0, where: "centre" },
    },
    inference: {
      folds: ["fold_0.onnx"],
      channels: ["a", "b"],
      patch: [32, 32, 32],
      steps: { rule: "nnU-Net", step: 0.5 },
      blend: { kind: "gaussian", rule: "nnU-Net", sigmaFraction: 0.125 },
      accumulate: "float32",
      mirrorAxes: isMirrored ? [0, 1, 2] : [],
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
        name: "formula",
        images: { a: "golden/a.nii", b: "golden/b.nii" },
        tensor: { shape: [2, 56, 60, 46], sha256: preparedHash },
        counts: { "1": outcome.class_counts[1], "2": outcome.class_counts[2] },
        countsPercent: 0.1,
        logits: logitsOf(outcome.logits_samples),
        logitsTolerance: 1e-4,
      },
    ],
  };
}

export const patchImages = () =>
  new Map([
    ["a", formulaImage(0, patchBox)],
    ["b", formulaImage(1, patchBox)],
  ]);

/** Writes the bundle of patchDescription, changed as told. */
export async function writePatchBundle(folder: string, changes: Partial<SegmentationBundle> = {}, isMirrored = false): Promise<string> {
  const images = patchImages();
  return writeBundle2<SegmentationBundle>(
    folder,
    { ...patchDescription(isMirrored), ...changes },
    {
      "fold_0.onnx": { copyOf: sharedData("onnx", "volume-models", "unet_patch32_2ch_3class.onnx") },
      "golden/a.nii": images.get("a")!,
      "golden/b.nii": images.get("b")!,
    },
  );
}

export const regionBox = [
  [30, 90],
  [30, 90],
  [30, 90],
] as const;

/** Writes a bundle of two regions in one channel, whole and core. */
export async function writeRegionBundle(folder: string, post: SegmentationBundle["output"]["post"] = []): Promise<string> {
  const base = patchDescription(false);
  const { counts } = expectedOutcomes().models.unet_patch32_1ch_2region;
  return writeBundle2<SegmentationBundle>(
    folder,
    {
      ...base,
      name: "Regions",
      input: { ...base.input, images: [base.input.images[0]!] },
      inference: { ...base.inference, channels: ["a"] },
      output: {
        kind: "regions",
        regions: [
          { name: "whole", labels: [1, 2] },
          { name: "core", labels: [1] },
        ],
        order: [2, 1],
        threshold: 0.5,
        labels: base.output.labels,
        resampleBack: base.output.resampleBack,
        post,
      },
      golden: [
        {
          name: "formula",
          images: { a: "golden/a.nii" },
          tensor: { shape: [1, 60, 60, 60], samples: [], tolerance: 1e-6 },
          counts: { "1": counts[1], "2": counts[2] },
          countsPercent: 0.1,
          logits: [],
          logitsTolerance: 1e-4,
        },
      ],
    },
    {
      "fold_0.onnx": { copyOf: sharedData("onnx", "volume-models", "unet_patch32_1ch_2region.onnx") },
      "golden/a.nii": formulaImage(2, regionBox),
    },
  );
}

/** Writes an ensemble of two members of two folds each, on images, and one on a table, and answers what PyTorch says of each fold. */
export async function writeEnsembleBundle(folder: string): Promise<{
  bundle: string;
  expected: { columns: string[]; row: number[]; members: number[][] };
}> {
  const { models } = expectedOutcomes();
  const { order, input, probability } = models.wae_clinical_fold0;
  const base = patchDescription(false);
  const inference = {
    ...base.inference,
    patch: "whole volume",
    blend: { kind: "constant" },
    average: "scores",
    answers: "scores",
  } as const;
  const member = (name: string, key: "t2" | "flair") => ({
    kind: "volume" as const,
    name,
    weight: 1 / 3,
    inference: { ...inference, folds: [`${key}_0.onnx`, `${key}_1.onnx`], channels: [name] },
  });
  const network = (name: string) => ({ copyOf: sharedData("onnx", "volume-models", `wae_${name}.onnx`) });
  const expected = {
    columns: [...order],
    row: [...input[0]!],
    members: [
      [models.wae_t2_fold0.probability, models.wae_t2_fold1.probability],
      [models.wae_flair_fold0.probability, models.wae_flair_fold1.probability],
      [probability[0]!],
    ],
  };
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const images = { T2: "golden/t2.nii", FLAIR: "golden/flair.nii" };
  const image = (name: string) => ({
    name,
    sequence: name,
    required: true,
    registeredTo: name === "T2" ? null : "T2",
    normalise: { kind: "minMax" } as const,
  });
  const bundle = await writeBundle2<EnsembleBundle>(
    folder,
    {
      ...head,
      name: "Ensemble",
      kind: "ensemble",
      input: { ...base.input, images: [image("T2"), image("FLAIR")], pad: { to: "none" } },
      table: { columns: order.map((name) => ({ name, unit: "", min: 0, max: 1000 })) },
      members: [
        member("T2", "t2"),
        member("FLAIR", "flair"),
        {
          kind: "table",
          name: "clinical",
          weight: 1 / 3,
          inference: { folds: ["clinical_0.onnx"], columns: [...order], average: "scores", answers: "scores" },
        },
      ],
      output: { kind: "probability", classes: ["no", "yes"], positiveClass: "yes", threshold: 0.5 },
      golden: [
        {
          name: "formula",
          images,
          row: Object.fromEntries(order.map((name, index) => [name, input[0]![index]!])),
          tensor: { shape: [2, 128, 128, 128], samples: [], tolerance: 1e-6 },
          score: mean(expected.members.map(mean)),
          tolerance: 1e-5,
        },
      ],
    },
    {
      "t2_0.onnx": network("t2_fold0"),
      "t2_1.onnx": network("t2_fold1"),
      "flair_0.onnx": network("flair_fold0"),
      "flair_1.onnx": network("flair_fold1"),
      "clinical_0.onnx": network("clinical_fold0"),
      "golden/t2.nii": formulaImage(0),
      "golden/flair.nii": formulaImage(1),
    },
  );
  return { bundle, expected };
}

/** Writes a bundle of meshnet, a real network of 256^3 voxels; the counts of classes 1 and 2 are those of ../shared/data/README.md. */
export async function writeMeshnetBundle(folder: string): Promise<string> {
  const source = unpackArchive("onnx", "meshnet_brain_3class.tar.xz");
  const base = patchDescription(false);
  return writeBundle2<SegmentationBundle>(
    folder,
    {
      ...base,
      name: "Meshnet",
      limits: { ...base.limits, patchMb: 1100 },
      input: {
        ...base.input,
        images: [
          { name: "T1", sequence: "T1-weighted, conformed", required: true, registeredTo: null, normalise: { kind: "divide", by: 255 } },
        ],
        pad: { to: "none" },
      },
      inference: { ...base.inference, channels: ["T1"], patch: "whole volume", blend: { kind: "constant" } },
      golden: [
        {
          name: "conformed",
          images: { T1: "golden/t1.nii.gz" },
          tensor: { shape: [1, 256, 256, 256], samples: [], tolerance: 1e-6 },
          counts: { "1": 520_985, "2": 737_032 },
          countsPercent: 0,
          logits: [],
          logitsTolerance: 1e-4,
        },
      ],
    },
    {
      "fold_0.onnx": { copyOf: join(source, "model.onnx") },
      "golden/t1.nii.gz": { copyOf: join(source, "t1_crop.nii.gz") },
    },
  );
}
