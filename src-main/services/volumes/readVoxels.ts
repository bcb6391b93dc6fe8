import { join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { allocateVoxels, gridOf, type Image, type ScalarType, type Volume, voxelsFromBytes } from "#shared/domain/volume.ts";
import { type DecodeTask, transferSyntaxOf } from "../dicom/index.ts";
import type { Store } from "../store/index.ts";
import type { DecodePool } from "./decodePool.ts";
import { createFrameCache } from "./frameCache.ts";
import type { SliceSource, VolumeRows } from "./volumeRows.ts";

/** Voxels of one slice as the viewer takes them. */
export interface FrameVoxels {
  /** Little-endian, i fastest; RGB interleaved. */
  readonly bytes: Uint8Array;
  readonly scalarType: ScalarType;
  readonly samplesPerPixel: 1 | 3;
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Slices read, of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

const memoryBytes = 256 * 1024 * 1024;
const chunkBytes = 4 * 1024 * 1024;

/** Reads voxels through the decoding threads, with a memory of what was decoded last. */
export function createVoxelReader({ store, rows, pool }: { store: Store; rows: VolumeRows; pool: DecodePool }) {
  const memory = createFrameCache(memoryBytes);
  const underWay = new Map<string, Promise<Uint8Array>>();

  const frameOf = (volume: Volume, source: SliceSource, sliceIndex: number, scalarType: ScalarType): DecodeTask["frames"][number] => {
    const { slope, intercept, modalityLutBits, tile } = source.header.frames[source.frameIndex]!;
    const isCompressed = transferSyntaxOf(source.header.transferSyntaxUid).isEncapsulated;
    return {
      frameNumber: tile?.frameNumber ?? source.frameIndex + 1,
      rescale: { slope, intercept, modalityLutBits, tile },
      cachePath: isCompressed ? join(store.cacheFolder, "frames", volume.id, `${sliceIndex}.${scalarType}`) : null,
    };
  };

  /** The voxels of slice `sliceIndex` (from 0). Types that a graphics card does not take (float64, 32-bit integers) become float32. */
  async function readFrame(volumeId: string, sliceIndex: number): Promise<FrameVoxels> {
    const volume = rows.describe(volumeId);
    const scalarType = viewerType(volume.scalarType);
    const key = `${volumeId}/${sliceIndex}`;
    let bytes = memory.get(key);
    if (!bytes) {
      const started = underWay.get(key) ?? decodeFrame(volume, sliceIndex, scalarType).finally(() => underWay.delete(key));
      underWay.set(key, started);
      bytes = await started;
      memory.set(key, bytes);
    }
    return { bytes, scalarType, samplesPerPixel: volume.samplesPerPixel };
  }

  async function decodeFrame(volume: Volume, sliceIndex: number, scalarType: ScalarType): Promise<Uint8Array> {
    const source = rows.slice(volume.id, sliceIndex);
    if (!source) throw new PlainError(`This volume has ${volume.slices} slices; there is no slice ${sliceIndex + 1}.`);
    return pool.decode({ path: source.path, pixels: source.header.pixels, frames: [frameOf(volume, source, sliceIndex, scalarType)], scalarType });
  }

  /** Every voxel after rescale, in the volume's own type. Throws PlainError for colours and damaged files, the signal's reason where it is aborted. */
  async function readImage(volumeId: string, { signal, onProgress }: ReadOptions = {}): Promise<Image> {
    const volume = rows.describe(volumeId);
    if (volume.samplesPerPixel !== 1) throw new PlainError("This volume is in colour; measuring and saving need grey values.");
    const voxels = allocateVoxels(volume.scalarType, volume.columns * volume.rows * volume.slices);
    const tasks = tasksOf(volume);
    let done = 0;
    const work = async () => {
      for (const { task, start } of tasks) {
        signal?.throwIfAborted();
        voxels.set(voxelsFromBytes(volume.scalarType, await pool.decode(task)), start);
        done += task.frames.length;
        onProgress?.(done, volume.slices);
      }
    };
    // One iterator for all: each takes the next task when it has finished one.
    await Promise.all(Array.from({ length: pool.threads + 1 }, work));
    return { grid: gridOf(volume), scalarType: volume.scalarType, voxels };
  }

  /** The slices of a volume as tasks of one file and a few MB each. */
  function* tasksOf(volume: Volume): Generator<{ task: DecodeTask; start: number }> {
    const voxelsPerSlice = volume.columns * volume.rows;
    const most = Math.max(1, Math.floor(chunkBytes / (voxelsPerSlice * 8)));
    let open: { source: SliceSource; first: number; frames: Array<DecodeTask["frames"][number]> } | undefined;
    const close = () => open && {
      task: { path: open.source.path, pixels: open.source.header.pixels, frames: open.frames, scalarType: volume.scalarType },
      start: open.first * voxelsPerSlice,
    };
    let sliceIndex = 0;
    for (const source of rows.slices(volume.id)) {
      if (open && (open.source.instanceId !== source.instanceId || open.frames.length >= most)) {
        yield close()!;
        open = undefined;
      }
      open ??= { source, first: sliceIndex, frames: [] };
      open.frames.push(frameOf(volume, source, sliceIndex, volume.scalarType));
      sliceIndex += 1;
    }
    const last = close();
    if (last) yield last;
  }

  return { readFrame, readImage };
}
export type VoxelReader = ReturnType<typeof createVoxelReader>;

function viewerType(scalarType: ScalarType): ScalarType {
  return scalarType === "float64" || scalarType === "int32" || scalarType === "uint32" ? "float32" : scalarType;
}
