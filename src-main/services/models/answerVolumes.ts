import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { PlainError } from "#shared/domain/plainError.ts";
import { allocateVoxels, bytesPerVoxel, type VoxelArray } from "#shared/domain/volume.ts";
import type { VolumesRequest, VolumesResult, VoxelBox } from "./inferenceMessages.ts";
import type { LoadedModel } from "./sessions.ts";

/**
 * Runs a model on each box of the volumes, within the inference process only. Voxels are read from their files slice by slice, for each box
 * what it holds of them;
 * what the model answers is written behind one another. Throws PlainError where the model's input or output does not fit, or its numbers are not finite.
 */
export async function answerVolumes(
  request: VolumesRequest,
  { session }: LoadedModel,
  onProgress: (done: number, total: number) => void,
): Promise<VolumesResult> {
  const { Tensor } = await import("onnxruntime-node");
  const input = nameOf("input", request.inputTensor, session.inputNames);
  const output = nameOf("output", request.outputTensor, session.outputNames);
  const shapes: number[][] = [];
  const file = openSync(request.outputPath, "wx", 0o600);
  try {
    onProgress(0, request.boxes.length);
    for (const [index, box] of request.boxes.entries()) {
      const [i, j, k] = box.size;
      const dims = [1, request.channels.length, ...(request.axes === "ijk" ? [i, j, k] : [k, j, i])];
      const tensor = new Tensor("float32", readBox(request, box), dims);
      const answer = (await session.run({ [input]: tensor }, [output]))[output]!;
      if (answer.type !== "float32")
        throw new PlainError(`The output "${output}" of model.onnx holds ${answer.type} numbers; float32 is needed.`);
      const values = answer.data as Float32Array;
      if (!values.every(Number.isFinite))
        throw new PlainError(
          "The model answered with NaN or an infinite number; there is no result. Check the images, or ask the model's authors.",
        );
      writeAll(file, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      shapes.push([...answer.dims]);
      answer.dispose();
      onProgress(index + 1, request.boxes.length);
    }
  } finally {
    closeSync(file);
  }
  return { shapes };
}

function nameOf(what: "input" | "output", asked: string | undefined, names: readonly string[]): string {
  const listed = names.map((name) => `"${name}"`).join(", ");
  if (asked !== undefined && !names.includes(asked))
    throw new PlainError(`bundle.json's ${what}.tensor is "${asked}", but model.onnx has no such ${what}; it has ${listed}.`);
  if (asked === undefined && names.length !== 1)
    throw new PlainError(`model.onnx has several ${what}s (${listed}). Name the right one in bundle.json as ${what}.tensor.`);
  return asked ?? names[0]!;
}

/** The voxels of a box in the order of the tensor: channel slowest, then the axes as asked. */
export function readBox(
  { channels, size, axes, outside }: Pick<VolumesRequest, "channels" | "size" | "axes" | "outside">,
  box: VoxelBox,
): Float32Array {
  const [ni, nj, nk] = box.size;
  const values = new Float32Array(channels.length * ni * nj * nk).fill(outside);
  const [stepI, stepJ, stepK] = axes === "ijk" ? [nj * nk, nk, 1] : [1, ni, ni * nj];
  const [first, end] = [0, 1, 2].reduce(
    ([starts, ends], axis) => [
      [...starts, Math.max(0, -box.from[axis]!)],
      [...ends, Math.min(box.size[axis]!, size[axis]! - box.from[axis]!)],
    ],
    [[] as number[], [] as number[]],
  ) as [number[], number[]];
  for (const [channel, { path, scalarType, multiply, add }] of channels.entries()) {
    const file = openSync(path, "r");
    try {
      const slice = allocateVoxels(scalarType, size[0] * size[1]);
      const base = channel * ni * nj * nk;
      for (let k = first[2]!; k < end[2]!; k += 1) {
        readSlice(file, slice, (box.from[2] + k) * size[0] * size[1] * bytesPerVoxel(scalarType));
        for (let j = first[1]!; j < end[1]!; j += 1) {
          const row = (box.from[1] + j) * size[0] + box.from[0];
          for (let i = first[0]!; i < end[0]!; i += 1) values[base + i * stepI + j * stepJ + k * stepK] = slice[row + i]! * multiply + add;
        }
      }
    } finally {
      closeSync(file);
    }
  }
  return values;
}

function readSlice(file: number, voxels: VoxelArray, position: number): void {
  const bytes = new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength);
  for (let read = 0; read < bytes.length;) {
    const count = readSync(file, bytes, read, bytes.length - read, position + read);
    if (count === 0)
      throw new PlainError("The file in which the image was handed to the model is cut short. Try again; check the disk's free space.");
    read += count;
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written, bytes.length - written);
}
