import type { InferenceSession, TensorConstructor } from "onnxruntime-node";
import type { VolumeInference } from "#shared/domain/bundle/inference.ts";
import type { VolumeInput } from "#shared/domain/bundle/input.ts";
import { copyBox } from "./cropBox.ts";
import { largeZeros } from "./largeZeros.ts";
import { letGo } from "./letGo.ts";
import { portNames, refuseShape } from "./ports.ts";
import type { PreparedVolume } from "./prepareVolume.ts";
import { countOf, type Shape3 } from "./tensorGrid.ts";

/** Runs networks of one shape on patches, in buffers that serve them all. */
export interface PatchRunner {
  /** The answer of a session to the patch that begins at a place, the mean over its mirrorings; it is overwritten by the next. */
  on(session: InferenceSession, file: string): (place: Shape3) => Promise<Float32Array>;
  /** Lets the buffers go, but for one. */
  letGo(kept: Float32Array): void;
}

/** Makes the buffers. */
export function createPatchRunner(
  { images, shape }: Pick<PreparedVolume, "images" | "shape">,
  {
    inference,
    dims,
    patch,
    channels,
    Tensor,
  }: { inference: VolumeInference; dims: VolumeInput["dims"]; patch: Shape3; channels: number; Tensor: TensorConstructor },
): PatchRunner {
  const sources = inference.channels.map((name) => images.get(name)!);
  const neighbours = dims.kind === "2.5d" ? dims.neighbours : 0;
  const planes = sources.length * (2 * neighbours + 1);
  const seen = dims.kind === "3d" ? [...patch] : [patch[1], patch[2]];
  const length = countOf(patch);
  const input = heldZeros(planes * length);
  const output = heldZeros(channels * length);
  const sets = mirrorings(inference, dims);
  const plain = sets.length > 1 ? largeZeros(input.length) : input;
  const sum = sets.length > 1 ? largeZeros(output.length) : output;

  const fill = (place: Shape3) => {
    let plane = 0;
    for (const source of sources)
      for (let beside = -neighbours; beside <= neighbours; beside++, plane++) {
        const cut = plain.subarray(plane * length, (plane + 1) * length);
        const wanted = place[0] + beside;
        const isInside = wanted >= 0 && wanted < shape[0];
        const repeats = dims.kind === "2.5d" && dims.edge === "repeat";
        // What lies outside of the volume is 0.
        if (!isInside && !repeats) cut.fill(0);
        else copyBox(source, shape, cut, { from: [Math.min(shape[0] - 1, Math.max(0, wanted)), place[1], place[2]], shape: patch });
      }
  };

  return {
    on: (session, file) => {
      const { inputName, outputName } = portNames(session, inference, file);
      const inputDims = [1, planes, ...seen];
      const outputDims = [1, channels, ...seen];
      refuseShape(session, { inputName, outputName, inputDims, outputDims, file });
      const feeds = { [inputName]: new Tensor("float32", input, inputDims) };
      const fetches = { [outputName]: new Tensor("float32", output, outputDims) };
      return async (place) => {
        fill(place);
        for (const [index, set] of sets.entries()) {
          if (sets.length > 1) flip(plain, input, { shape: patch, axes: set });
          await session.run(feeds, fetches);
          if (sets.length > 1) {
            if (index === 0) sum.set(output);
            else addFlipped(output, sum, { shape: patch, axes: set });
          }
        }
        if (sets.length > 1) for (let at = 0; at < sum.length; at++) sum[at]! /= sets.length;
        return sum;
      };
    },
    letGo: (kept) => {
      for (const buffer of new Set([input, output, plain, sum])) if (buffer !== kept) letGo(buffer);
    },
  };
}

/** Zeros that are held already when the memory of a patch is measured: the system gives memory when a page of it is first written to. */
function heldZeros(length: number): Float32Array {
  const zeros = largeZeros(length);
  for (let at = 0; at < length; at += 1024) zeros[at] = 0;
  return zeros;
}

/** All sets of axes to mirror along, none first; axes of all three. */
export function mirrorings({ mirrorAxes }: Pick<VolumeInference, "mirrorAxes">, { kind }: VolumeInput["dims"]): number[][] {
  const axes = mirrorAxes.map((axis) => (kind === "3d" ? axis : axis + 1));
  return axes.reduce<number[][]>((sets, axis) => [...sets, ...sets.map((set) => [...set, axis])], [[]]);
}

interface Flip {
  readonly shape: Shape3;
  readonly axes: readonly number[];
}

/** Visits rows: where each lies in what is mirrored and in what comes out. */
function eachRow(count: number, { shape: [a, b, c], axes }: Flip, visit: (from: number, to: number) => void): void {
  const [flipsA, flipsB] = [axes.includes(0), axes.includes(1)];
  for (let block = 0; block < count / (a * b * c); block++)
    for (let x = 0; x < a; x++)
      for (let y = 0; y < b; y++) {
        const row = ((flipsA ? a - 1 - x : x) * b + (flipsB ? b - 1 - y : y)) * c;
        visit(block * a * b * c + row, ((block * a + x) * b + y) * c);
      }
}

function flip(from: Float32Array, to: Float32Array, how: Flip): void {
  const c = how.shape[2];
  const isReversed = how.axes.includes(2);
  eachRow(from.length, how, (source, target) => {
    if (!isReversed) to.set(from.subarray(source, source + c), target);
    else for (let z = 0; z < c; z++) to[target + z] = from[source + c - 1 - z]!;
  });
}

function addFlipped(from: Float32Array, sum: Float32Array, how: Flip): void {
  const c = how.shape[2];
  const isReversed = how.axes.includes(2);
  eachRow(from.length, how, (source, target) => {
    if (isReversed) for (let z = 0; z < c; z++) sum[target + z]! += from[source + c - 1 - z]!;
    else for (let z = 0; z < c; z++) sum[target + z]! += from[source + z]!;
  });
}
