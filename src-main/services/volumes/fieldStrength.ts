import type { Acquisition } from "#shared/domain/imageFile.ts";
import { openDicomFile, readFieldStrength } from "../dicom/index.ts";
import { instancePath, readOriginal } from "../originals/index.ts";
import type { Store } from "../store/index.ts";

/** The field strength at which a volume was acquired, T, of a computed one that of what it was made from first; null where nothing says. */
export function fieldStrengthT({ database, instancesFolder }: Store, volumeId: string): number | null {
  const sources = database
    .prepare<[string], string>(
      `WITH RECURSIVE source(id, depth) AS (
         VALUES (?, 0) UNION ALL
         SELECT source_volume_id, depth + 1 FROM source JOIN derived_volume_source ON volume_id = source.id AND ordinal = 0 WHERE depth < 20)
       SELECT id FROM source ORDER BY depth DESC LIMIT 1`,
    )
    .pluck();
  const first = sources.get(volumeId) ?? volumeId;
  const ofFile = database
    .prepare<[string], string>(
      "SELECT acquisition FROM image_file JOIN volume ON volume.series_id = image_file.series_id WHERE volume.id = ?",
    )
    .pluck()
    .get(first);
  if (ofFile !== undefined) return (JSON.parse(ofFile) as Acquisition).magneticFieldStrengthT;
  const hash = database
    .prepare<[string], string>(
      `SELECT content_hash FROM instance JOIN volume_frame ON volume_frame.instance_id = instance.id
       WHERE volume_frame.volume_id = ? ORDER BY slice_index LIMIT 1`,
    )
    .pluck()
    .get(first);
  if (hash === undefined) return null;
  try {
    return readFieldStrength(openDicomFile(readOriginal(instancePath(instancesFolder, hash))));
  } catch {
    // What cannot be read here cannot be read as an image either, and is reported there.
    return null;
  }
}
