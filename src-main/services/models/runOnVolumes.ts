import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ModelLimits } from "#shared/domain/modelBundle.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { makeIncomingFolder, removeIncomingFolder } from "../system/index.ts";
import type { Inference, RunOptions } from "./inference.ts";
import type { ModelToRun, VoxelBox } from "./inferenceMessages.ts";
import { limitsOf } from "./limits.ts";

/** An image that enters a model as one channel: a voxel as value * multiply + add. */
export interface VolumeChannel {
  readonly image: Image;
  readonly multiply: number;
  readonly add: number;
}

/** A run of a model on volumes. */
export interface VolumeRun {
  readonly model: Omit<ModelToRun, "threads" | "memoryBytes">;
  readonly limits: ModelLimits | undefined;
  /** All on one grid. */
  readonly channels: readonly VolumeChannel[];
  /** One run of the model each; the whole volume where absent. */
  readonly boxes?: readonly VoxelBox[];
  readonly axes: "ijk" | "kji";
  readonly outside?: number;
  /** The data folder, in whose incoming/ the voxels lie while the model runs. */
  readonly dataFolder: string;
}

/**
 * Runs a model on volumes in the inference process. Voxels are handed over as files, and so is what comes out; neither passes through a
 * message. Answers the model's
 * output for each box with its shape, and leaves no file; what a kill leaves is removed at the next start. Throws PlainError as Inference does, and
 * where the images are not of one size.
 */
export async function runOnVolumes(
  inference: Inference,
  { model, limits, channels, boxes, axes, outside = 0, dataFolder }: VolumeRun,
  options: RunOptions = {},
): Promise<Array<{ readonly shape: number[]; readonly values: Float32Array }>> {
  const size = channels[0]?.image.grid.size;
  if (size === undefined) throw new RangeError("a run on volumes has at least one image");
  if (channels.some(({ image }) => image.grid.size.some((length, axis) => length !== size[axis])))
    throw new PlainError("The images for this model are not of one size. Bring them onto one grid first.");
  const place = makeIncomingFolder(dataFolder, "inference");
  try {
    const files = [];
    for (const [index, { image, multiply, add }] of channels.entries()) {
      const path = join(place, `channel-${index}`);
      const { voxels } = image;
      await writeFile(path, new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength), { mode: 0o600 });
      files.push({ path, scalarType: image.scalarType, multiply, add });
    }
    const { timeoutMs, ...bounds } = limitsOf(limits);
    const outputPath = join(place, "output");
    const request = {
      kind: "volumes" as const,
      ...model,
      ...bounds,
      channels: files,
      size,
      boxes: boxes ?? [{ from: [0, 0, 0] as const, size }],
      axes,
      outside,
      outputPath,
    };
    const { shapes } = await inference.runVolumes(request, { timeoutMs, ...options });
    const bytes = await readFile(outputPath);
    let at = 0;
    return shapes.map((shape) => {
      const length = shape.reduce((product, each) => product * each, 1);
      const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset + 4 * at, bytes.byteOffset + 4 * (at + length)));
      at += length;
      return { shape, values };
    });
  } finally {
    await removeIncomingFolder(place);
  }
}
