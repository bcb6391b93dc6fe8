import { open } from "node:fs/promises";
import { dirname } from "node:path";
import type { Author, Store } from "../store/index.ts";
import { foldText } from "../../../src-shared/domain/foldText.ts";
import type { FileOutcome } from "./takeInFile.ts";
import type { InstanceRecord } from "../dicom/index.ts";
import { instancePath } from "../originals/index.ts";
import { yieldThread } from "../system/index.ts";

export type StoredFile = Extract<FileOutcome, { kind: "stored" }>;

/** What the database made of one stored file. */
export interface Written {
  readonly isNewStudy: boolean;
  readonly isNewSeries: boolean;
  /** False where the same content was there before. */
  readonly isNewInstance: boolean;
  readonly seriesId: number;
  readonly studyInstanceUid: string;
  /** What does not agree with what was there before, in words. */
  readonly conflicts: readonly string[];
  /** The database knew this content, but its original was damaged or gone: it was put back. In words; undefined where nothing was. */
  readonly restored?: string;
}

export interface ImportWriter {
  /**
   * Writes the rows of files whose originals are in place, in small transactions, after syncing the folders the originals were renamed into:
   * a renamed file is safe only then. Everything is on the disk when this answers.
   */
  write(files: readonly StoredFile[]): Promise<Written[]>;
}

export const restoredWords: Readonly<Record<StoredFile["original"], { readonly restored?: string }>> = {
  there: {},
  new: { restored: "its original was gone from the data folder, and was put back" },
  replaced: { restored: "its original in the data folder was damaged, and was replaced by this file" },
};

/** Few enough to hold the database for some milliseconds only. */
const rowsPerTransaction = 64;
const foldersAtOnce = 4;

interface Known {
  readonly id: number;
  readonly patientId: string;
  readonly patientName: string;
}

/** Makes the writer of instances into the tables study, series and instance, of one reader. */
export function createImportWriter(store: Store, by: Author): ImportWriter {
  const { database, instancesFolder } = store;
  const findInstance = database.prepare<[string], { series_id: number; study_instance_uid: string }>(`
    SELECT instance.series_id, study.study_instance_uid FROM instance
    JOIN series ON series.id = instance.series_id JOIN study ON study.id = series.study_id WHERE content_hash = ?`);
  const findStudy = database.prepare<[string], Known>(
    "SELECT id, patient_id AS patientId, patient_name AS patientName FROM study WHERE study_instance_uid = ?",
  );
  const findSeries = database.prepare<[number, string], { id: number }>(
    "SELECT id FROM series WHERE study_id = ? AND series_instance_uid = ?",
  );
  const nextVariant = database.prepare<[string], { variant: number | null }>(
    "SELECT max(variant) + 1 AS variant FROM instance WHERE sop_instance_uid = ?",
  );
  const addStudy = database.prepare(`
    INSERT INTO study (study_instance_uid, patient_id, patient_name, patient_birth_date, patient_sex, study_date, study_time,
      description, accession_number, imported_at, patient_sort)
    VALUES (:studyInstanceUid, :patientId, :patientName, :patientBirthDate, :patientSex, :date, :time, :description, :accessionNumber,
      :importedAt, :patientSort)`);
  const addSeries = database.prepare(`
    INSERT INTO series (study_id, series_instance_uid, modality, series_number, description, body_part, protocol_name, manufacturer,
      series_date, search_text, description_text)
    VALUES (:studyId, :seriesInstanceUid, :modality, :seriesNumber, :description, :bodyPart, :protocolName, :manufacturer, :date,
      :searchText, :descriptionText)`);
  const addInstance = database.prepare(`
    INSERT INTO instance (series_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, content_hash, variant, byte_length, frame_count, header, imported_at)
    VALUES (:seriesId, :sopInstanceUid, :sopClassUid, :transferSyntaxUid, :contentHash, :variant, :byteLength, :frameCount, :header, :importedAt)`);

  const studyOf = ({ study }: InstanceRecord, importedAt: string) => {
    const found = findStudy.get(study.studyInstanceUid);
    if (found) return { ...found, isNew: false };
    const { lastInsertRowid } = addStudy.run({ ...study, importedAt, patientSort: foldText(study.patientName) });
    return { id: Number(lastInsertRowid), patientId: study.patientId, patientName: study.patientName, isNew: true };
  };

  const seriesOf = (studyId: number, { study, series }: InstanceRecord) => {
    const found = findSeries.get(studyId, series.seriesInstanceUid);
    if (found) return { id: found.id, isNew: false };
    const searchText = foldText(
      [study.patientName, study.patientId, study.accessionNumber, study.description, series.modality, series.description].join(" "),
    );
    const descriptionText = foldText(`${study.description} ${series.description}`);
    return { id: Number(addSeries.run({ studyId, ...series, searchText, descriptionText }).lastInsertRowid), isNew: true };
  };

  const writeOne = (file: StoredFile, importedAt: string): Written => {
    const { record, contentHash, byteLength } = file;
    const present = findInstance.get(contentHash);
    if (present) {
      return {
        isNewStudy: false,
        isNewSeries: false,
        isNewInstance: false,
        seriesId: present.series_id,
        studyInstanceUid: present.study_instance_uid,
        conflicts: [],
        ...restoredWords[file.original],
      };
    }
    const conflicts: string[] = [];
    const study = studyOf(record, importedAt);
    if (study.patientId !== record.study.patientId) {
      conflicts.push("its study (Study Instance UID) is already there under another Patient ID; it stands with that patient");
    } else if (foldText(study.patientName) !== foldText(record.study.patientName)) {
      conflicts.push("its study (Study Instance UID) is already there under another Patient's Name; it stands with that patient");
    }
    const series = seriesOf(study.id, record);
    const variant = nextVariant.get(record.instance.sopInstanceUid)?.variant ?? 0;
    if (variant > 0) conflicts.push("another file with the same SOP Instance UID but other content is already there; both are kept, apart");
    addInstance.run({ seriesId: series.id, ...record.instance, contentHash, variant, byteLength, importedAt });
    return {
      isNewStudy: study.isNew,
      isNewSeries: series.isNew,
      isNewInstance: true,
      seriesId: series.id,
      studyInstanceUid: record.study.studyInstanceUid,
      conflicts,
    };
  };

  const writeAll = (files: readonly StoredFile[]) => store.write(by, ({ at }) => files.map((file) => writeOne(file, at)));

  return {
    write: async (files) => {
      const folders = new Set(files.map(({ contentHash }) => dirname(instancePath(instancesFolder, contentHash))));
      await syncFolders([...folders, instancesFolder]);
      const written: Written[] = [];
      for (let start = 0; start < files.length; start += rowsPerTransaction) {
        written.push(...writeAll(files.slice(start, start + rowsPerTransaction)));
        await yieldThread();
      }
      return written;
    },
  };
}

async function syncFolders(folders: readonly string[]): Promise<void> {
  // Windows has no sync of folders: it journals renames by itself.
  if (process.platform === "win32") return;
  const remaining = [...folders];
  const syncNext = async (): Promise<void> => {
    for (let folder = remaining.pop(); folder !== undefined; folder = remaining.pop()) {
      const handle = await open(folder, "r");
      await handle.sync().finally(() => handle.close());
    }
  };
  await Promise.all(Array.from({ length: foldersAtOnce }, syncNext));
}
