import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import {
  allocateVoxels,
  gridOf,
  type Image,
  type ScalarType,
  type Volume,
  type VoxelArray,
  voxelsFromBytes,
} from "#shared/domain/volume.ts";
import type { Store } from "../store/index.ts";
import { decodedFolder } from "./cachePlaces.ts";
import { type DamagedSlice, damagedSlice, DamagedSliceError } from "./damagedSlice.ts";
import type { DecodePool } from "./decodePool.ts";
import { createFrameCache } from "./frameCache.ts";
import type { SliceSource, VolumeRows, WholeSource } from "./volumeRows.ts";
import type { DecodeTask } from "./decodeFrames.ts";
import { transferSyntaxOf } from "../dicom/index.ts";

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
  /** Told of slices that cannot be decoded, whose voxels are then all 0; where it is absent, one such slice is an error. */
  readonly onDamaged?: ((damaged: readonly DamagedSlice[]) => void) | undefined;
}

/** Images of files that stay in memory, whole: the slices of one are asked for one after the other. */
const wholeBytes = 512 * 1024 * 1024;
const memoryBytes = 256 * 1024 * 1024;
const chunkBytes = 4 * 1024 * 1024;

/**
 * Puts the file of a derived volume back into the cache by computing it again. Throws PlainError where it does not come out as it was.
 */
export type Recompute = (volumeId: string, signal?: AbortSignal) => Promise<void>;

/**
 * Reads voxels through the decoding threads, with a memory of what was decoded last; of whole images none unless `keepsImages`. What lay in the cache and is gone
 * from there is computed again.
 */
export function createVoxelReader({
  store,
  rows,
  pool,
  keepsImages,
  recompute,
}: {
  store: Store;
  rows: VolumeRows;
  pool: DecodePool;
  keepsImages: boolean;
  recompute: Recompute;
}) {
  const memory = createFrameCache(memoryBytes);
  const underWay = new Map<string, Promise<Uint8Array>>();

  const wholes = createFrameCache(wholeBytes);
  const wholesUnderWay = new Map<string, Promise<VoxelArray>>();

  /** Every voxel of a volume that lies in one file. Not to be changed by the caller. */
  const readWhole = async (volume: Volume, source: WholeSource): Promise<VoxelArray> => {
    const key = `${source.contentHash}/${source.frame}`;
    const known = wholes.get(key);
    if (known) return voxelsFromBytes(volume.scalarType, known);
    const started = wholesUnderWay.get(key) ?? decodeWhole(volume, source).finally(() => wholesUnderWay.delete(key));
    wholesUnderWay.set(key, started);
    const voxels = await started;
    wholes.set(key, new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength));
    return voxels;
  };

  const decodeWhole = async (volume: Volume, source: WholeSource): Promise<VoxelArray> => {
    if (source.isCached && !existsSync(source.path)) await recompute(volume.id);
    let answer = await pool.decodeImage(source);
    if ("error" in answer && source.isCached) {
      await rm(source.path, { force: true });
      await recompute(volume.id);
      answer = await pool.decodeImage(source);
    }
    if ("error" in answer) throw new PlainError(`The image file of this volume cannot be read: ${answer.error}`);
    if (answer.scalarType !== volume.scalarType || answer.voxels.length !== volume.columns * volume.rows * volume.slices)
      throw new PlainError("The image file of this volume is read otherwise than when it was imported. Import it again.");
    return answer.voxels;
  };

  const sliceOfWhole = async (volume: Volume, source: WholeSource, sliceIndex: number): Promise<FrameVoxels> => {
    if (!(sliceIndex < volume.slices)) throw noSlice(volume, sliceIndex);
    const perSlice = volume.columns * volume.rows;
    const voxels = (await readWhole(volume, source)).subarray(sliceIndex * perSlice, (sliceIndex + 1) * perSlice);
    const scalarType = viewerType(volume.scalarType);
    const shown = scalarType === volume.scalarType ? voxels : Float32Array.from(voxels);
    return { bytes: new Uint8Array(shown.buffer, shown.byteOffset, shown.byteLength), scalarType, samplesPerPixel: 1 };
  };

  const frameOf = (volume: Volume, source: SliceSource, sliceIndex: number, scalarType: ScalarType): DecodeTask["frames"][number] => {
    const { slope, intercept, modalityLutBits, tile } = source.header.frames[source.frameIndex]!;
    const isCompressed = transferSyntaxOf(source.header.transferSyntaxUid).isEncapsulated;
    return {
      frameNumber: tile?.frameNumber ?? source.frameIndex + 1,
      rescale: { slope, intercept, modalityLutBits, tile },
      // With the file, as in memory (see readFrame).
      cachePath: isCompressed
        ? join(decodedFolder(store.cacheFolder, volume.id), `${basename(source.path, ".dcm")}-${sliceIndex}.${scalarType}`)
        : null,
    };
  };

  /** The voxels of slice `sliceIndex` (from 0). Types that a graphics card does not take (float64, 32-bit integers) become float32. */
  async function readFrame(volumeId: string, sliceIndex: number): Promise<FrameVoxels> {
    const volume = rows.describe(volumeId);
    const whole = rows.whole(volumeId);
    if (whole) return sliceOfWhole(volume, whole, sliceIndex);
    const scalarType = viewerType(volume.scalarType);
    const source = rows.slice(volumeId, sliceIndex);
    if (!source) throw noSlice(volume, sliceIndex);
    // With the file, which is named after its content: a study that was removed may come back with other files under the same UIDs.
    const key = `${volumeId}/${sliceIndex}/${source.path}`;
    let bytes = memory.get(key);
    if (!bytes) {
      const started = underWay.get(key) ?? decodeFrame(volume, source, sliceIndex, scalarType).finally(() => underWay.delete(key));
      underWay.set(key, started);
      bytes = await started;
      memory.set(key, bytes);
    }
    return { bytes, scalarType, samplesPerPixel: volume.samplesPerPixel };
  }

  async function decodeFrame(volume: Volume, source: SliceSource, sliceIndex: number, scalarType: ScalarType): Promise<Uint8Array> {
    const [answer] = await pool.decode({
      path: source.path,
      pixels: source.header.pixels,
      frames: [frameOf(volume, source, sliceIndex, scalarType)],
      scalarType,
    });
    if ("error" in answer!) throw new DamagedSliceError([damagedSlice(source, sliceIndex, answer.error)]);
    return answer!.bytes;
  }

  /**
   * Every voxel after rescale, in the volume's own type. Throws PlainError for colours and, without `onDamaged`, damaged files; the
   * signal's reason where it is aborted.
   */
  async function readImage(volumeId: string, { signal, onProgress, onDamaged }: ReadOptions = {}): Promise<Image> {
    const volume = rows.describe(volumeId);
    if (volume.samplesPerPixel !== 1) throw new PlainError("This volume is in colour; measuring and saving need grey values.");
    const whole = rows.whole(volumeId);
    if (whole) {
      const own = keepsImages ? (await readWhole(volume, whole)).slice() : await decodeWhole(volume, whole);
      signal?.throwIfAborted();
      onProgress?.(volume.slices, volume.slices);
      return { grid: gridOf(volume), scalarType: volume.scalarType, voxels: own };
    }
    const voxels = allocateVoxels(volume.scalarType, volume.columns * volume.rows * volume.slices);
    const tasks = tasksOf(volume);
    const damaged: DamagedSlice[] = [];
    let done = 0;
    const work = async () => {
      for (const { task, first, sources } of tasks) {
        signal?.throwIfAborted();
        for (const [index, answer] of (await pool.decode(task)).entries()) {
          if ("error" in answer) damaged.push(damagedSlice(sources[index]!, first + index, answer.error));
          else voxels.set(voxelsFromBytes(volume.scalarType, answer.bytes), (first + index) * volume.columns * volume.rows);
        }
        done += task.frames.length;
        onProgress?.(done, volume.slices);
      }
    };
    // One iterator for all: each takes the next task when it has finished one.
    await Promise.all(Array.from({ length: pool.threads + 1 }, work));
    if (damaged.length > 0) {
      damaged.sort((a, b) => a.sliceIndex - b.sliceIndex);
      if (!onDamaged) throw new DamagedSliceError(damaged);
      onDamaged(damaged);
    }
    return { grid: gridOf(volume), scalarType: volume.scalarType, voxels };
  }

  /** The slices of a volume as tasks of one file and a few MB each. */
  function* tasksOf(volume: Volume): Generator<{ task: DecodeTask; first: number; sources: readonly SliceSource[] }> {
    const most = Math.max(1, Math.floor(chunkBytes / (volume.columns * volume.rows * 8)));
    let open: { source: SliceSource; first: number; sources: SliceSource[]; frames: Array<DecodeTask["frames"][number]> } | undefined;
    const close = () =>
      open && {
        task: { path: open.source.path, pixels: open.source.header.pixels, frames: open.frames, scalarType: volume.scalarType },
        first: open.first,
        sources: open.sources,
      };
    let sliceIndex = 0;
    for (const source of rows.slices(volume.id)) {
      if (open && (open.source.instanceId !== source.instanceId || open.frames.length >= most)) {
        yield close()!;
        open = undefined;
      }
      open ??= { source, first: sliceIndex, sources: [], frames: [] };
      open.sources.push(source);
      open.frames.push(frameOf(volume, source, sliceIndex, volume.scalarType));
      sliceIndex += 1;
    }
    const last = close();
    if (last) yield last;
  }

  return { readFrame, readImage };
}
export type VoxelReader = ReturnType<typeof createVoxelReader>;

function noSlice({ slices }: Volume, sliceIndex: number): PlainError {
  return new PlainError(`This volume has ${slices} slices; there is no slice ${sliceIndex + 1}.`);
}

function viewerType(scalarType: ScalarType): ScalarType {
  return scalarType === "float64" || scalarType === "int32" || scalarType === "uint32" ? "float32" : scalarType;
}
