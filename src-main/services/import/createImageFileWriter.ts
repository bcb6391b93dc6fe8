import { existsSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { foldText } from "#shared/domain/foldText.ts";
import type { FileLabels } from "#shared/domain/imageFile.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { ScalarType } from "#shared/domain/volume.ts";
import type { ImageFileDescription } from "../imagefiles/index.ts";
import { addPlaceNote, instancePath } from "../originals/index.ts";
import type { Author, Store } from "../store/index.ts";
import { makeFolder, syncFolder } from "../system/index.ts";
import type { FoundImage, PlacedImage } from "./placeImageFiles.ts";
import { stagedPath, type OriginalOutcome } from "./takeInFile.ts";

/** Plans the volumes of an image file (services/volumes). */
export type PlanImageVolumes = (file: {
  readonly studyKey: string;
  readonly seriesKey: string;
  readonly fileName: string;
  readonly contentHash: string;
  readonly description: ImageFileDescription;
  readonly scalarTypes: readonly ScalarType[];
  readonly isLabelMap: boolean;
  readonly notes: readonly string[];
}) => Volume[];

/** An image file to be written: its original is staged, or in place. */
export interface ImageToWrite {
  readonly image: FoundImage & { readonly byteLength: number; readonly original: OriginalOutcome };
  readonly placed: PlacedImage;
}

/** What the database made of one image file. */
export interface ImageWritten {
  readonly imageFileId: number;
  readonly isNewStudy: boolean;
  /** False where the same content was there before, in the same place. */
  readonly isNew: boolean;
  readonly studyKey: string;
  /** What does not agree with what was there before, in words; null where nothing does. */
  readonly conflict: string | null;
  /** What was in its original's place until now. */
  readonly original: OriginalOutcome;
}

interface KnownFile {
  readonly id: number;
  readonly fileName: string;
  readonly folders: string;
  readonly scope: string;
  readonly studyKey: string;
}

export type ImageFileWriter = ReturnType<typeof createImageFileWriter>;

/** Makes the writer of image files, whose copies lie in the folder of their import, into the tables study, series, image_file and volume. */
export function createImageFileWriter(store: Store, by: Author, planVolumes: PlanImageVolumes, incomingFolder: string) {
  const { database, instancesFolder } = store;
  const knownFiles = database.prepare<[string], KnownFile>(`
    SELECT image_file.id, file_name AS fileName, folders, study.patient_scope AS scope, study.study_instance_uid AS studyKey FROM image_file
    JOIN series ON series.id = image_file.series_id JOIN study ON study.id = series.study_id WHERE content_hash = ? ORDER BY image_file.id`);
  const findStudy = database.prepare<[string], number>("SELECT id FROM study WHERE study_instance_uid = ?").pluck();
  const findNamesake = database
    .prepare<[number, string, string, string], number>(
      `SELECT image_file.id FROM image_file JOIN series ON series.id = series_id WHERE study_id = ? AND file_name = ? AND folders = ? AND content_hash <> ?`,
    )
    .pluck();
  const findSeriesFile = database
    .prepare<[string, string], number>(
      `SELECT image_file.id FROM image_file JOIN series ON series.id = series_id JOIN study ON study.id = study_id
       WHERE study_instance_uid = ? AND series_instance_uid = ?`,
    )
    .pluck();
  const addStudy = database.prepare(`
    INSERT INTO study (study_instance_uid, patient_id, patient_name, patient_scope, description, accession_number, imported_at)
    VALUES (:key, :patientId, '', :scope, :description, '', :importedAt)`);
  const addSeries = database.prepare(`
    INSERT INTO series (study_id, series_instance_uid, modality, description, body_part, protocol_name, manufacturer, search_text, description_text)
    VALUES (:studyId, :key, :modality, :description, '', '', :manufacturer, :searchText, :descriptionText)`);
  const addFile = database.prepare(`
    INSERT INTO image_file (series_id, content_hash, ending, file_name, folders, byte_length, slice_count, acquisition, labels, imported_at)
    VALUES (:seriesId, :contentHash, :ending, :fileName, :folders, :byteLength, :sliceCount, :acquisition, :labels, :importedAt)`);
  const addVolume = database.prepare("INSERT INTO volume (id, series_id, ordinal, description) VALUES (?, ?, ?, ?)");
  const addVolumeFile = database.prepare("INSERT INTO volume_image_file (volume_id, image_file_id, frame) VALUES (?, ?, ?)");

  /** The row of this content in this place: as far as both places are known, their folders and names agree. */
  const knownOf = (image: Pick<FoundImage, "contentHash" | "folders" | "fileName">): KnownFile | undefined =>
    knownFiles.all(image.contentHash).find((row) => {
      if (row.fileName !== image.fileName) return false;
      const there = (JSON.parse(row.folders) as string[]).toReversed();
      const here = image.folders.toReversed();
      return there.every((folder, at) => at >= here.length || folder === here[at]);
    });

  /** Of one content in several places the first finds it staged. */
  const placeOriginal = ({ contentHash, read, original }: ImageToWrite["image"]): OriginalOutcome => {
    const staged = stagedPath(incomingFolder, contentHash, read.ending);
    if (!existsSync(staged)) return "there";
    const path = instancePath(instancesFolder, contentHash, read.ending);
    makeFolder(dirname(path));
    renameSync(staged, path);
    for (const folder of [dirname(path), instancesFolder]) syncFolder(folder);
    return original;
  };

  const writeFile = ({ image, placed }: ImageToWrite, importedAt: string): Omit<ImageWritten, "original"> => {
    const known = knownOf(image);
    const there = known?.id ?? findSeriesFile.get(placed.study.key, placed.series.key);
    if (there !== undefined)
      return { imageFileId: there, isNewStudy: false, isNew: false, studyKey: known?.studyKey ?? placed.study.key, conflict: null };
    const { study, series, fileName } = placed;
    const folders = JSON.stringify(placed.folders);
    const found = findStudy.get(study.key);
    const studyId = found ?? Number(addStudy.run({ ...study, importedAt }).lastInsertRowid);
    const hasNamesake = findNamesake.get(studyId, fileName, folders, image.contentHash) !== undefined;
    const searchText = foldText([study.patientId, study.description, series.modality, series.description, fileName].join(" "));
    const descriptionText = foldText(`${study.description} ${series.description}`);
    const { manufacturer } = placed.acquisition;
    const seriesId = Number(addSeries.run({ studyId, ...series, manufacturer, searchText, descriptionText }).lastInsertRowid);
    const { description, scalarTypes, ending, notes } = image.read;
    const imageFileId = Number(
      addFile.run({
        seriesId,
        contentHash: image.contentHash,
        ending,
        fileName,
        folders,
        byteLength: image.byteLength,
        sliceCount: description.grid.size[2] * description.frames,
        acquisition: JSON.stringify(placed.acquisition),
        labels: placed.labels === null ? null : JSON.stringify(placed.labels satisfies FileLabels),
        importedAt,
      }).lastInsertRowid,
    );
    const volumes = planVolumes({
      studyKey: study.key,
      seriesKey: series.key,
      fileName,
      contentHash: image.contentHash,
      description,
      scalarTypes,
      isLabelMap: placed.labels !== null,
      notes,
    });
    for (const [frame, volume] of volumes.entries()) {
      addVolume.run(volume.id, seriesId, volume.ordinal, JSON.stringify(volume));
      addVolumeFile.run(volume.id, imageFileId, frame);
    }
    return {
      imageFileId,
      isNewStudy: found === undefined,
      isNew: true,
      studyKey: study.key,
      conflict: hasNamesake ? "another file of this name with other content is already there; both are kept, apart" : null,
    };
  };

  return {
    /** The scope of the study in which a file is already; undefined where it is new. */
    scopeOfKnown: (image: FoundImage): string | undefined => knownOf(image)?.scope,
    /** Writes one file's rows, after the note of its place and then its original; all are on the disk when this answers. */
    write: async (file: ImageToWrite): Promise<ImageWritten> => {
      if (!knownOf(file.image)) await addPlaceNote(instancesFolder, file.image.contentHash, file.placed);
      const original = placeOriginal(file.image);
      return { ...store.write(by, ({ at }) => writeFile(file, at)), original };
    },
  };
}
