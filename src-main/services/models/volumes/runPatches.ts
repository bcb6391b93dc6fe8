import type { InferenceSession, TensorConstructor } from "onnxruntime-node";
import type { VolumeInference } from "#shared/domain/bundle/inference.ts";
import type { VolumeInput } from "#shared/domain/bundle/input.ts";
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
  const sums = weights && weightSums(shape, { places, patch, weights });
  const perFold = folds.length > 1 && inference.average === "scores" && inference.answers === "logits";
  const runner = createPatchRunner(prepared, { inference, dims, patch, channels, Tensor });
  const answer: Answer = { channels, shape, values: new Float32Array(channels * countOf(shape)) };
  const mean = perFold ? { ...answer, values: new Float32Array(answer.values.length) } : answer;
  const total = places.length * folds.length;
  let done = 0;
  onProgress(0, total);
  for (const file of folds) {
    await withFold(file, async (session) => {
      const run = runner.on(session, file);
      for (const place of places) {
        const part = await run(place);
        if (weights) blend(answer, part, { place, patch, weights });
        else for (let at = 0; at < part.length; at++) answer.values[at]! += part[at]!;
        onProgress((done += 1), total);
      }
    });
    if (!perFold) continue;
    divide(answer, sums, 1);
    toScores(answer);
    for (let at = 0; at < mean.values.length; at++) mean.values[at]! += answer.values[at]!;
    answer.values.fill(0);
  }
  runner.letGo();
  if (weights) letGo(weights);
  if (perFold) letGo(answer.values);
  divide(mean, perFold ? undefined : sums, folds.length);
  if (sums) letGo(sums);
  return mean;
}

interface Blending {
  readonly place: Shape3;
  readonly patch: Shape3;
  readonly weights: Float32Array;
}

/** Adds a patch's answer, weighted, at its place. */
function blend({ channels, shape: [a, b, c], values }: Answer, answer: Float32Array, { place, patch, weights }: Blending): void {
  const [pa, pb, pc] = patch;
  const isLast = Math.min(pc, c - place[2]);
  for (let channel = 0; channel < channels; channel++)
    for (let x = 0; x < pa && place[0] + x < a; x++)
      for (let y = 0; y < pb && place[1] + y < b; y++) {
        const weight = (x * pb + y) * pc;
        const from = channel * pa * pb * pc + weight;
        const to = ((channel * a + place[0] + x) * b + place[1] + y) * c + place[2];
        for (let z = 0; z < isLast; z++) values[to + z]! += weights[weight + z]! * answer[from + z]!;
      }
}

/** The sum of the weights at each voxel. */
function weightSums(
  shape: Shape3,
  { places, patch, weights }: { places: readonly Shape3[]; patch: Shape3; weights: Float32Array },
): Float32Array {
  const sums = { channels: 1, shape, values: new Float32Array(countOf(shape)) };
  const ones = new Float32Array(weights.length).fill(1);
  for (const place of places) blend(sums, ones, { place, patch, weights });
  letGo(ones);
  return sums.values;
}

function divide({ channels, values }: Answer, sums: Float32Array | undefined, by: number): void {
  if (!sums && by === 1) return;
  const length = values.length / channels;
  for (let channel = 0, at = 0; channel < channels; channel++)
    for (let voxel = 0; voxel < length; voxel++, at++) values[at]! /= sums ? sums[voxel]! * by : by;
}
