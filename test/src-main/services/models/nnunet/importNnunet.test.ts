import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Direction, Grid } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";
import { forkProcess } from "../../../../../src-main/app/forkProcess.ts";
import { readImageFile, writeImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { workerPath } from "../../../../../src-main/services/jobs/index.ts";
import {
  checkBundle2,
  createInference,
  importNnunet,
  openBundle2,
  runBundle2,
  type Inference,
} from "../../../../../src-main/services/models/index.ts";
import { pythonWith } from "../../../../debianPython.ts";
import { noSharedData, sharedData } from "../../../../sharedData.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import { dataset, network, plansOf, pointwiseNetwork, sideFile, writeNnunetFolder } from "./nnunetFolder.ts";

const python = pythonWith("nibabel");
if (!python) console.warn("skipped: nnU-Net by nibabel and numpy: there is no Python with nibabel");

let folder: string;
let inference: Inference;
let made = 0;
const newFolder = () => join(folder, `folder-${(made += 1)}`);
const workFolder = () => {
  const work = newFolder();
  mkdirSync(work);
  return work;
};
beforeAll(() => {
  folder = temporaryFolder();
  inference = createInference({ forkInference: forkProcess, modulePath: workerPath("inference") });
});
afterAll(() => inference.close());

const take = async (
  source: string,
  { configuration = "3d_fullres", side = sideFile, out = newFolder() }: { configuration?: string; side?: object; out?: string } = {},
) =>
  importNnunet(
    { folder: source, configuration, side: { content: side, fileName: "side.yaml" }, outFolder: out },
    { inference, workFolder: workFolder(), readImage: readImageFile, writeImage: async (path, image) => writeImageFile(path, image) },
  );

/** i runs to the front, j to the feet, k to the left. */
const direction: Direction = [0, 0, 1, -1, 0, 0, 0, -1, 0];

/** A smooth image without symmetry, with a border of 0. */
function imageOf(grid: Grid, channel: number): Image {
  const [ni, nj, nk] = grid.size;
  const voxels = new Float32Array(ni * nj * nk);
  for (let k = 0, at = 0; k < nk; k++)
    for (let j = 0; j < nj; j++)
      for (let i = 0; i < ni; i++, at++)
        if (i >= 3 && j >= 1 && k >= 2 && i < ni - 1 && j < nj - 4)
          voxels[at] =
            60 + 50 * Math.sin(0.21 * i + 0.13 * j * (1 + channel)) + 30 * Math.cos(0.3 * k - 0.1 * i) + (i * j * (1 + channel)) / 30;
  return { grid, scalarType: "float32", voxels };
}

describe.skipIf(!python)("an nnU-Net that was imported", () => {
  const axes2 = {
    patch_size: [20, 24],
    spacing: [0.9, 1.1],
    normalization_schemes: ["RescaleTo01Normalization", "ZScoreNormalization"],
    use_mask_for_norm: [false, false],
  };
  test.each([
    ["in 3D, axes transposed, read to RAS", plansOf(), 3, [1.5, 1.1, 1.3]],
    ["in 3D with thick slices, as stored", plansOf({ spacing: [6, 0.9, 1.1] }, { image_reader_writer: "SimpleITKIO" }), 3, [1, 5.5, 1.3]],
    [
      "in 2D, axes transposed, as stored",
      plansOf(axes2, { image_reader_writer: "NibabelIO", transpose_forward: [2, 0, 1] }),
      2,
      [2, 1.1, 1.3],
    ],
  ] as const)("draws what nibabel and numpy draw by its rules: %s", { timeout: 300_000 }, async (_what, plans, axes, spacingMm) => {
    const source = writeNnunetFolder(newFolder(), { plans, folds: { "fold_all.onnx": pointwiseNetwork(network, axes) } });
    const out = newFolder();
    const side = { ...sideFile, mirroringAxes: axes === 3 ? [0, 1, 2] : [0, 1] };
    const bundle = await take(source, { out, side });
    expect(bundle.inference.mirrorAxes).toEqual(side.mirroringAxes);
    const grid: Grid = { size: [31, 34, 27], spacingMm, originMm: [-10, 20, 5], direction };
    const images = new Map<string, Image>();
    for (const [channel, name] of ["MR", "CT"].entries()) {
      await writeImageFile(join(source, `image_${channel}.nii.gz`), imageOf(grid, channel));
      images.set(name, await readImageFile(join(source, `image_${channel}.nii.gz`)));
    }
    writeFileSync(join(source, "network.json"), JSON.stringify(network));
    const { status, stderr } = spawnSync(python!, [join(import.meta.dirname, "nnunetRun.py"), source, "3d_fullres"], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const expected = await readImageFile(join(source, "labels.nii.gz"));
    const { labels, counts } = await runBundle2(inference, await openBundle2(out), { images, workFolder: workFolder() });
    expect(expected.grid.size).toEqual(labels!.grid.size);
    const differing = Array.from(labels!.voxels).filter((label, at) => label !== expected.voxels[at]).length;
    // The program computes in single precision: only voxels where two labels are equally likely may differ.
    console.log(`${differing} of ${labels!.voxels.length} labels differ; ${JSON.stringify(counts)}`);
    expect(differing).toBeLessThan(labels!.voxels.length / 5000);
    for (const label of ["1", "2"]) expect(counts![label]).toBeGreaterThan(1000);
    // The golden case is right on the machine that made it, and says what it is worth.
    const outcomes = await checkBundle2(inference, await openBundle2(out), { readImage: readImageFile, workFolder: workFolder() });
    expect(outcomes.map(({ name, problems }) => ({ name, problems }))).toEqual([
      { name: "made by the importer: shows the transfer, not the training", problems: [] },
    ]);
  });
});

describe("what the importer takes over", () => {
  test("a configuration inherits, folds are in their order, and the largest piece goes with nnU-Net's neighbours", async () => {
    const one = pointwiseNetwork(network, 3);
    const source = writeNnunetFolder(newFolder(), { folds: { "fold_10.onnx": one, "fold_2.onnx": one } });
    const side = {
      ...sideFile,
      mirroringAxes: [],
      postprocessing: [{ function: "remove_all_but_largest_component_from_segmentation", labels_or_regions: [1, 2] }],
    };
    const { inference: run, output, input } = await take(source, { configuration: "3d_fullres_large", side });
    expect(run).toMatchObject({ folds: ["fold_2.onnx", "fold_10.onnx"], patch: [20, 20, 28], mirrorAxes: [], average: "logits" });
    expect(output.post).toEqual([{ kind: "largestComponent", labels: [1, 2], together: true, connectivity: 26 }]);
    // By hand from the plans: z, y, x transposed by [1, 0, 2], spacing as it stands.
    expect(input).toMatchObject({ orientation: "RAS", tensorAxes: "yzx", grid: { mm: [2, 0.9, 1.1] }, dims: { kind: "3d" } });
    expect(input.images.map(({ name, registeredTo, normalise }) => ({ name, registeredTo, normalise }))).toEqual([
      { name: "MR", registeredTo: null, normalise: { kind: "zscore", over: "nonzeroFilled" } },
      { name: "CT", registeredTo: "MR", normalise: { kind: "ct", low: -20, high: 130, mean: 40.5, standardDeviation: 22.25 } },
    ]);
  });

  test("regions in regions_class_order, with the names of the side file", async () => {
    const data = {
      ...dataset,
      labels: { background: 0, whole: [1, 2, 3], core: [2, 3], enhancing: 3 },
      regions_class_order: [1, 2, 3],
    };
    const source = writeNnunetFolder(newFolder(), { data });
    await expect(take(source)).rejects.toThrow(/must name the labels 1, 2, 3/);
    const side = { ...sideFile, labels: { "1": "oedema", "2": "necrosis", "3": "enhancing" } };
    const { output } = await take(source, { side });
    expect(output).toMatchObject({
      kind: "regions",
      regions: [
        { name: "whole", labels: [1, 2, 3] },
        { name: "core", labels: [2, 3] },
        { name: "enhancing", labels: [3] },
      ],
      order: [1, 2, 3],
      threshold: 0.5,
      labels: [
        { value: 1, name: "oedema" },
        { value: 2, name: "necrosis" },
        { value: 3, name: "enhancing" },
      ],
    });
  });

  test.skipIf(noSharedData)("a U-Net of 32 voxels, mirrored, with a cubic spline", { timeout: 300_000 }, async () => {
    const schemes = { normalization_schemes: ["ZScoreNormalization", "NoNormalization"], use_mask_for_norm: [true, false] };
    const resampling_fn_data_kwargs = { is_seg: false, order: 3, order_z: 0, force_separate_z: null };
    const source = writeNnunetFolder(newFolder(), {
      plans: plansOf({ ...schemes, patch_size: [32, 32, 32], resampling_fn_data_kwargs }),
      folds: {},
    });
    copyFileSync(sharedData("onnx", "volume-models", "unet_patch32_2ch_3class.onnx"), join(source, "fold_0.onnx"));
    const out = newFolder();
    const { limits } = await take(source, { out });
    expect(limits.patchMb).toBeGreaterThan(1);
    const outcomes = await checkBundle2(inference, await openBundle2(out), { readImage: readImageFile, workFolder: workFolder() });
    expect(outcomes.map(({ problems }) => problems)).toEqual([[]]);
    // Another orientation would be seen in the prepared tensor.
    const text = readFileSync(join(out, "bundle.json"), "utf8");
    writeFileSync(join(out, "bundle.json"), text.replace('"orientation": "RAS"', '"orientation": "LPS"'));
    const turned = await checkBundle2(inference, await openBundle2(out), { readImage: readImageFile, workFolder: workFolder() });
    expect(turned[0]!.problems.join("; ")).toMatch(/the prepared tensor is/);
  });
});

describe("what the importer refuses by name, leaving nothing", () => {
  const without = (fields: object, name: string) => Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
  const one = { "fold_0.onnx": pointwiseNetwork(network, 3) };
  test.each([
    ["a configuration that is not there", {}, { configuration: "4d" }, /no configuration 4d\. It has 3d_fullres, 3d_cascade_fullres/],
    ["a cascade", {}, { configuration: "3d_cascade_fullres" }, /3d_cascade_fullres is a cascade: it needs the answer of "3d_lowres"/],
    [
      "an unknown resampling function",
      { plans: plansOf({ resampling_fn_data: "resample_torch_fornnunet" }) },
      {},
      /resampling_fn_data: the resampling function "resample_torch_fornnunet" is not known here; known: resample_data_or_seg_to_shape/,
    ],
    [
      "an unknown parameter of it",
      { plans: plansOf({ resampling_fn_probabilities_kwargs: { order: 1, memefficient: true } }) },
      {},
      /configurations\.3d_fullres\.resampling_fn_probabilities_kwargs has an unknown field "memefficient"/,
    ],
    [
      "an order that is not known",
      { plans: plansOf({ resampling_fn_data_kwargs: { order: 2 } }) },
      {},
      /resampling_fn_data_kwargs\.order must be 0 or 1 or 3/,
    ],
    [
      "an unknown normalisation",
      { plans: plansOf({ normalization_schemes: ["ZScoreNormalization", "RGBTo01Normalization"] }) },
      {},
      /normalization_schemes\[1\]: the normalisation scheme "RGBTo01Normalization" is not known here/,
    ],
    [
      "an unknown reader",
      { plans: plansOf({}, { image_reader_writer: "Tiff3DIO" }) },
      {},
      /image_reader_writer: the reader "Tiff3DIO" is not known here/,
    ],
    [
      "an unknown preprocessor",
      { plans: plansOf({ preprocessor_name: "MyPreprocessor" }) },
      {},
      /the preprocessor "MyPreprocessor" is not known/,
    ],
    ["an unknown label manager", { plans: plansOf({}, { label_manager: "Mine" }) }, {}, /the label manager "Mine" is not known/],
    ["an unknown field", { plans: plansOf({ brain_mask: "x" }) }, {}, /configurations\.3d_fullres has an unknown field "brain_mask"/],
    ["a missing field", { plans: plansOf({ spacing: undefined }) }, {}, /configurations\.3d_fullres\.spacing is missing/],
    [
      "axes that are not transposed",
      { plans: plansOf({}, { transpose_forward: [0, 0, 1] }) },
      {},
      /transpose_forward: must have 0, 1 and 2/,
    ],
    [
      "CT without intensities",
      { plans: plansOf({}, { foreground_intensity_properties_per_channel: undefined }) },
      {},
      /foreground_intensity_properties_per_channel\.1 is missing/,
    ],
    [
      "labels with a gap",
      { data: { ...dataset, labels: { background: 0, liver: 1, tumour: 3 } } },
      {},
      /labels must be numbered 1, 2, 3.*it has 1, 3/,
    ],
    ["regions without order", { data: { ...dataset, labels: { background: 0, a: [1, 2], b: 2 } } }, {}, /no regions_class_order/],
    [
      "channels that do not fit",
      { data: { ...dataset, channel_names: { "0": "CT" } } },
      {},
      /2 normalization_schemes, and dataset\.json 1 channel_names/,
    ],
    ["no networks", { folds: {} }, {}, /has no fold_0\.onnx/],
    ["folds of two trainings", { folds: { ...one, "fold_all.onnx": one["fold_0.onnx"] } }, {}, /fold_all\.onnx and folds by number/],
    [
      "an image without a name",
      {},
      { side: { ...sideFile, images: { "0": sideFile.images["0"] } } },
      /names no image for channel 1 \("CT"\)/,
    ],
    ["mirroring along an axis that is not there", {}, { side: { ...sideFile, mirroringAxes: [0, 3] } }, /mirroringAxes\[1\]/],
    [
      "post-processing that is not known",
      {},
      { side: { ...sideFile, postprocessing: [{ function: "fill_holes", labels_or_regions: [1] }] } },
      /postprocessing\[0\]\.function must be "remove_all_but_largest_component_from_segmentation"/,
    ],
    ["an unknown field of the side file", {}, { side: { ...sideFile, stepSize: 0.25 } }, /unknown field "stepSize"/],
  ])("%s", async (_what, files, options, words) => {
    const out = newFolder();
    const source = writeNnunetFolder(newFolder(), files);
    const before = readdirSync(folder);
    await expect(take(source, { ...options, out })).rejects.toThrow(words);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toEqual([]);
    expect(before).not.toContain(out);
  });

  test("every field of the side file, saying what it asks for", async () => {
    const source = writeNnunetFolder(newFolder());
    for (const name of Object.keys(sideFile))
      await expect(take(source, { side: without(sideFile, name) })).rejects.toThrow(`${name} is missing: `);
    await expect(take(source, { side: without(sideFile, "mirroringAxes") })).rejects.toThrow(
      /inference_allowed_mirroring_axes of the checkpoint/,
    );
  });

  test("a network that does not fit its plans, once it runs", async () => {
    const two = { weights: network.weights.slice(0, 2), bias: network.bias.slice(0, 2) };
    const out = newFolder();
    await expect(take(writeNnunetFolder(newFolder(), { folds: { "fold_0.onnx": pointwiseNetwork(two, 3) } }), { out })).rejects.toThrow(
      /fold_0\.onnx/,
    );
    expect(existsSync(out)).toBe(false);
  });
});
