import type { Answer, Answers } from "#shared/domain/project/answer.ts";
import type { ReadingState } from "#shared/domain/project/states.ts";
import { pinVolumes, type Store, type Write } from "../../store/index.ts";

export interface ReadingRow {
  readonly id: string;
  readonly projectId: string;
  readonly caseId: string;
  readonly readerNumber: number;
  readonly readerId: number;
  readonly pass: number;
  readonly seed: number;
  readonly position: number;
  readonly code: string;
  readonly protocolVersion: number;
  readonly state: ReadingState;
  readonly version: number;
  readonly openedAt: string | null;
  readonly submittedAt: string | null;
  readonly activeMs: number;
  /** 1 where something of it was begun anew: its reader opens it again before anything else. Not there of a reading that was never opened. */
  readonly isToResume?: 0 | 1;
}

export interface ReadingImageRow {
  readonly id: string;
  readonly readingId: string;
  readonly region: string;
  readonly role: string;
  readonly segmentationId: string | null;
  readonly drawingHash: string | null;
  /** The reading's version that it began with. */
  readonly fromVersion: number;
  /** What it was read on, where that is not the volume of its role any more, or it was begun anew since; else null. */
  readonly volumeId: string | null;
  readonly framesHash: string | null;
  /** JSON: Mask of the domain. */
  readonly mask: string | null;
}

/** An image of a reading as it is made; from the first version on, where nothing else is said. */
export type NewReadingImage = Pick<ReadingImageRow, "id" | "readingId" | "region" | "role"> & { readonly fromVersion?: number };

export interface AnswerRow {
  readonly readingId: string;
  readonly number: number;
  readonly version: number;
  readonly field: string;
  /** JSON; null where it was taken back. */
  readonly answer: string | null;
  readonly at: string;
}

export interface QuestionRow {
  readonly readingId: string;
  readonly number: number;
  readonly text: string;
  readonly askedAt: string;
  readonly answer: string | null;
  readonly answeredAt: string | null;
}

export interface SignatureRow {
  readonly readingId: string;
  readonly version: number;
  readonly content: string;
  readonly keyNumber: number;
  readonly publicKey: string;
  readonly signature: string;
}

export interface ManifestRow extends Omit<SignatureRow, "readingId" | "version"> {
  readonly projectId: string;
  readonly readerId: number;
}

/** The tables of readings: to be changed within a write that tells the log of it. */
export function createReadingTables({ database }: Pick<Store, "database">) {
  const columns = `reading.id, reading.project_id AS projectId, case_id AS caseId, reader_number AS readerNumber, reader_id AS readerId, pass, seed, position,
    reading.code, protocol_version AS protocolVersion, reading.state, version, opened_at AS openedAt, submitted_at AS submittedAt, active_ms AS activeMs,
    is_to_resume AS isToResume`;
  const find = database.prepare<[string], ReadingRow>(`SELECT ${columns} FROM reading WHERE id = ?`);
  const ofProject = database.prepare<[string], ReadingRow>(
    `SELECT ${columns} FROM reading WHERE project_id = ? ORDER BY reader_number, pass, position`,
  );
  const ofReader = database.prepare<[number], ReadingRow>(
    `SELECT ${columns} FROM reading JOIN project ON project.id = reading.project_id
     WHERE reader_id = ? AND project.state = 'running' ORDER BY reading.project_id, pass, position`,
  );
  const insert = database.prepare(
    `INSERT INTO reading (id, project_id, case_id, reader_number, reader_id, pass, seed, position, code, protocol_version, state, version, opened_at,
       submitted_at, active_ms)
     VALUES (:id, :projectId, :caseId, :readerNumber, :readerId, :pass, :seed, :position, :code, :protocolVersion, :state, :version, :openedAt,
       :submittedAt, :activeMs)`,
  );
  const save = database.prepare(
    `UPDATE reading SET state = :state, version = :version, opened_at = :openedAt, submitted_at = :submittedAt, protocol_version = :protocolVersion,
       is_to_resume = :isToResume WHERE id = :id`,
  );
  const remove = database.prepare("DELETE FROM reading WHERE id = ? AND opened_at IS NULL");
  const saveActive = database.prepare("UPDATE reading SET active_ms = ? WHERE id = ?");
  const imageColumns = `id, reading_id AS readingId, region, role, segmentation_id AS segmentationId, drawing_hash AS drawingHash,
    from_version AS fromVersion, volume_id AS volumeId, frames_hash AS framesHash, mask`;
  const allImages = database.prepare<[string], ReadingImageRow>(
    `SELECT ${imageColumns} FROM reading_image WHERE reading_id = ? ORDER BY region, role, from_version`,
  );
  const images = database.prepare<[string], ReadingImageRow>(
    `SELECT ${imageColumns} FROM reading_image AS image WHERE reading_id = ? AND from_version = (
       SELECT max(from_version) FROM reading_image WHERE reading_id = image.reading_id AND region = image.region AND role = image.role
     ) ORDER BY region, role`,
  );
  const image = database.prepare<[string], ReadingImageRow>(`SELECT ${imageColumns} FROM reading_image WHERE id = ?`);
  const imageOfDrawing = database.prepare<[string], ReadingImageRow>(`SELECT ${imageColumns} FROM reading_image WHERE segmentation_id = ?`);
  const insertImage = database.prepare(
    "INSERT INTO reading_image (id, reading_id, region, role, from_version) VALUES (:id, :readingId, :region, :role, :fromVersion)",
  );
  const keepImage = database.prepare(
    "UPDATE reading_image SET volume_id = :volumeId, frames_hash = :framesHash, mask = :mask WHERE id = :id",
  );
  const saveDrawing = database.prepare(
    "UPDATE reading_image SET segmentation_id = :segmentationId, drawing_hash = :drawingHash WHERE id = :id",
  );
  const answers = database.prepare<[string], AnswerRow>(
    "SELECT reading_id AS readingId, number, version, field, answer, at FROM reading_answer WHERE reading_id = ? ORDER BY number",
  );
  const insertAnswer = database.prepare(
    "INSERT INTO reading_answer (reading_id, number, version, field, answer, at) VALUES (:readingId, :number, :version, :field, :answer, :at)",
  );
  const questions = database.prepare<[string], QuestionRow>(
    `SELECT reading_id AS readingId, number, text, asked_at AS askedAt, answer, answered_at AS answeredAt FROM reading_question
     WHERE reading_id = ? ORDER BY number`,
  );
  const saveQuestion = database.prepare(
    `INSERT INTO reading_question (reading_id, number, text, asked_at, answer, answered_at)
     VALUES (:readingId, :number, :text, :askedAt, :answer, :answeredAt)
     ON CONFLICT (reading_id, number) DO UPDATE SET answer = excluded.answer, answered_at = excluded.answered_at`,
  );
  const signatures = database.prepare<[string], SignatureRow>(
    `SELECT reading_id AS readingId, version, content, key_number AS keyNumber, public_key AS publicKey, signature FROM reading_signature
     WHERE reading_id = ? ORDER BY version`,
  );
  const insertSignature = database.prepare(
    `INSERT INTO reading_signature (reading_id, version, content, key_number, public_key, signature)
     VALUES (:readingId, :version, :content, :keyNumber, :publicKey, :signature)`,
  );
  const manifest = database.prepare<[string], ManifestRow>(
    `SELECT project_id AS projectId, content, reader_id AS readerId, key_number AS keyNumber, public_key AS publicKey, signature FROM project_manifest
     WHERE project_id = ?`,
  );
  const insertManifest = database.prepare(
    `INSERT INTO project_manifest (project_id, content, reader_id, key_number, public_key, signature)
     VALUES (:projectId, :content, :readerId, :keyNumber, :publicKey, :signature)`,
  );
  return {
    manifest: (projectId: string) => manifest.get(projectId),
    insertManifest: (row: ManifestRow) => void insertManifest.run(row),
    find: (id: string) => find.get(id),
    /** By reader, pass and position. */
    ofProject: (projectId: string) => ofProject.all(projectId),
    /** Those of running projects. */
    ofReader: (readerId: number) => ofReader.all(readerId),
    insert: (row: ReadingRow) => void insert.run(row),
    /** Its state, times, and the version of the protocol. */
    save: ({ id, state, version, openedAt, submittedAt, protocolVersion, isToResume = 0 }: ReadingRow) =>
      void save.run({ id, state, version, openedAt, submittedAt, protocolVersion, isToResume }),
    /** Takes back a reading that nobody has opened. */
    remove: (readingId: string) => void remove.run(readingId),
    saveActive: (readingId: string, activeMs: number) => void saveActive.run(activeMs, readingId),
    /** Of each region and role the one that counts. */
    images: (readingId: string) => images.all(readingId),
    /** With those that were begun anew, the first one first. */
    allImages: (readingId: string) => allImages.all(readingId),
    image: (imageId: string) => image.get(imageId),
    imageOfDrawing: (segmentationId: string) => imageOfDrawing.get(segmentationId),
    insertImage: ({ fromVersion = 1, ...row }: NewReadingImage) => void insertImage.run({ ...row, fromVersion }),
    /** Says what an image was read on: it stays pinned. */
    keepImage: (write: Pick<Write, "database">, { id, volumeId, framesHash, mask }: ReadingImageRow & { readonly volumeId: string }) => {
      keepImage.run({ id, volumeId, framesHash, mask });
      pinVolumes(write, { kind: "reading image", id }, [volumeId]);
    },
    saveDrawing: ({ id, segmentationId, drawingHash }: ReadingImageRow) => void saveDrawing.run({ id, segmentationId, drawingHash }),
    /** Every answer that was ever given, the last of a field last. */
    answers: (readingId: string) => answers.all(readingId),
    /** The answer of every field that has one now. */
    latestAnswers: (readingId: string): Answers => {
      const latest = new Map<string, Answer>();
      for (const { field, answer } of answers.all(readingId)) {
        if (answer === null) latest.delete(field);
        else latest.set(field, JSON.parse(answer) as Answer);
      }
      return latest;
    },
    insertAnswer: (row: AnswerRow) => void insertAnswer.run(row),
    questions: (readingId: string) => questions.all(readingId),
    saveQuestion: (row: QuestionRow) => void saveQuestion.run(row),
    signatures: (readingId: string) => signatures.all(readingId),
    insertSignature: (row: SignatureRow) => void insertSignature.run(row),
  };
}
export type ReadingTables = ReturnType<typeof createReadingTables>;
