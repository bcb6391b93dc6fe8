import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { z } from "zod";
import type { SegmentationBundle } from "#shared/domain/bundle/bundle2.ts";
import type { VolumeInput } from "#shared/domain/bundle/input.ts";
import type { SegmentationOutput } from "#shared/domain/bundle/output.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { readUserFile, refuseFolder } from "../../system/index.ts";
import { plainWords } from "../fieldProblems.ts";
import { writeImport, type ImportTools } from "../importing/writeImport.ts";
import type { RunOptions } from "../inference.ts";
import { partsOf } from "./monaiConfig.ts";
import { monaiInput, type MonaiInput } from "./monaiInput.ts";
import { monaiInferer, monaiOutput, type MonaiOutput } from "./monaiOutput.ts";
import { readMonaiSideFile, type MonaiSideFile } from "./monaiSideFile.ts";

const largestDescription = 16 * 2 ** 20;

const tensorSchema = z.looseObject({
  num_channels: z.int().min(1),
  spatial_shape: z.array(z.unknown()).optional(),
  channel_def: z.record(z.string(), z.string()).optional(),
});
const metadataSchema = z.looseObject({
  network_data_format: z.looseObject({ inputs: z.record(z.string(), tensorSchema), outputs: z.record(z.string(), tensorSchema) }),
});

/** Whether a folder is one of a MONAI bundle: configs/metadata.json and configs/inference.json lie in it. */
export function isMonaiFolder(folder: string): boolean {
  return ["metadata.json", "inference.json"].every((name) => existsSync(join(folder, "configs", name)));
}

/**
 * Makes the folder of a MONAI bundle that draws (configs/metadata.json, configs/inference.json, its network as one .onnx at its top or in models) a bundle of
 * format 2, whole or not at all. Throws PlainError that names the transform and the field that is missing, not known, or does not fit; nothing is guessed.
 */
export async function importMonai(
  { folder, side, outFolder }: { folder: string; side: { readonly content: unknown; readonly fileName: string }; outFolder: string },
  tools: ImportTools,
  options: RunOptions = {},
): Promise<SegmentationBundle> {
  await refuseFolder(resolve(outFolder));
  const { network_data_format: format } = metadataOf(await jsonOf(folder, "metadata.json"));
  const config = (await jsonOf(folder, "inference.json")) as Readonly<Record<string, unknown>>;
  const said = readMonaiSideFile(side.content, side.fileName);
  const [given, answered] = [onlyTensor(format.inputs, "inputs"), onlyTensor(format.outputs, "outputs")];
  const named = Object.keys(said.images).toSorted();
  const wanted = Array.from({ length: given.num_channels }, (_, at) => String(at));
  if (named.join() !== wanted.toSorted().join())
    throw new PlainError(`${side.fileName} names the images ${named.join(", ")}, and metadata.json has the channels ${wanted.join(", ")}.`);
  const input = monaiInput(partsOf(config, "preprocessing"), given.num_channels);
  const inferer = monaiInferer(partsOf(config, "inferer"));
  const labels = said.regions
    ? Object.keys(said.regions.labels).map(Number)
    : Array.from({ length: answered.num_channels - 1 }, (_, at) => at + 1);
  const output = monaiOutput(partsOf(config, "postprocessing"), labels, input.grid.kind !== "keep");
  const { network, name } = await networkOf(folder);
  const { images: _images, regions: _regions, ...stated } = said;
  return writeImport(
    {
      ...stated,
      input: inputOf(input, inferer.patch, said),
      inference: {
        folds: [name],
        channels: wanted.map((channel) => said.images[channel]!.name),
        ...inferer,
        accumulate: "float32",
        mirrorAxes: [],
        average: "logits",
        answers: "logits",
      },
      output: outputOf(output, answered, said, side.fileName),
    },
    { networks: { [name]: network }, outFolder },
    tools,
    options,
  );
}

function inputOf({ normalise, pad, spatialPad, ...input }: MonaiInput, patch: "whole volume" | number[], said: MonaiSideFile): VolumeInput {
  if (spatialPad && spatialPad.join() !== String(patch))
    throw new PlainError(
      `inference.json: SpatialPadd pads to ${spatialPad.join(", ")}, which is not the inferer's roi_size; that is not taken over.`,
    );
  if (pad?.to === "multiple" && patch !== "whole volume")
    throw new PlainError("inference.json: DivisiblePadd with SlidingWindowInferer, which pads once more, is not taken over.");
  const first = said.images["0"]!.name;
  return {
    ...input,
    images: normalise.map((how, channel) => ({
      ...said.images[String(channel)]!,
      required: true,
      registeredTo: channel === 0 ? null : first,
      normalise: how,
    })),
    tensorAxes: "xyz",
    dims: { kind: "3d" },
    // A sliding window pads what is smaller than it, around the middle.
    pad: pad ?? (patch === "whole volume" ? { to: "none" } : { to: "patch", value: 0, where: "centre" }),
  };
}

function outputOf(
  { kind, threshold, resampleBack, post }: MonaiOutput,
  { num_channels: channels, channel_def: names }: z.infer<typeof tensorSchema>,
  { regions }: MonaiSideFile,
  fileName: string,
): SegmentationOutput {
  const common = { resampleBack, post: [...post] };
  if (kind === "labels") {
    if (regions) throw new PlainError(`${fileName} has regions, but inference.json draws labels (AsDiscreted argmax).`);
    const values = Array.from({ length: channels - 1 }, (_, at) => at + 1);
    const unnamed = values.filter((value) => names?.[String(value)] === undefined);
    if (unnamed.length > 0)
      throw new PlainError(`metadata.json: channel_def of the output does not name the channels ${unnamed.join(", ")}.`);
    return { kind, ...common, channels: [null, ...values], labels: values.map((value) => ({ value, name: names![String(value)]! })) };
  }
  if (!regions)
    throw new PlainError(
      `${fileName} must say which labels each channel is (regions: channels, order, labels): inference.json draws regions (AsDiscreted threshold), which may overlap.`,
    );
  if (regions.channels.length !== channels)
    throw new PlainError(`${fileName} has ${regions.channels.length} regions, and metadata.json ${channels} channels.`);
  return {
    kind,
    ...common,
    threshold,
    regions: regions.channels,
    order: regions.order,
    labels: Object.entries(regions.labels).map(([value, name]) => ({ value: Number(value), name })),
  };
}

/** The one network of a bundle. */
async function networkOf(folder: string): Promise<{ network: string; name: string }> {
  const found: string[] = [];
  for (const place of ["", "models"])
    for (const file of await readdir(join(folder, place)).catch(() => []))
      if (file.endsWith(".onnx")) found.push(join(folder, place, file));
  if (found.length === 0)
    throw new PlainError(
      `${basename(resolve(folder))} has no .onnx file, at its top or in models. Export the network first (python -m monai.bundle onnx_export).`,
    );
  if (found.length > 1)
    throw new PlainError(
      `${basename(resolve(folder))} has several networks: ${found.map((path) => basename(path)).join(", ")}. Leave the one that is to be run.`,
    );
  return { network: found[0]!, name: "model.onnx" };
}

function onlyTensor(tensors: Readonly<Record<string, z.infer<typeof tensorSchema>>>, what: string): z.infer<typeof tensorSchema> {
  const names = Object.keys(tensors);
  const tensor = tensors[names[0]!];
  if (names.length !== 1 || !tensor)
    throw new PlainError(
      `metadata.json: network_data_format.${what} names ${names.join(", ") || "nothing"}; a network with one is taken over.`,
    );
  if (tensor.spatial_shape && tensor.spatial_shape.length !== 3)
    throw new PlainError(`metadata.json: ${what} ${names[0]} has ${tensor.spatial_shape.length} axes; networks of three are taken over.`);
  return tensor;
}

function metadataOf(content: unknown): z.infer<typeof metadataSchema> {
  const parsed = metadataSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new PlainError(`metadata.json cannot be taken over: ${parsed.error.issues.map(plainWords).join("; ")}. Nothing is guessed.`);
}

async function jsonOf(folder: string, name: string): Promise<unknown> {
  const text = (await readUserFile(join(folder, "configs", name), `MONAI's ${name}`, largestDescription)).toString("utf8");
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch (cause) {
    throw new PlainError(`${name} is not valid JSON: ${cause instanceof Error ? cause.message : ""}`, { cause });
  }
}
