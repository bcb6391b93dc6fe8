import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Direction } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";
import { forkProcess } from "../../../../src-main/app/forkProcess.ts";
import { readImageFile, writeImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { workerPath } from "../../../../src-main/services/jobs/index.ts";
import { createInference, importMonai, openBundle2, runBundle2, type Inference } from "../../../../src-main/services/models/index.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { pointwiseNetwork, sideFile as nnunetSide } from "./nnunet/nnunetFolder.ts";

let folder: string;
let inference: Inference;
beforeAll(() => {
  inference = createInference({ forkInference: forkProcess, modulePath: workerPath("inference") });
});
beforeEach(() => {
  folder = temporaryFolder();
});
afterAll(() => inference.close());

/** As the bundles of MONAI's model zoo are written (their spleen segmentation): references, arguments of the runtime, and what MONAI does itself. */
const preprocessing = [
  { _target_: "LoadImaged", keys: "@image_key" },
  { _target_: "EnsureChannelFirstd", keys: "@image_key" },
  { _target_: "Orientationd", keys: "@image_key", axcodes: "RAS" },
  { _target_: "Spacingd", keys: "@image_key", pixdim: "@pixdim", mode: "bilinear" },
  { _target_: "ScaleIntensityRanged", keys: "@image_key", a_min: -57, a_max: 164, b_min: 0, b_max: 1, clip: true },
  { _target_: "EnsureTyped", keys: "@image_key" },
];
const postprocessing = [
  { _target_: "Activationsd", keys: "pred", softmax: true },
  { _target_: "Invertd", keys: "pred", transform: "@preprocessing", orig_keys: "image", nearest_interp: false, to_tensor: true },
  { _target_: "AsDiscreted", keys: "pred", argmax: true },
  { _target_: "SaveImaged", keys: "pred", output_dir: "$@bundle_root + '/eval'" },
];
const inferer: Record<string, unknown> = {
  _target_: "SlidingWindowInferer",
  roi_size: [12, 12, 12],
  sw_batch_size: 4,
  overlap: 0.5,
  mode: "gaussian",
};
const compose = (transforms: readonly object[]) => ({ _target_: "Compose", transforms });
const inferenceConfig = (changes: Record<string, unknown> = {}) => ({
  imports: ["$import glob"],
  bundle_root: ".",
  image_key: "image",
  pixdim: [1.5, 1.5, 2],
  device: "$torch.device('cuda:0' if torch.cuda.is_available() else 'cpu')",
  network_def: { _target_: "UNet", spatial_dims: 3 },
  preprocessing: compose(preprocessing),
  inferer,
  postprocessing: compose(postprocessing),
  ...changes,
});
const metadata = (channels = 1, answered: Record<string, string> = { "0": "background", "1": "spleen" }) => ({
  version: "0.5",
  task: "made by hand",
  network_data_format: {
    inputs: { image: { type: "image", num_channels: channels, spatial_shape: [12, 12, 12], channel_def: { "0": "image" } } },
    outputs: { pred: { type: "image", num_channels: Object.keys(answered).length, channel_def: answered } },
  },
});
const { mirroringAxes: _axes, postprocessing: _post, images: _images, ...common } = nnunetSide;
const side = { ...common, name: "Spleen", images: { "0": { name: "CT", sequence: "CT, portal venous" } } };
/** Foreground where the scaled value is above 0.4. */
const network = pointwiseNetwork({ weights: [[0], [10]], bias: [0, -4] }, 3);

function write(config: object, data: object = metadata(), networks: Record<string, Uint8Array> = { "models/model.onnx": network }): string {
  const place = join(folder, `monai-${Math.random()}`);
  for (const name of ["configs", "models"]) mkdirSync(join(place, name), { recursive: true });
  writeFileSync(join(place, "configs/inference.json"), JSON.stringify(config));
  writeFileSync(join(place, "configs/metadata.json"), JSON.stringify(data));
  for (const [name, bytes] of Object.entries(networks)) writeFileSync(join(place, name), bytes);
  return place;
}
const take = async (source: string, said: object = side) => {
  const [outFolder, workFolder] = [join(folder, `out-${Math.random()}`), join(folder, `work-${Math.random()}`)];
  mkdirSync(workFolder);
  const tools = {
    inference,
    workFolder,
    readImage: readImageFile,
    writeImage: async (path: string, image: Image) => writeImageFile(path, image),
  };
  return { outFolder, bundle: await importMonai({ folder: source, side: { content: said, fileName: "side.yaml" }, outFolder }, tools) };
};

test("a bundle as MONAI's zoo has them becomes one of format 2, and draws what its numbers say", { timeout: 300_000 }, async () => {
  const { bundle, outFolder } = await take(write(inferenceConfig()));
  expect(bundle.input).toEqual({
    images: [
      {
        name: "CT",
        sequence: "CT, portal venous",
        required: true,
        registeredTo: null,
        normalise: { kind: "range", from: [-57, 164], to: [0, 1], clip: true },
      },
    ],
    orientation: "RAS",
    tensorAxes: "xyz",
    dims: { kind: "3d" },
    order: ["resample", "normalise", "crop"],
    crop: { kind: "none" },
    grid: { kind: "spacing", mm: [1.5, 1.5, 2], resample: { method: "firstVoxel", order: 1 } },
    pad: { to: "patch", value: 0, where: "centre" },
  });
  expect(bundle.inference).toMatchObject({
    patch: [12, 12, 12],
    steps: { rule: "MONAI", overlap: 0.5 },
    blend: { kind: "gaussian", rule: "MONAI", sigmaFraction: 0.125 },
    answers: "logits",
  });
  expect(bundle.output).toMatchObject({
    kind: "labels",
    channels: [null, 1],
    labels: [{ value: 1, name: "spleen" }],
    resampleBack: { of: "scores", resample: { method: "inverse" } },
    post: [],
  });
  // On a grid of the network's own spacing nothing is interpolated: label 1 is where (value + 57) / 221 is above 0.4.
  const direction: Direction = [0, 0, 1, -1, 0, 0, 0, -1, 0];
  const size = [14, 15, 16] as const;
  const voxels = Int16Array.from({ length: 14 * 15 * 16 }, (_, at) => ((at * 37) % 300) - 80);
  // i runs along y, j along z, k along x.
  const image: Image = { grid: { size, spacingMm: [1.5, 2, 1.5], originMm: [0, 0, 0], direction }, scalarType: "int16", voxels };
  const workFolder = join(folder, "work");
  mkdirSync(workFolder);
  const { labels } = await runBundle2(inference, await openBundle2(outFolder), { images: new Map([["CT", image]]), workFolder });
  expect([...labels!.voxels]).toEqual(Array.from(voxels, (value) => ((value + 57) / 221 > 0.4 ? 1 : 0)));
});

test("images that are joined, regions and post-processing", { timeout: 300_000 }, async () => {
  const keys = ["t1", "flair"];
  const config = inferenceConfig({
    preprocessing: compose([
      { _target_: "monai.transforms.LoadImaged", keys },
      { _target_: "NormalizeIntensityd", keys: ["flair"], nonzero: true, channel_wise: true },
      { _target_: "NormalizeIntensityd", keys: ["t1"], subtrahend: 100, divisor: 50 },
      { _target_: "ConcatItemsd", keys, name: "image" },
      { _target_: "RandFlipd", keys: "image", _disabled_: true },
      { _target_: "DivisiblePadd", keys: "image", k: 8 },
    ]),
    inferer: { _target_: "SimpleInferer" },
    postprocessing: compose([
      { _target_: "Activationsd", keys: "pred", sigmoid: true },
      { _target_: "AsDiscreted", keys: "pred", threshold: 0.4 },
      { _target_: "KeepLargestConnectedComponentd", keys: "pred", applied_labels: [1], independent: false },
      { _target_: "FillHolesd", keys: "pred", connectivity: 1 },
    ]),
  });
  const regions = {
    channels: [
      { name: "whole", labels: [1, 2] },
      { name: "core", labels: [2] },
    ],
    order: [1, 2],
    labels: { "1": "oedema", "2": "core" },
  };
  const images = { "0": { name: "T1", sequence: "T1-weighted" }, "1": { name: "FLAIR", sequence: "FLAIR" } };
  const source = write(config, metadata(2, { "0": "whole", "1": "core" }), {
    "model.onnx": pointwiseNetwork(
      {
        weights: [
          [1, 1],
          [1, -1],
        ],
        bias: [0, 0],
      },
      3,
    ),
  });
  const { bundle } = await take(source, { ...side, images, regions });
  expect(bundle.input.images.map(({ name, normalise, registeredTo }) => [name, normalise, registeredTo])).toEqual([
    ["T1", { kind: "range", from: [100, 150], to: [0, 1], clip: false }, null],
    ["FLAIR", { kind: "zscore", over: "nonzero" }, "T1"],
  ]);
  expect(bundle.input).toMatchObject({
    orientation: "as stored",
    pad: { to: "multiple", of: [8, 8, 8], where: "centre" },
    grid: { kind: "keep" },
  });
  expect(bundle.inference.patch).toBe("whole volume");
  expect(bundle.output).toMatchObject({
    kind: "regions",
    threshold: 0.4,
    order: [1, 2],
    post: [
      { kind: "largestComponent", labels: [1], together: true, connectivity: 26 },
      { kind: "fillHoles", labels: [1, 2] },
    ],
  });
  await expect(take(source, { ...side, images })).rejects.toThrow(/side\.yaml must say which labels each channel is/);
});

describe("what is not known is refused by its name, and no bundle is left", () => {
  const before = (...more: object[]) => inferenceConfig({ preprocessing: compose([...preprocessing, ...more]) });
  const after = (...more: object[]) => inferenceConfig({ postprocessing: compose([...postprocessing, ...more]) });
  const withInferer = (changes: object) => inferenceConfig({ inferer: { ...inferer, ...changes } });
  test.each([
    [before({ _target_: "RandGaussianNoised", keys: "image" }), /the transform RandGaussianNoised of preprocessing is not known/],
    [before({ _target_: "Lambdad", keys: "image", func: "x" }), /the transform Lambdad/],
    [before({ _target_: "Spacingd", keys: "image", pixdim: [1, 1, 1] }), /Spacingd comes a second time/],
    [before({ _target_: "ScaleIntensityd", keys: "image" }), /ScaleIntensityd normalises an image a second time/],
    [
      before({ _target_: "CropForegroundd", keys: "image", source_key: "image", select_fn: "$lambda x: x > 5" }),
      /select_fn is "\$lambda x: x > 5": a program/,
    ],
    [before({ _target_: "CropForegroundd", keys: "image", source_key: "image", margin: 3 }), /a margin, and allow_smaller null/],
    [before({ _target_: "Orientationd", keys: "image", axcodes: "LPS" }), /Orientationd with its place after resampling/],
    [
      before({ _target_: "SpatialPadd", keys: "image", spatial_size: [9, 9, 9] }),
      /SpatialPadd pads to 9, 9, 9, which is not the inferer's roi_size/,
    ],
    [before({ _target_: "DivisiblePadd", keys: "image", k: 4, mode: "reflect" }), /DivisiblePadd with mode "reflect" is not taken over/],
    [inferenceConfig({ pixdim: "$[1.5, 1.5, 1.5] if @highres else [3.0, 3.0, 3.0]" }), /pixdim is .*a program cannot be read/],
    [
      inferenceConfig({ preprocessing: compose([{ _target_: "Resized", keys: "image", spatial_size: [8, 8, 8] }]) }),
      /Resized with a mode that is not trilinear/,
    ],
    [inferenceConfig({ preprocessing: "@nowhere" }), /refers to @nowhere, which is not there/],
    [inferenceConfig({ preprocessing: "@postprocessing", postprocessing: "@preprocessing" }), /go round in a circle/],
    [inferenceConfig({ inferer: { _target_: "SliceInferer", roi_size: [8, 8] } }), /the inferer SliceInferer is not known/],
    [withInferer({ roi_size: [12, 12, -1] }), /SlidingWindowInferer with roi_size \[12,12,-1\]/],
    [withInferer({ padding_mode: "replicate" }), /SlidingWindowInferer with padding_mode "replicate"/],
    [withInferer({ overlap: [0.5, 0.5, 0.5] }), /SlidingWindowInferer with overlap \[0\.5,0\.5,0\.5\]/],
    [after({ _target_: "Invertd", keys: "pred", nearest_interp: false }), /Invertd with its place after AsDiscreted/],
    [after({ _target_: "KeepLargestConnectedComponentd", keys: "pred", num_components: 2 }), /with num_components 2/],
    [after({ _target_: "FillHolesd", keys: "pred" }), /FillHolesd with a connectivity that is not 1/],
    [after({ _target_: "RemoveSmallObjectsd", keys: "pred" }), /RemoveSmallObjectsd with by_measure/],
    [inferenceConfig({ postprocessing: compose(postprocessing.slice(0, 1)) }), /has no AsDiscreted/],
    [
      inferenceConfig({ postprocessing: compose([postprocessing[0]!, postprocessing[2]!]) }),
      /has no Invertd, although images are resampled/,
    ],
  ])("%#", async (config, words) => {
    await expect(take(write(config))).rejects.toThrow(words);
    expect(readdirSync(folder).filter((name) => name.startsWith("out") || name.endsWith(".partial"))).toEqual([]);
  });

  test("metadata, side file and networks", async () => {
    const source = write(inferenceConfig());
    await expect(take(source, {})).rejects.toThrow(
      /side\.yaml does not say all .* provenance is missing: what the network was trained on, licences of weights and data/s,
    );
    await expect(take(source, { ...side, images: {} })).rejects.toThrow(
      "side.yaml names the images , and metadata.json has the channels 0.",
    );
    await expect(take(write(inferenceConfig(), { version: "1" }))).rejects.toThrow(/network_data_format is missing/);
    await expect(take(write(inferenceConfig(), metadata(1, { "0": "background", "2": "x" })))).rejects.toThrow(
      /does not name the channels 1/,
    );
    await expect(take(write(inferenceConfig(), metadata(), {}))).rejects.toThrow(/has no \.onnx file/);
    await expect(take(write(inferenceConfig(), metadata(), { "model.onnx": network, "models/b.onnx": network }))).rejects.toThrow(
      /several networks/,
    );
    const several = inferenceConfig({ preprocessing: compose([{ _target_: "NormalizeIntensityd", keys: "image", nonzero: true }]) });
    const two = { "0": { name: "A", sequence: "a" }, "1": { name: "B", sequence: "b" } };
    await expect(take(write(several, metadata(2)), { ...side, images: two })).rejects.toThrow(/channel_wise false over 2 channels/);
  });
});
