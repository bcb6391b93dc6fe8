import { renameSync } from "node:fs";
import { dirname } from "node:path";
import type { Acquisition } from "#shared/domain/imageFile.ts";
import { imageKeyPrefixes } from "#shared/domain/imageKeys.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { instancePath } from "../originals/index.ts";
import type { Store, Write } from "../store/index.ts";
import { contentId, makeFolder, syncFolder } from "../system/index.ts";

/** An image that was given with all that is known of it: a NRRD file, synced, on the disk of the data folder. */
export interface GivenImage {
  readonly path: string;
  /** sha256, hex, of the file. */
  readonly contentHash: string;
  readonly byteLength: number;
  readonly volume: Omit<
    Volume,
    "id" | "seriesInstanceUid" | "studyInstanceUid" | "ordinal" | "label" | "frameOfReferenceUid" | "samplesPerPixel" | "source"
  >;
  /** Of its series. */
  readonly description: string;
  /** Images of the study with one number lie in one space of the patient. */
  readonly space: number;
}

const nothingKnown: Acquisition = {
  repetitionTimeMs: null,
  echoTimeMs: null,
  inversionTimeMs: null,
  flipAngleDegrees: null,
  magneticFieldStrengthT: null,
  manufacturer: "",
};

/**
 * Adds a study of nobody, with a volume for each image, within a write: under a key made of `name`, which must be unique. Files come to their place in the
 * write, so that none lies there without its row. Answers the study's key, and the volumes' ids in the order of the images.
 */
export function addGivenStudy(
  { instancesFolder }: Pick<Store, "instancesFolder">,
  { database, at }: Write,
  { name, scope, images }: { readonly name: string; readonly scope: string; readonly images: readonly GivenImage[] },
): { readonly studyKey: string; readonly volumeIds: readonly string[] } {
  const studyKey = `${imageKeyPrefixes.study}${contentId(name)}`;
  const { lastInsertRowid: studyId } = database
    .prepare(
      `INSERT INTO study (study_instance_uid, patient_id, patient_name, patient_scope, description, accession_number, imported_at)
       VALUES (?, '', '', ?, '', '', ?)`,
    )
    .run(studyKey, scope, at);
  const addSeries = database.prepare(
    `INSERT INTO series (study_id, series_instance_uid, modality, series_number, description, body_part, protocol_name, manufacturer)
     VALUES (?, ?, '', ?, ?, '', '', '')`,
  );
  const addFile = database.prepare(
    `INSERT INTO image_file (series_id, content_hash, ending, file_name, folders, byte_length, slice_count, acquisition, labels, imported_at)
     VALUES (?, ?, 'nrrd', ?, '[]', ?, ?, ?, NULL, ?)`,
  );
  const addVolume = database.prepare("INSERT INTO volume (id, series_id, ordinal, description) VALUES (?, ?, 0, ?)");
  const addVolumeFile = database.prepare("INSERT INTO volume_image_file (volume_id, image_file_id, frame) VALUES (?, ?, 0)");
  const volumeIds = images.map(({ path, contentHash, byteLength, description, volume, space }, index) => {
    const place = instancePath(instancesFolder, contentHash, "nrrd");
    makeFolder(dirname(place));
    renameSync(path, place);
    for (const folder of [dirname(place), instancesFolder]) syncFolder(folder);
    const fileName = `image ${index + 1}.nrrd`;
    const seriesKey = `${imageKeyPrefixes.series}${contentId(`${studyKey}|${index}`)}`;
    const described: Volume = {
      ...volume,
      id: contentId([seriesKey, contentHash, 0].join("|")),
      seriesInstanceUid: seriesKey,
      studyInstanceUid: studyKey,
      ordinal: 0,
      label: "",
      frameOfReferenceUid: `${imageKeyPrefixes.space}${contentId(`${studyKey}|${space}`)}`,
      samplesPerPixel: 1,
      // As it was shown where it comes from, not as a file.
      turnsUpright: volume.turnsUpright ?? false,
      source: { kind: "file", format: "nrrd", fileName, contentHash, frame: 0, frames: 1, isLabelMap: false },
    };
    const { lastInsertRowid: seriesId } = addSeries.run(studyId, seriesKey, index + 1, description);
    const file = addFile.run(seriesId, contentHash, fileName, byteLength, volume.slices, JSON.stringify(nothingKnown), at);
    addVolume.run(described.id, seriesId, JSON.stringify(described));
    addVolumeFile.run(described.id, file.lastInsertRowid);
    return described.id;
  });
  return { studyKey, volumeIds };
}
