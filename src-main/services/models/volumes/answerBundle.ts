import { appendFile, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bundle2, SegmentationBundle } from "#shared/domain/bundle/bundle2.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { voxelsFromBytes, type Image } from "#shared/domain/volume.ts";
import type { BundleRequest, BundleResult, Inspected, PreparedImages } from "./bundleMessages.ts";
import { estimateMemory, memoryRefusal } from "./estimateMemory.ts";
import { foldSessions } from "./foldSessions.ts";
import { halfPrecisionHash } from "./halfPrecision.ts";
import { channelsOf, labelVolume, toScores } from "./labelVolume.ts";
import { letGo } from "./letGo.ts";
import { rangeNotes, type RangeNotes } from "./outsideRanges.ts";
import { watchPeakMemory } from "./peakMemory.ts";
import { postProcess } from "./postProcess.ts";
import { prepareVolume, type PreparedVolume } from "./prepareVolume.ts";
import { patchShape, runPatches, type Answer, type WithFold } from "./runPatches.ts";
import { runScores } from "./runScores.ts";
import { spacingOf } from "./tensorGrid.ts";

/** Something outside of the run that it tells how far it is. */
type OnProgress = (done: number, total: number) => void;

/**
 * Runs a bundle, within the inference process only: reads the images from their files, prepares them, runs the networks, and writes a label map or answers
 * scores. Throws PlainError where the images do not fit, the run would take more memory than there is, or a network does not fit its bundle.
 */
export async function answerBundle(request: BundleRequest, onProgress: OnProgress): Promise<BundleResult> {
  const { bundle, folder, images, row, inspect } = request;
  const { Tensor } = await import("onnxruntime-node");
  const memory = watchPeakMemory();
  const heldBytes = process.memoryUsage.rss();
  const estimatedBytes = Math.round(estimateMemory(bundle, { images, modelBytes: await largestModel(request), heldBytes }));
  const refusal = memoryRefusal(estimatedBytes, { heldBytes, freeBytes: process.availableMemory() });
  if (request.only?.kind === "estimate")
    return { notes: [], ...(refusal === undefined ? {} : { refusal }), memory: { estimatedBytes, peakBytes: heldBytes, patchBytes: 0 } };
  if (refusal !== undefined) throw new PlainError(refusal);
  const ranges = rangeNotes(bundle);
  if (row) ranges.row(row);
  const prepared = bundle.kind === "table" || !bundle.input ? undefined : await prepare(request, ranges);
  if (request.only && prepared) {
    const images = await keepPrepared(request.only.path, bundle, prepared);
    return { notes: ranges.notes, prepared: images, memory: { estimatedBytes, peakBytes: memory.peak(), patchBytes: 0 } };
  }
  let patchBytes = 0;
  const open = foldSessions(folder, bundle.files, request.threads);
  const withFold: WithFold = (file, run) =>
    open(file, async (session) => {
      const { result, bytes } = await memory.during(() => run(session));
      patchBytes = Math.max(patchBytes, bytes);
      return result;
    });
  const tensor = inspect && prepared ? inspectTensor(request, prepared) : undefined;
  let logits: number[] = [];
  let found: Pick<BundleResult, "counts" | "scores" | "members">;
  if (bundle.kind === "segmentation") {
    const { inference, input, output } = bundle;
    const answer = await runPatches(prepared!, {
      inference,
      dims: input.dims,
      channels: channelsOf(output),
      Tensor,
      withFold,
      toScores: (each) => toScores(each, output.kind),
      onProgress,
    });
    refuseNotFinite(answer);
    for (const values of prepared!.images.values()) letGo(values);
    logits = (inspect?.logits ?? []).map((at) => answer.values[indexOf(at, [answer.channels, ...answer.shape])]!);
    found = await draw(request, bundle, { answer, prepared: prepared! });
  } else found = await runScores(bundle, { prepared, row }, { withFold, Tensor, onProgress });
  return {
    ...found,
    notes: ranges.notes,
    ...(tensor ? { inspected: { ...tensor, logits } } : {}),
    memory: { estimatedBytes, peakBytes: memory.peak(), patchBytes },
  };
}

async function largestModel({ bundle, folder }: BundleRequest): Promise<number> {
  const files = bundle.kind === "ensemble" ? bundle.members.flatMap(({ inference }) => inference.folds) : bundle.inference.folds;
  const sizes = await Promise.all(
    files.map(async (file) =>
      stat(join(folder, file)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return Math.max(...sizes);
}

async function prepare({ bundle, images }: BundleRequest, ranges: RangeNotes): Promise<PreparedVolume> {
  if (bundle.kind === "table" || !bundle.input) throw new RangeError("a bundle without images has nothing to prepare");
  const { input, limits } = bundle;
  const main = images.find(({ name }) => name === input.images.find(({ registeredTo }) => registeredTo === null)!.name);
  if (!main) throw new PlainError(`${bundle.name} needs an image for ${input.images[0]!.name}.`);
  ranges.spacing(main.grid);
  const read = new Map<string, Image>();
  for (const { name, path, scalarType, grid } of images) {
    const voxels = voxelsFromBytes(scalarType, await readFile(path));
    ranges.intensity(name, voxels);
    read.set(name, { grid, scalarType, voxels });
  }
  const inference = bundle.kind === "ensemble" ? undefined : bundle.inference;
  const patch = inference && inference.patch !== "whole volume" ? patchShape(inference, input.dims, [1, 1, 1]) : undefined;
  const take = (name: string) => {
    const image = read.get(name);
    read.delete(name);
    return image;
  };
  return prepareVolume(input, { grid: main.grid, take, patch, maxVoxels: limits.maxVoxels });
}

/** Throws PlainError where a blended answer holds what is no number. */
function refuseNotFinite({ values }: Answer): void {
  for (let at = 0; at < values.length; at++)
    if (!Number.isFinite(values[at]!))
      throw new PlainError(
        "The network answered with NaN or an infinite number; there is no result. Check the images, or ask the model's authors.",
      );
}

async function draw(
  { images, labelsPath }: BundleRequest,
  bundle: SegmentationBundle,
  { answer, prepared }: { answer: Answer; prepared: PreparedVolume },
): Promise<Pick<BundleResult, "counts">> {
  const { grid } = images.find(({ name }) => name === bundle.input.images.find(({ registeredTo }) => registeredTo === null)!.name)!;
  const labels = await labelVolume(answer, prepared, bundle, grid);
  postProcess(labels, grid, { steps: bundle.output.post, sliceAxis: prepared.axes.from[0] });
  const counts = new Float64Array(65_536);
  for (const label of labels) counts[label]! += 1;
  await writeFile(labelsPath, new Uint8Array(labels.buffer), { flag: "wx", mode: 0o600 });
  return { counts: Object.fromEntries(bundle.output.labels.map(({ value }) => [String(value), counts[value]!])) };
}

/** The tensor that enters: of an ensemble, every image and formula that a member sees, in the order of the bundle. */
function inspectTensor({ bundle, inspect }: BundleRequest, { images, shape }: PreparedVolume): Omit<Inspected, "logits"> {
  const channels = channelNames(bundle).map((name) => images.get(name)!);
  return {
    shape: [channels.length, ...shape],
    sha256: halfPrecisionHash(channels),
    tensor: inspect!.tensor.map((at) => channels[at[0]!]?.[indexOf(at.slice(1), shape)] ?? Number.NaN),
  };
}

/** Writes the images as they enter, each in turn. */
async function keepPrepared(path: string, bundle: Bundle2, { images, shape, grid }: PreparedVolume): Promise<PreparedImages> {
  const channels = channelNames(bundle);
  await writeFile(path, new Uint8Array(), { flag: "wx", mode: 0o600 });
  for (const name of channels) {
    const { buffer, byteOffset, byteLength } = images.get(name)!;
    await appendFile(path, new Uint8Array(buffer, byteOffset, byteLength));
  }
  return { channels, shape, spacingMm: spacingOf(grid) };
}

function channelNames(bundle: Bundle2): readonly string[] {
  if (bundle.kind === "table") return [];
  if (bundle.kind !== "ensemble") return bundle.inference.channels;
  const seen = new Set(bundle.members.flatMap((member) => (member.kind === "volume" ? member.inference.channels : [])));
  const all = [...(bundle.input?.images ?? []).map(({ name }) => name), ...Object.keys(bundle.input?.formulas ?? {})];
  return all.filter((name) => seen.has(name));
}

/** The index of a place, the last axis fastest; one outside has none. */
function indexOf(place: readonly number[], shape: readonly number[]): number {
  if (place.length !== shape.length || place.some((at, axis) => at >= shape[axis]!)) return -1;
  return place.reduce((index, at, axis) => index * shape[axis]! + at, 0);
}
