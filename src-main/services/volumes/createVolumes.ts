import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Study, VolumeStatistics } from "#shared/api/study.ts";
import type { Image, Volume } from "#shared/domain/volume.ts";
import type { Store } from "../store/index.ts";
import { createDecodePool } from "./decodePool.ts";
import { describeStudy } from "./describeStudy.ts";
import { drawThumbnail } from "./drawThumbnail.ts";
import { createVoxelReader, type FrameVoxels, type ReadOptions } from "./readVoxels.ts";
import { computeStatistics } from "./statistics.ts";
import { createVolumeRows } from "./volumeRows.ts";

/** Volumes and their voxels. */
export interface Volumes {
  /** Throws PlainError where the study is not here. */
  describeStudy(studyInstanceUid: string): Study;
  /** Throws PlainError where there is no such volume. */
  describe(volumeId: string): Volume;
  /** Every voxel after rescale, exact, on the volume's grid. Throws PlainError for colours and damaged files, the signal's reason where it is aborted. */
  readImage(volumeId: string, options?: ReadOptions): Promise<Image>;
  /** One slice, from 0, as the viewer takes it: float64 and 32-bit integers as float32. Throws PlainError where there is no such slice or its file is damaged. */
  readFrame(volumeId: string, sliceIndex: number): Promise<FrameVoxels>;
  /** Percentiles for a window, from a sample of the voxels. */
  statistics(volumeId: string): Promise<VolumeStatistics>;
  /** The middle slice as a PNG of at most 128 pixels a side. */
  thumbnail(volumeId: string): Promise<Uint8Array>;
  /** Ends the decoding threads. */
  close(): Promise<void>;
}

/** Makes the volumes of one store. Decoding happens in threads of their own, which start with the first slice asked for. */
export function createVolumes({ store }: { store: Store }): Volumes {
  const rows = createVolumeRows(store);
  const pool = createDecodePool();
  const reader = createVoxelReader({ store, rows, pool });
  const statistics = new Map<string, Promise<VolumeStatistics>>();
  const modality = store.database.prepare<[string], { modality: string }>("SELECT modality FROM volume JOIN series ON series.id = volume.series_id WHERE volume.id = ?");

  const thumbnail = async (volumeId: string): Promise<Uint8Array> => {
    const volume = rows.describe(volumeId);
    const path = join(store.cacheFolder, "thumbnails", `${volumeId}.png`);
    const kept = await readFile(path).catch(() => undefined);
    if (kept) return kept;
    const frame = await reader.readFrame(volumeId, Math.floor(volume.slices / 2));
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
    statistics: (volumeId) => {
      const known = statistics.get(volumeId);
      if (known) return known;
      const started = (async () => computeStatistics(reader, rows.describe(volumeId)))();
      statistics.set(volumeId, started);
      started.catch(() => statistics.delete(volumeId));
      return started;
    },
    thumbnail,
    close: () => pool.close(),
  };
}

let keptFiles = 0;

async function keep(path: string, bytes: Uint8Array): Promise<void> {
  keptFiles += 1;
  const temporary = `${path}.${process.pid}.${keptFiles}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(temporary, bytes);
  await rename(temporary, path);
}
