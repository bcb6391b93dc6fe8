import { rmSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { StudyContents } from "#shared/api/studyRemoval.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { systemAuthor, type Author, type PinKind, type Store, type Write } from "../store/index.ts";
import { instancePath, keepPlaces, placeNotePath, type OriginalEnding } from "../originals/index.ts";
import { cachedPath, decodedFolder, derivedPath, picturePath } from "../volumes/index.ts";
import { yieldThread } from "../system/index.ts";

/** Whole studies with all that hangs on them. */
export interface Studies {
  /** What would go with a study. Throws PlainError where the study is not here, or a case of a project needs it (which one, a coordinator is told). */
  contents(by: Author | null, studyInstanceUid: string): StudyContents;
  /**
   * Removes a study: its rows in one transaction, then its files (originals, maps, pictures and decoded frames in the cache). Answers the ids of its volumes.
   * Throws PlainError, and removes nothing, where the study is not here, a case of a project needs it, it holds something else than `expected`, or
   * work is under
   * way. What a kill leaves of the files is removed at the next start.
   */
  remove(by: Author, studyInstanceUid: string, expected: StudyContents): Promise<{ volumeIds: string[] }>;
  /** What would go with several studies, in all; cases that need them are not looked for. */
  total(studyInstanceUids: readonly string[]): StudyContents;
  /**
   * Removes several studies at once, as `remove` does one, after `before`, which changes rows in the same transaction: what it takes away needs them no more.
   */
  removeAll(
    by: Author,
    studyInstanceUids: readonly string[],
    expected: StudyContents,
    before: (write: Write) => void,
  ): Promise<{ volumeIds: string[] }>;
  /** Deletes the files that an earlier removal left; answers how many are still there because work is under way. */
  removeLeftFiles(): Promise<number>;
}

/** Few enough to hold the database for some milliseconds only. */
const filesPerTransaction = 32;

const volumesOfStudy = "SELECT volume.id FROM volume JOIN series ON series.id = volume.series_id WHERE series.study_id = :study";
/** A derived volume belongs to one study, and outlives those of others that it was made from. A study that a case needs is not removed at all. */
type RemovedKind = Exclude<PinKind, "derived volume" | "case role" | "reading image">;

/** What needs a volume goes with its study, each from its table. */
const tableOf = {
  segmentation: "segmentation",
  "feature set": "feature_set",
  "feature map": "feature_map",
  prediction: "prediction",
  measure: "measure",
} as const satisfies Record<RemovedKind, string>;
const removedKinds = Object.keys(tableOf) as RemovedKind[];
const pinned = (kind: RemovedKind) => `SELECT by_id FROM volume_pin WHERE by_kind = '${kind}' AND volume_id IN (${volumesOfStudy})`;
const hanging = (kind: RemovedKind) => `${tableOf[kind]} WHERE id IN (${pinned(kind)})`;

/** Makes the removal of studies of one store. */
export function createStudies(store: Store): Studies {
  const { database, dataFolder, instancesFolder, mapsFolder, cacheFolder } = store;
  const findStudy = database.prepare<[string], number>("SELECT id FROM study WHERE study_instance_uid = ?").pluck();
  const countOf = (from: string) => database.prepare<[{ study: number }], number>(`SELECT count(*) FROM ${from}`).pluck();
  const counts = {
    series: countOf("series WHERE study_id = :study"),
    volumes: countOf(`(${volumesOfStudy})`),
    segmentations: countOf(hanging("segmentation")),
    featureSets: countOf(hanging("feature set")),
    featureMaps: countOf(hanging("feature map")),
    predictions: countOf(hanging("prediction")),
    measures: countOf(hanging("measure")),
  };
  const files =
    `SELECT series_id, content_hash, byte_length, 'dcm' AS ending FROM instance UNION ALL SELECT series_id, content_hash, ` +
    `byte_length, ending FROM image_file`;
  const originals = database.prepare<[{ study: number }], { originals: number; originalBytes: number }>(`
    SELECT count(*) AS originals, coalesce(sum(byte_length), 0) AS originalBytes FROM (${files}) AS file
    WHERE series_id IN (SELECT id FROM series WHERE study_id = :study)`);
  const originalFiles = database.prepare<[{ study: number }], { contentHash: string; ending: OriginalEnding }>(`
    SELECT content_hash AS contentHash, ending FROM (${files}) AS file WHERE series_id IN (SELECT id FROM series WHERE study_id = :study)`);
  const derivedFiles = database
    .prepare<[{ study: number }], string>(
      `SELECT content_hash FROM derived_volume WHERE is_cached = 0 AND volume_id IN (${volumesOfStudy})`,
    )
    .pluck();
  const underWay = database.prepare<[], string>("SELECT title FROM job WHERE state IN ('queued', 'running') LIMIT 1").pluck();
  const namedFiles = database
    .prepare<[{ hash: string }], string>(
      `SELECT content_hash || '.dcm' FROM instance WHERE content_hash = :hash
       UNION ALL SELECT content_hash || '.' || ending FROM image_file WHERE content_hash = :hash
       UNION ALL SELECT 'derived/' || content_hash FROM derived_volume WHERE is_cached = 0 AND content_hash = :hash`,
    )
    .pluck();
  const studiesOf = database
    .prepare<[string], string>(
      `SELECT study_instance_uid FROM study WHERE id IN
         (SELECT study_id FROM series JOIN image_file ON series_id = series.id WHERE content_hash = ?)`,
    )
    .pluck();
  const addFile = database.prepare("INSERT OR REPLACE INTO file_to_remove (path, content_hash) VALUES (?, ?)");
  const nextFiles = database.prepare<[number], { path: string; contentHash: string | null }>(
    "SELECT path, content_hash AS contentHash FROM file_to_remove ORDER BY path LIMIT ?",
  );
  const dropFile = database.prepare("DELETE FROM file_to_remove WHERE path = ?");
  const filesLeft = database.prepare<[], number>("SELECT count(*) FROM file_to_remove").pluck();

  const caseOf = database.prepare<[{ study: string; readerId: number | null }], { code: string; project: string; isCoordinator: number }>(
    `SELECT code, project.name AS project, EXISTS (SELECT 1 FROM project_reader AS member
         WHERE member.project_id = project.id AND role = 'coordinator' AND reader_id = :readerId) AS isCoordinator
     FROM case_study JOIN project_case ON project_case.id = case_id JOIN project ON project.id = project_id
     WHERE study_instance_uid = :study ORDER BY isCoordinator DESC, project.name, code LIMIT 1`,
  );
  const refuseNeeded = (by: Author | null, study: string) => {
    const needed = caseOf.get({ study, readerId: by?.readerId ?? null });
    if (!needed) return;
    // To anybody else a code would tell whose case it is.
    const what = needed.isCoordinator === 1 ? `Case ${needed.code} of the project “${needed.project}”` : "A reader study";
    throw new PlainError(`${what} needs this study: it cannot be removed while the project is there.`);
  };

  const idOf = (studyInstanceUid: string): number => {
    const study = findStudy.get(studyInstanceUid);
    if (study === undefined) throw new PlainError("This study is not in the data folder (any more).");
    return study;
  };
  const contentsOf = (study: number): StudyContents => ({
    ...originals.get({ study })!,
    series: counts.series.get({ study })!,
    volumes: counts.volumes.get({ study })!,
    segmentations: counts.segmentations.get({ study })!,
    featureSets: counts.featureSets.get({ study })!,
    featureMaps: counts.featureMaps.get({ study })!,
    predictions: counts.predictions.get({ study })!,
    measures: counts.measures.get({ study })!,
  });

  const total = (studyInstanceUids: readonly string[]): StudyContents => {
    const all = studyInstanceUids.map((uid) => contentsOf(idOf(uid)));
    const sum = (key: keyof StudyContents) => all.reduce((whole, each) => whole + each[key], 0);
    return Object.fromEntries(
      (Object.keys(counts) as (keyof StudyContents)[]).concat("originals", "originalBytes").map((key) => [key, sum(key)]),
    ) as StudyContents;
  };
  const refuseChanged = (contents: StudyContents, expected: StudyContents, what: string): void => {
    if ((Object.keys(contents) as Array<keyof StudyContents>).some((key) => contents[key] !== expected[key]))
      throw new PlainError(
        `${what} has changed since you were asked: something was imported, drawn or measured. Nothing was removed; look at it again.`,
      );
  };
  const removeRows = (by: Author, studyInstanceUid: string): string[] => {
    const study = idOf(studyInstanceUid);
    refuseNeeded(by, studyInstanceUid);
    const volumeIds = database.prepare<[{ study: number }], string>(volumesOfStudy).pluck().all({ study });
    const mapIds = database
      .prepare<[{ study: number }], string>(`SELECT id FROM ${hanging("feature map")}`)
      .pluck()
      .all({ study });
    for (const { contentHash, ending } of originalFiles.all({ study })) {
      addFile.run(relative(dataFolder, instancePath(instancesFolder, contentHash, ending)), contentHash);
      if (ending !== "dcm") addFile.run(relative(dataFolder, placeNotePath(instancesFolder, contentHash)), contentHash);
    }
    for (const hash of derivedFiles.all({ study })) addFile.run(relative(dataFolder, derivedPath(dataFolder, hash)), hash);
    for (const id of mapIds) addFile.run(relative(dataFolder, join(mapsFolder, `${id}.nrrd`)), null);
    for (const id of volumeIds) {
      const copies = [picturePath(cacheFolder, id), decodedFolder(cacheFolder, id), cachedPath(cacheFolder, id)];
      for (const path of copies) addFile.run(relative(dataFolder, path), null);
    }
    // What needs the volumes goes before its pins, and these before the volumes that they are found by.
    for (const kind of removedKinds) database.prepare(`DELETE FROM ${hanging(kind)}`).run({ study });
    for (const kind of removedKinds)
      database.prepare(`DELETE FROM volume_pin WHERE by_kind = '${kind}' AND by_id IN (${pinned(kind)})`).run({ study });
    database.prepare(`DELETE FROM volume_pin WHERE volume_id IN (${volumesOfStudy}) OR by_id IN (${volumesOfStudy})`).run({ study });
    database.prepare("DELETE FROM study WHERE id = ?").run(study);
    // The result of an import names its first study.
    database.prepare("UPDATE job SET result = NULL WHERE instr(result, ?) > 0").run(studyInstanceUid);
    return volumeIds;
  };

  const refuseWork = (): void => {
    const title = underWay.get();
    if (title !== undefined)
      throw new PlainError(`Studies cannot be removed while work is under way (“${title}”). Wait for its end, or cancel it.`);
  };

  /** Whether a row names this very file: one content may lie under several endings, and as a derived volume too. */
  const isNamed = (path: string, hash: string): boolean => {
    const named = new Set(namedFiles.all({ hash }));
    if (path === relative(dataFolder, derivedPath(dataFolder, hash))) return named.has(`derived/${hash}`);
    if (path === relative(dataFolder, placeNotePath(instancesFolder, hash))) return studiesOf.get(hash) !== undefined;
    return named.has(basename(path));
  };

  /**
   * Under the database's lock, where no job can begin and none is running: an original that is taken in again must not be deleted after its
   * row was written.
   */
  const removeSomeFiles = (): boolean => {
    if (underWay.get() !== undefined) return false;
    const files = nextFiles.all(filesPerTransaction);
    for (const { path, contentHash } of files) {
      if (contentHash === null || !isNamed(path, contentHash)) rmSync(join(dataFolder, path), { recursive: true, force: true });
      // The study that is removed must not be made again from the note where the database is lost.
      else if (path === relative(dataFolder, placeNotePath(instancesFolder, contentHash)))
        keepPlaces(instancesFolder, contentHash, new Set(studiesOf.all(contentHash)));
      dropFile.run(path);
    }
    return files.length > 0;
  };

  const removeLeftFiles = async (): Promise<number> => {
    while (store.write(systemAuthor, removeSomeFiles)) await yieldThread();
    return filesLeft.get()!;
  };

  const removed = async (volumeIds: string[]) => {
    await removeLeftFiles();
    database.pragma("wal_checkpoint(TRUNCATE)");
    return { volumeIds };
  };

  return {
    contents: (by, studyInstanceUid) => {
      const study = idOf(studyInstanceUid);
      refuseNeeded(by, studyInstanceUid);
      return contentsOf(study);
    },
    remove: async (by, studyInstanceUid, expected) => {
      const volumeIds = store.write(by, () => {
        refuseNeeded(by, studyInstanceUid);
        refuseWork();
        refuseChanged(contentsOf(idOf(studyInstanceUid)), expected, "This study");
        return removeRows(by, studyInstanceUid);
      });
      return removed(volumeIds);
    },
    total,
    removeAll: async (by, studyInstanceUids, expected, before) => {
      const volumeIds = store.write(by, (write) => {
        refuseWork();
        refuseChanged(total(studyInstanceUids), expected, "This");
        before(write);
        return studyInstanceUids.flatMap((uid) => removeRows(by, uid));
      });
      return removed(volumeIds);
    },
    removeLeftFiles,
  };
}
