import type { InferenceSession, TensorConstructor } from "onnxruntime-node";
import type { VolumeInference } from "#shared/domain/bundle/inference.ts";
import type { VolumeInput } from "#shared/domain/bundle/input.ts";
import { callEngine } from "../../preprocess/index.ts";
import { largeZeros } from "./largeZeros.ts";
import { letGo } from "./letGo.ts";
import { patchPlaces, patchWeights } from "./patches.ts";
import { createPatchRunner } from "./patchRunner.ts";
import type { PreparedVolume } from "./prepareVolume.ts";
import { countOf, type Shape3 } from "./tensorGrid.ts";

/** What comes out of the folds: for each channel a value at each voxel of the padded volume. */
export interface Answer {
  readonly channels: number;
  readonly shape: Shape3;
  readonly values: Float32Array;
}

/** Runs something on the session of one fold; only one is open at a time. */
export type WithFold = <Result>(file: string, run: (session: InferenceSession) => Promise<Result>) => Promise<Result>;

/** The voxels that a network sees at once, as lengths along all three axes: of a slice the first is 1. */
export function patchShape({ patch }: Pick<VolumeInference, "patch">, { kind }: VolumeInput["dims"], shape: Shape3): Shape3 {
  if (patch === "whole volume") return kind === "3d" ? shape : [1, shape[1], shape[2]];
  return (patch.length === 2 ? [1, ...patch] : patch) as unknown as Shape3;
}

/**
 * Runs every fold on every patch and blends. One patch is in memory at a time, in buffers that serve all. The weighted sums of folds averaged on what the
 * network answers go into one array; those averaged on scores are made scores first (`toScores`, in place).
 * Throws PlainError where a network's input or output does not fit.
 */
export async function runPatches(
  prepared: PreparedVolume,
  {
    inference,
    dims,
    channels,
    Tensor,
    withFold,
    toScores,
    onProgress,
  }: {
    inference: VolumeInference;
    dims: VolumeInput["dims"];
    /** That the network answers. */
    channels: number;
    Tensor: TensorConstructor;
    withFold: WithFold;
    toScores: (answer: Answer) => void;
    onProgress: (done: number, total: number) => void;
  },
): Promise<Answer> {
  const { shape } = prepared;
  const { folds } = inference;
  const patch = patchShape(inference, dims, shape);
  const places = patchPlaces(shape, patch, { steps: inference.steps, dims });
  // Where nothing overlaps the answer stays as it is to the last bit.
  const isWhole = patch.every((length, axis) => length === shape[axis]);
  const weights = isWhole ? undefined : patchWeights(patch, inference.blend);
  const sums = weights && (await weightSums(shape, { places, patch, weights }));
  const perFold = folds.length > 1 && inference.average === "scores" && inference.answers === "logits";
  const runner = createPatchRunner(prepared, { inference, dims, patch, channels, Tensor });
  // One fold that sees all at once has answered when it has run; everything else is added up.
  const isAlone = isWhole && folds.length === 1 && places.length === 1;
  const answer: { -readonly [Key in keyof Answer]: Answer[Key] } = {
    channels,
    shape,
    values: largeZeros(isAlone ? 0 : channels * countOf(shape)),
  };
  const mean = perFold ? { ...answer, values: largeZeros(answer.values.length) } : answer;
  const total = places.length * folds.length;
  let done = 0;
  onProgress(0, total);
  for (const file of folds) {
    await withFold(file, async (session) => {
      const run = runner.on(session, file);
      for (const place of places) {
        const part = await run(place);
        if (isAlone) answer.values = part;
        else await addPatch(answer, { answer: part, weights, patch, at: place });
        onProgress((done += 1), total);
      }
    });
    if (!perFold) continue;
    await divide(answer, sums, 1);
    toScores(answer);
    await addPatch(mean, { answer: answer.values, patch: shape, at: [0, 0, 0] });
    answer.values.fill(0);
  }
  runner.letGo(answer.values);
  if (weights) letGo(weights);
  if (perFold) letGo(answer.values);
  await divide(mean, perFold ? undefined : sums, folds.length);
  if (sums) letGo(sums);
  return mean;
}

const smallPatch = 2 ** 18;

/** A patch of the answer, or ones, and its weights, or ones, at its place. */
interface Patch {
  readonly answer?: Float32Array;
  readonly weights?: Float32Array | undefined;
  readonly patch: Shape3;
  readonly at: Shape3;
}

/** Adds a patch's answer, weighted, at its place, by the engine: arrays that are let go make loops over arrays slow in JavaScript. */
async function addPatch({ channels, shape, values }: Answer, patch: Patch): Promise<void> {
  // Of a small patch, waking other threads would take longer.
  const threads = channels * countOf(patch.patch) < smallPatch ? 1 : 0;
  await callEngine("addPatch", { ...patch, channels, volume: shape, values }, { threads });
}

/** The sum of the weights at each voxel. */
async function weightSums(
  shape: Shape3,
  { places, patch, weights }: { places: readonly Shape3[]; patch: Shape3; weights: Float32Array },
): Promise<Float32Array> {
  const sums = { channels: 1, shape, values: largeZeros(countOf(shape)) };
  for (const at of places) await addPatch(sums, { weights, patch, at });
  return sums.values;
}

async function divide({ channels, values }: Answer, sums: Float32Array | undefined, by: number): Promise<void> {
  if (sums || by !== 1) await callEngine("divideChannels", { values, sums, by, channels, length: values.length / channels });
}
