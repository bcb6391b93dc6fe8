import { PlainError } from "#shared/domain/plainError.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { Store } from "../store/index.ts";
import type { InstanceHeader } from "../dicom/index.ts";
import { cachedPath, derivedPath } from "./cachePlaces.ts";
import { instancePath, type OriginalEnding } from "../originals/index.ts";

/** Where the pixels of one slice are. */
export interface SliceSource {
  readonly instanceId: number;
  readonly path: string;
  /** Index into the header's frames. */
  readonly frameIndex: number;
  readonly header: InstanceHeader;
}

/** The file in which all voxels of a volume lie, and which of its images they are (from 0). */
export interface WholeSource {
  readonly path: string;
  readonly contentHash: string;
  readonly frame: number;
  /** It can be computed again where it is gone. */
  readonly isCached: boolean;
}

/** Reads volumes and what they are made of. */
export function createVolumeRows({ database, instancesFolder, dataFolder, cacheFolder }: Store) {
  const volume = database.prepare<[string], { description: string }>("SELECT description FROM volume WHERE id = ?");
  const slices = database.prepare<[string], { instanceId: number; frameNumber: number }>(
    "SELECT instance_id AS instanceId, frame_number AS frameNumber FROM volume_frame WHERE volume_id = ? ORDER BY slice_index",
  );
  const slice = database.prepare<[string, number], { instanceId: number; frameNumber: number }>(
    "SELECT instance_id AS instanceId, frame_number AS frameNumber FROM volume_frame WHERE volume_id = ? AND slice_index = ?",
  );
  const contentHash = database.prepare<[number], string>("SELECT content_hash FROM instance WHERE id = ?").pluck();
  const header = database.prepare<[number], string>("SELECT header FROM instance WHERE id = ?").pluck();
  const imageFile = database.prepare<[string], { contentHash: string; ending: OriginalEnding; frame: number }>(
    `SELECT content_hash AS contentHash, ending, frame FROM volume_image_file JOIN image_file ON image_file.id = image_file_id WHERE volume_id = ?`,
  );
  const derived = database.prepare<[string], { contentHash: string; isCached: 0 | 1 }>(
    "SELECT content_hash AS contentHash, is_cached AS isCached FROM derived_volume WHERE volume_id = ?",
  );
  // Headers of enhanced objects are long; the last few stay parsed. By content: the number of an instance that was removed is given to another one.
  const headers = new Map<string, { header: InstanceHeader; path: string }>();
  const mostHeaders = 64;

  const instanceOf = (id: number) => {
    const hash = contentHash.get(id)!;
    const known = headers.get(hash);
    if (known) return known;
    const entry = { header: JSON.parse(header.get(id)!) as InstanceHeader, path: instancePath(instancesFolder, hash) };
    headers.set(hash, entry);
    if (headers.size > mostHeaders) headers.delete(headers.keys().next().value!);
    return entry;
  };
  const sourceOf = ({ instanceId, frameNumber }: { instanceId: number; frameNumber: number }): SliceSource => ({
    instanceId,
    frameIndex: frameNumber - 1,
    ...instanceOf(instanceId),
  });

  return {
    /** Throws PlainError where there is no such volume. */
    describe: (volumeId: string): Volume => {
      const row = volume.get(volumeId);
      if (!row) throw new PlainError("There is no such volume. Open the study again: its files may have changed.");
      return JSON.parse(row.description) as Volume;
    },
    /** Where the voxels of a volume lie that is not made of DICOM frames; undefined of one that is. */
    whole: (volumeId: string): WholeSource | undefined => {
      const file = imageFile.get(volumeId);
      if (file) {
        const path = instancePath(instancesFolder, file.contentHash, file.ending);
        return { path, contentHash: file.contentHash, frame: file.frame, isCached: false };
      }
      const made = derived.get(volumeId);
      if (!made) return undefined;
      const isCached = made.isCached === 1;
      const path = isCached ? cachedPath(cacheFolder, volumeId) : derivedPath(dataFolder, made.contentHash);
      return { path, contentHash: made.contentHash, frame: 0, isCached };
    },
    slice: (volumeId: string, sliceIndex: number): SliceSource | undefined => {
      const row = slice.get(volumeId, sliceIndex);
      return row && sourceOf(row);
    },
    /** One after the other, so that a long volume does not hold all its headers at once. */
    *slices(volumeId: string): Generator<SliceSource> {
      for (const row of slices.all(volumeId)) yield sourceOf(row);
    },
  };
}
export type VolumeRows = ReturnType<typeof createVolumeRows>;
