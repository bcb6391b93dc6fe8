import type { SegmentationBundle } from "#shared/domain/bundle/bundle2.ts";
import type { GridTarget } from "#shared/domain/bundle/input.ts";
import type { SegmentationOutput } from "#shared/domain/bundle/output.ts";
import type { Grid } from "#shared/domain/geometry.ts";
import { cutBox } from "./cropBox.ts";
import { letGo } from "./letGo.ts";
import type { GridChange, PreparedVolume } from "./prepareVolume.ts";
import { regridBack } from "./regrid.ts";
import type { Answer } from "./runPatches.ts";
import { countOf, fromTensor, shapeOf, type Shape3 } from "./tensorGrid.ts";

/** How many channels a network of this output answers with. */
export function channelsOf(output: SegmentationOutput): number {
  return output.kind === "labels" ? output.channels.length : output.kind === "regions" ? output.regions.length : 1;
}

/** Makes what a network answered scores, in place: softmax over labels, a sigmoid for each region. */
export function toScores({ channels, values }: Answer, kind: SegmentationOutput["kind"]): void {
  if (kind === "regions") for (let at = 0; at < values.length; at++) values[at] = sigmoid(values[at]!);
  if (kind !== "labels") return;
  const length = values.length / channels;
  for (let voxel = 0; voxel < length; voxel++) {
    let largest = -Infinity;
    for (let at = voxel; at < values.length; at += length) largest = Math.max(largest, values[at]!);
    let sum = 0;
    for (let at = voxel; at < values.length; at += length) sum += values[at] = Math.exp(values[at]! - largest);
    for (let at = voxel; at < values.length; at += length) values[at]! /= sum;
  }
}

/** In single precision, as networks compute it. */
export function sigmoid(value: number): number {
  return Math.fround(1 / (1 + Math.exp(-value)));
}

/**
 * The label map, on the grid of the image, i fastest, before post-processing: the answer is brought back through the changes of the grid channel by
 * channel, made labels, and put where it was cut out; the rest is background. The answer is used up.
 */
export async function labelVolume(
  answer: Answer,
  prepared: PreparedVolume,
  { input, output, inference }: SegmentationBundle,
  image: Grid,
): Promise<Uint16Array> {
  const { changes, axes } = prepared;
  const isScores = output.resampleBack.of === "scores";
  if (isScores && inference.answers === "logits" && !(inference.average === "scores" && inference.folds.length > 1))
    toScores(answer, output.kind);
  const resampled = changes.findIndex(({ kind }) => kind === "resample");
  const back = resampled === -1 ? [] : changes.slice(resampled);
  const isScored = isScores || inference.answers !== "logits";
  const drawn = await classify(answer, output, isScored, (channel) =>
    channelBack(answer, channel, { prepared, back, output, grid: input.grid, isScored }),
  );
  letGo(answer.values);
  let labels = drawn;
  for (const change of changes.slice(0, changes.length - back.length).toReversed()) {
    if (change.kind !== "crop") continue;
    const whole = uncrop(labels, change);
    letGo(labels);
    labels = whole;
  }
  const turned = fromTensor(labels, image.size, axes);
  letGo(labels);
  return turned;
}

/** One channel without padding, on the grid before the first resampling. What was cropped away after it has the score 0, of the background 1. */
async function channelBack(
  { shape, values }: Answer,
  channel: number,
  {
    prepared: { inside },
    back,
    output,
    grid,
    isScored,
  }: { prepared: PreparedVolume; back: readonly GridChange[]; output: SegmentationOutput; grid: GridTarget; isScored: boolean },
): Promise<Float32Array> {
  const own = values.subarray(channel * countOf(shape), (channel + 1) * countOf(shape));
  let current = countOf(inside.shape) === countOf(shape) ? own : cutBox(own, shape, inside);
  const replace = (next: Float32Array) => {
    if (current !== own && current !== next) letGo(current);
    current = next;
  };
  // What lies in no label: far from a border, and below every threshold.
  const outside = output.kind === "distance" ? 1000 : output.kind === "regions" && !isScored ? -1000 : 0;
  for (const change of back.toReversed()) {
    if (change.kind === "resample")
      replace(await regridBack(current, change.after, change.before, { resampleBack: output.resampleBack, grid, outside }));
    else {
      const whole = shapeOf(change.before);
      const from = change.box.from.map((at) => -at) as unknown as Shape3;
      replace(cutBox(current, change.box.shape, { from, shape: whole }, output.kind === "labels" && channel === 0 ? 1 : 0));
    }
  }
  return current === own ? own.slice() : current;
}

/** Labels from channels, which are asked for one after another. */
async function classify(
  { channels }: Answer,
  output: SegmentationOutput,
  isScores: boolean,
  channelAt: (channel: number) => Promise<Float32Array>,
): Promise<Uint16Array> {
  const first = await channelAt(0);
  const labels = new Uint16Array(first.length);
  for (let channel = 0; channel < channels; channel++) {
    const values = channel === 0 ? first : await channelAt(channel);
    if (output.kind === "labels") {
      const label = output.channels[channel] ?? 0;
      if (channel > 0)
        for (let at = 0; at < labels.length; at++)
          if (values[at]! > first[at]!) {
            first[at] = values[at]!;
            labels[at] = label;
          }
    } else if (output.kind === "regions") {
      const label = output.order[channel]!;
      for (let at = 0; at < labels.length; at++) if ((isScores ? values[at]! : sigmoid(values[at]!)) > output.threshold) labels[at] = label;
    } else {
      const { value } = output.labels[0]!;
      for (let at = 0; at < labels.length; at++) if (values[at]! <= output.border) labels[at] = value;
    }
    // The first channel holds the largest value so far.
    if (channel > 0) letGo(values);
  }
  letGo(first);
  return labels;
}

function uncrop(labels: Uint16Array, { before, box }: Extract<GridChange, { kind: "crop" }>): Uint16Array {
  const [, b, c] = shapeOf(before);
  const whole = new Uint16Array(countOf(shapeOf(before)));
  const [rows, columns] = [box.shape[1], box.shape[2]];
  for (let x = 0; x < box.shape[0]; x++)
    for (let y = 0; y < rows; y++) {
      const from = (x * rows + y) * columns;
      whole.set(labels.subarray(from, from + columns), ((x + box.from[0]) * b + y + box.from[1]) * c + box.from[2]);
    }
  return whole;
}
