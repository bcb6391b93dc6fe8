import { PlainError } from "#shared/domain/plainError.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { type InstanceHeader, instancePath } from "../dicom/index.ts";
import type { Store } from "../store/index.ts";

/** Where the pixels of one slice are. */
export interface SliceSource {
  readonly instanceId: number;
  readonly path: string;
  /** Index into the header's frames. */
  readonly frameIndex: number;
  readonly header: InstanceHeader;
}

/** Reads volumes and what they are made of. */
export function createVolumeRows({ database, instancesFolder }: Store) {
  const volume = database.prepare<[string], { description: string }>("SELECT description FROM volume WHERE id = ?");
  const slices = database.prepare<[string], { instanceId: number; frameNumber: number }>(
    "SELECT instance_id AS instanceId, frame_number AS frameNumber FROM volume_frame WHERE volume_id = ? ORDER BY slice_index");
  const slice = database.prepare<[string, number], { instanceId: number; frameNumber: number }>(
    "SELECT instance_id AS instanceId, frame_number AS frameNumber FROM volume_frame WHERE volume_id = ? AND slice_index = ?");
  const instance = database.prepare<[number], { header: string; contentHash: string }>("SELECT header, content_hash AS contentHash FROM instance WHERE id = ?");
  // Headers of enhanced objects are long; the last few stay parsed.
  const headers = new Map<number, { header: InstanceHeader; path: string }>();
  const mostHeaders = 64;

  const instanceOf = (id: number) => {
    const known = headers.get(id);
    if (known) return known;
    const row = instance.get(id)!;
    const entry = { header: JSON.parse(row.header) as InstanceHeader, path: instancePath(instancesFolder, row.contentHash) };
    headers.set(id, entry);
    if (headers.size > mostHeaders) headers.delete(headers.keys().next().value!);
    return entry;
  };
  const sourceOf = ({ instanceId, frameNumber }: { instanceId: number; frameNumber: number }): SliceSource =>
    ({ instanceId, frameIndex: frameNumber - 1, ...instanceOf(instanceId) });

  return {
    /** Throws PlainError where there is no such volume. */
    describe: (volumeId: string): Volume => {
      const row = volume.get(volumeId);
      if (!row) throw new PlainError("There is no such volume. Open the study again: its files may have changed.");
      return JSON.parse(row.description) as Volume;
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
