import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { identityDirection } from "#shared/domain/geometry.ts";
import type { SegmentationBundle } from "#shared/domain/bundle/bundle2.ts";
import type { VolumeInference } from "#shared/domain/bundle/inference.ts";
import type { Skimage, VolumeInput } from "#shared/domain/bundle/input.ts";
import type { SegmentationOutput } from "#shared/domain/bundle/output.ts";
import type { Provenance } from "#shared/domain/bundle/provenance.ts";
import type { Image } from "#shared/domain/volume.ts";
import { inferenceHere, openBundle2, runBundle2 } from "../../../../../src-main/services/models/index.ts";
import { dataTypes } from "../../../../../src-main/services/models/onnx/onnxFields.ts";
import { integersAttribute, node, tensor, valueInfo, writeModel } from "../../../../../src-main/services/models/onnx/onnxGraph.ts";
import { pythonWith } from "../../../../debianPython.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import { pointwiseNetwork } from "../nnunet/nnunetFolder.ts";
import { numberedImage, writeBrightBundle } from "./brightBundle.ts";
import { segmentationBundle, skimage } from "./sampleBundle2.ts";
import { writeBundle2 } from "./writeTestBundles.ts";

const python = pythonWith("scipy");
if (!python) console.warn("skipped: ways of a network by scipy: there is no Python with scipy");

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

/** Smooth, and without any symmetry. */
function made(size: readonly [number, number, number], spacingMm: readonly [number, number, number]): Image {
  const voxels = new Float32Array(size[0] * size[1] * size[2]);
  for (let k = 0, at = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++, at++)
        voxels[at] = 100 + 60 * Math.sin(0.5 * i + 0.3 * j) + 40 * Math.cos(0.7 * k - 0.2 * i) + 3 * j + 25 * Math.sin(0.9 * j * 0.8 + k);
  return { grid: { size, spacingMm, originMm: [0, 0, 0], direction: identityDirection }, scalarType: "float32", voxels };
}

/** Has the script go its way; answers its tensor and labels. */
function byScipy(image: Image, way: string, more: object): { tensor: Float32Array; labels: Uint8Array } {
  writeFileSync(join(folder, "image.f32"), Float32Array.from(image.voxels));
  writeFileSync(join(folder, "case.json"), JSON.stringify({ size: image.grid.size, ...more }));
  const { status, stderr } = spawnSync(python!, [join(import.meta.dirname, "networkPaths.py"), folder, way], { encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  const bytes = readFileSync(join(folder, "tensor.f32"));
  return {
    tensor: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
    labels: readFileSync(join(folder, "labels.u8")),
  };
}

/** Runs a bundle of one network; answers the tensor at every so-manieth place, and the labels. */
async function run(image: Image, network: Uint8Array, changes: Partial<SegmentationBundle>, shape: readonly number[], every: number) {
  const base = segmentationBundle();
  const bundle = await writeBundle2<SegmentationBundle>(
    join(folder, "bundle"),
    { ...base, golden: base.golden.map((golden) => ({ ...golden, counts: { "1": 0 } })), ...changes },
    { "fold_0.onnx": network, "golden/t1.nii.gz": numberedImage },
  );
  const workFolder = join(folder, "work");
  mkdirSync(workFolder);
  const [, b, c] = shape as [number, number, number];
  const places = Array.from({ length: Math.floor((shape[0]! * b * c) / every) }, (_, index) => index * every);
  const at = places.map((place) => [0, Math.floor(place / (b * c)), Math.floor(place / c) % b, place % c]);
  const images = new Map([["T1", image]]);
  const outcome = await runBundle2(inferenceHere(), await openBundle2(bundle), { images, workFolder, inspect: { tensor: at, logits: [] } });
  expect(outcome.inspected!.shape).toEqual([1, ...shape]);
  return { places, tensor: outcome.inspected!.tensor, labels: outcome.labels!.voxels, notes: outcome.notes };
}

const base = segmentationBundle();
const oneLabel: SegmentationOutput = { ...base.output, kind: "labels", channels: [null, 1], labels: [{ value: 1, name: "One" }] };
const whole: VolumeInference = { ...base.inference, patch: "whole volume", blend: { kind: "constant" } };
const agree = (labels: ArrayLike<number>, expected: Uint8Array) => Array.from(expected).filter((label, at) => label !== labels[at]).length;

describe.skipIf(!python)("ways of a network, by an independent script", () => {
  test.each([
    ["2d", { kind: "2d" } as const, "zeros"],
    ["2.5d, ends repeated", { kind: "2.5d", neighbours: 1, edge: "repeat" } as const, "repeat"],
    ["2.5d, zeros beyond the ends", { kind: "2.5d", neighbours: 1, edge: "zeros" } as const, "zeros"],
  ])("%s: slices across the tensor's first axis, each with its neighbours", async (_name, dims, edge) => {
    const image = made([9, 8, 7], [1, 2, 3]);
    const beside = dims.kind === "2d" ? 1 : 3;
    const weights = Array.from({ length: beside }, (_, a) =>
      Array.from({ length: 3 }, (_, b) => Array.from({ length: 3 }, (_, c) => Math.sin(1 + a * 5 + b * 2 + c * 3))),
    );
    const { float } = dataTypes;
    const network = writeModel("planes", [
      node("Conv", ["x", "weights", "bias"], "y", [integersAttribute("pads", [1, 1, 1, 1])]),
      tensor("weights", [2, beside, 3, 3], [...Array.from({ length: beside * 9 }, () => 0), ...weights.flat(2)], float),
      tensor("bias", [2], [0, 0.1], float),
      valueInfo("input", "x", [1, beside, "a", "b"], float),
      valueInfo("output", "y", [1, 2, "a", "b"], float),
    ]);
    const input: VolumeInput = {
      ...base.input,
      orientation: "as stored",
      tensorAxes: "yzx",
      dims,
      crop: { kind: "none" },
      grid: { kind: "keep" },
      pad: { to: "none" },
      images: [{ ...base.input.images[0]!, normalise: { kind: "zscore", over: "whole" } }],
    };
    const got = await run(image, network, { input, inference: whole, output: oneLabel }, [8, 7, 9], 1);
    const expected = byScipy(image, "planes", { weights, edge, bias: 0.1 });
    for (const [index, place] of got.places.entries()) expect(got.tensor[index]).toBeCloseTo(expected.tensor[place]!, 5);
    expect(expected.labels.filter((label) => label === 1).length).toBeGreaterThan(50);
    expect(agree(got.labels, expected.labels)).toBe(0);
  });

  test("images and logits that are resampled by cubic splines", async () => {
    const image = made([22, 18, 13], [1, 1.5, 2]);
    const cubic: Skimage = { ...skimage, order: 3, separateZ: "never" };
    // 13 * 2 / 1.6, 18 * 1.5 / 1.2 and 22 * 1 / 1.3, rounded.
    const to = [16, 22, 17];
    const input: VolumeInput = {
      ...base.input,
      orientation: "as stored",
      crop: { kind: "none" },
      grid: { kind: "spacing", mm: [1.6, 1.2, 1.3], resample: cubic },
      pad: { to: "none" },
      images: [{ ...base.input.images[0]!, normalise: { kind: "zscore", over: "whole" } }],
    };
    const output: SegmentationOutput = { ...oneLabel, resampleBack: { of: "logits", resample: cubic } };
    const network = pointwiseNetwork({ weights: [[0], [1]], bias: [0, 0] }, 3);
    const got = await run(image, network, { input, inference: whole, output }, to, 7);
    const expected = byScipy(image, "cubic", { to });
    for (const [index, place] of got.places.entries()) expect(got.tensor[index]).toBeCloseTo(expected.tensor[place]!, 4);
    const { length } = expected.labels;
    expect(expected.labels.filter((label) => label === 1).length).toBeGreaterThan(length / 4);
    expect(agree(got.labels, expected.labels)).toBeLessThan(length / 1000);
  });

  test("FreeSurfer's grid, and the way back from it", { timeout: 300_000 }, async () => {
    const spacing = [2, 3, 4] as const;
    const smooth = made([24, 20, 16], spacing);
    const image: Image = {
      ...smooth,
      scalarType: "uint8",
      voxels: Uint8Array.from(smooth.voxels, (value) => Math.max(0, Math.min(255, value))),
    };
    const input: VolumeInput = {
      ...base.input,
      orientation: "RAS",
      order: ["resample", "crop", "normalise"],
      crop: { kind: "none" },
      grid: { kind: "conform" },
      pad: { to: "none" },
      images: [{ ...base.input.images[0]!, normalise: { kind: "none" } }],
    };
    const output: SegmentationOutput = { ...oneLabel, resampleBack: { of: "logits", resample: { method: "inverse" } } };
    const network = pointwiseNetwork({ weights: [[0], [1]], bias: [0, -110.25] }, 3);
    const got = await run(image, network, { input, inference: whole, output }, [256, 256, 256], 997);
    const expected = byScipy(image, "conform", { mm: spacing, above: 110.25 });
    const differing = got.places.filter((place, index) => Math.abs(got.tensor[index]! - expected.tensor[place]!) > 1e-3);
    // Of what lies at a half, which is rounded up or down.
    expect(differing.length).toBeLessThan(got.places.length / 200);
    expect(got.tensor.filter((value) => value > 0).length).toBeGreaterThan(20);
    expect(agree(got.labels, expected.labels)).toBeLessThan(expected.labels.length / 200);
  });
});

test("what lies outside of the training data is said with its numbers, or refused", async () => {
  const { provenance } = segmentationBundle();
  const runWith = async (outside: "mark" | "refuse", image: Image) => {
    const ranges: Provenance["ranges"] = {
      spacingMm: [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      intensity: { image: [0, 200] },
      outside,
    };
    const bundle = await writeBrightBundle(join(folder, `${outside}-${Math.random()}`), 100, { provenance: { ...provenance, ranges } });
    const workFolder = join(folder, `work-${Math.random()}`);
    mkdirSync(workFolder);
    return runBundle2(inferenceHere(), await openBundle2(bundle), { images: new Map([["image", image]]), workFolder });
  };
  // 2, 1 and 3 mm along i, j and k, of which k is the tensor's first axis; numbers from 1 to 210.
  expect((await runWith("mark", numberedImage)).notes).toEqual([
    "The spacing along the tensor's axis 0 is 3 mm, outside of the 1 to 2 mm of the training data.",
    "The intensities of image reach from 1 to 210, outside of the 0 to 200 of the training data.",
  ]);
  await expect(runWith("refuse", numberedImage)).rejects.toThrow(
    "The spacing along the tensor's axis 0 is 3 mm, outside of the 1 to 2 mm of the training data. Bright 1 refuses such cases",
  );
  const within: Image = {
    ...numberedImage,
    grid: { ...numberedImage.grid, spacingMm: [2, 1, 1.5] },
    voxels: Int16Array.from(numberedImage.voxels, (value) => Math.min(value, 200)),
  };
  expect((await runWith("refuse", within)).notes).toEqual([]);
});
