import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Study, VolumeStatistics } from "#shared/api/study.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image, Volume } from "#shared/domain/volume.ts";
import type { Author, Store } from "../store/index.ts";
import { picturePath } from "./cachePlaces.ts";
import { DamagedSliceError } from "./damagedSlice.ts";
import { createDecodePool } from "./decodePool.ts";
import { describeStudy } from "./describeStudy.ts";
import { drawThumbnail } from "./drawThumbnail.ts";
import { fieldStrengthT } from "./fieldStrength.ts";
import { addDerived, type DerivedVolumeRequest } from "./addDerived.ts";
import { createLabelMapOriginals, type LabelMapOriginal } from "./labelMapOriginals.ts";
import { readRescale, type VolumeRescale } from "./readRescale.ts";
import { createVoxelReader, type FrameVoxels, type ReadOptions, type Recompute, type VoxelReader } from "./readVoxels.ts";
import { computeStatistics } from "./statistics.ts";
import { createVolumeRows } from "./volumeRows.ts";

/** Volumes and their voxels. */
export interface Volumes {
  /** Throws PlainError where the study is not here. */
  describeStudy(studyInstanceUid: string): Study;
  /** Throws PlainError where there is no such volume. */
  describe(volumeId: string): Volume;
  /**
   * Every voxel after rescale, exact, on the volume's grid. Throws PlainError for colours and, without `onDamaged`, for slices that cannot
   * be decoded; the signal's reason where it is aborted.
   */
  readImage(volumeId: string, options?: ReadOptions): Promise<Image>;
  /**
   * One slice, from 0, as the viewer takes it: float64 and 32-bit integers as float32. Throws PlainError where there is no such slice or
   * its file is damaged.
   */
  readFrame(volumeId: string, sliceIndex: number): Promise<FrameVoxels>;
  /** How the files say that stored values become grey values: what signals are compared by. */
  rescale(volumeId: string): VolumeRescale;
  /** The field strength at which it was acquired, T; null where nothing says. */
  fieldStrengthT(volumeId: string): number | null;
  /** Percentiles for a window, from a sample of the voxels. */
  statistics(volumeId: string): Promise<VolumeStatistics>;
  /** The middle slice (or the nearest to it that can be decoded) as a PNG of at most 128 pixels a side. */
  thumbnail(volumeId: string): Promise<Uint8Array>;
  /** The file of a label map that came as an image file. Throws PlainError where the volume is none, or its file is damaged. */
  labelMapOriginal(volumeId: string): LabelMapOriginal;
  /** Remembers which segmentation was made of a label map: it is not offered again. */
  setLabelMapTaken(by: Author, volumeId: string, segmentationId: string): void;
  /** Registers an image that was computed from other volumes as a volume like any other. See addDerived. */
  addDerived(by: Author, request: DerivedVolumeRequest): Promise<Volume>;
  /** Drops what is kept in memory of volumes that were removed. */
  forget(volumeIds: readonly string[]): void;
  /** Ends the decoding threads. */
  close(): Promise<void>;
}

/**
 * Makes the volumes of one store. Decoding happens in threads of their own, which start with the first slice asked for. Images of files that
 * were read whole, and files that were opened, stay in memory for the viewer, which asks slice by slice; without `keepsImages`, for a process
 * whose memory is bounded, readImage leaves none of them. `recompute` puts back what was deleted from the cache.
 */
export function createVolumes({
  store,
  keepsImages = true,
  recompute = cannotRecompute,
}: {
  store: Store;
  keepsImages?: boolean;
  recompute?: Recompute;
}): Volumes {
  removeOldCaches(store);
  const rows = createVolumeRows(store);
  const pool = createDecodePool({ keepsFiles: keepsImages });
  const reader = createVoxelReader({ store, rows, pool, keepsImages, recompute });
  const labelMaps = createLabelMapOriginals(store);
  const statistics = new Map<string, Promise<VolumeStatistics>>();
  const modality = store.database.prepare<[string], { modality: string }>(
    "SELECT modality FROM volume JOIN series ON series.id = volume.series_id WHERE volume.id = ?",
  );

  const thumbnail = async (volumeId: string): Promise<Uint8Array> => {
    const volume = rows.describe(volumeId);
    const path = picturePath(store.cacheFolder, volumeId);
    const kept = await readFile(path).catch(() => undefined);
    if (kept) return kept;
    const frame = await readNearest(reader, volume, Math.floor(volume.slices / 2));
    const png = drawThumbnail(volume, frame, modality.get(volumeId)?.modality ?? "");
    // A cache that cannot be written costs time, not the picture.
    await keep(path, png).catch(() => undefined);
    return png;
  };

  return {
    describeStudy: (studyInstanceUid) => describeStudy(store, studyInstanceUid),
    describe: rows.describe,
    readImage: reader.readImage,
    readFrame: reader.readFrame,
    rescale: (volumeId) => readRescale(rows, volumeId),
    fieldStrengthT: (volumeId) => fieldStrengthT(store, rows.describe(volumeId).id),
    statistics: (volumeId) => {
      const known = statistics.get(volumeId);
      if (known) return known;
      const started = (async () => computeStatistics(reader, rows.describe(volumeId)))();
      statistics.set(volumeId, started);
      started.catch(() => statistics.delete(volumeId));
      return started;
    },
    thumbnail,
    labelMapOriginal: labelMaps.read,
    setLabelMapTaken: labelMaps.setTaken,
    addDerived: (by, request) => addDerived({ store, describe: rows.describe, readImage: reader.readImage }, by, request),
    forget: (volumeIds) => {
      for (const id of volumeIds) statistics.delete(id);
    },
    close: () => pool.close(),
  };
}

/** Slices of which the first decodes, by their distance from one. Throws DamagedSliceError where none of the nearest does. */
async function readNearest(reader: VoxelReader, volume: Volume, middle: number): Promise<FrameVoxels> {
  const near = Array.from({ length: volume.slices }, (_, slice) => slice)
    .toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
    .slice(0, mostTried);
  for (const sliceIndex of near.slice(0, -1)) {
    try {
      return await reader.readFrame(volume.id, sliceIndex);
    } catch (error) {
      if (!(error instanceof DamagedSliceError)) throw error;
    }
  }
  return reader.readFrame(volume.id, near.at(-1)!);
}

const mostTried = 16;

/** For a process that works on images of which none was prepared by a recipe. */
const cannotRecompute: Recompute = () =>
  Promise.reject(
    new PlainError("The voxels of this prepared image are gone from the cache. Open it in the workstation, which computes them again."),
  );

/** Earlier versions kept frames here that their decoder had filled up where a file is cut short, and thumbnails of them. */
function removeOldCaches({ cacheFolder }: Store): void {
  for (const name of ["frames", "thumbnails"]) void rm(join(cacheFolder, name), { recursive: true, force: true }).catch(() => undefined);
}

let keptFiles = 0;

async function keep(path: string, bytes: Uint8Array): Promise<void> {
  keptFiles += 1;
  const temporary = `${path}.${process.pid}.${keptFiles}`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(temporary, bytes, { mode: 0o600 });
  await rename(temporary, path);
}
