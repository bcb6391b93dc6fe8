import type { Answer, Answers } from "#shared/domain/project/answer.ts";
import type { ReadingState } from "#shared/domain/project/states.ts";
import type { Store } from "../../store/index.ts";

/** A consensus of a case: `reading_a` and `reading_b` name the pair of readings that it is of. */
export interface AdjudicationRow {
  readonly id: string;
  readonly projectId: string;
  readonly caseId: string;
  readonly number: number;
  readonly seed: number;
  readonly readingA: string;
  readonly versionA: number;
  readonly readingB: string;
  readonly versionB: number;
  /** JSON: ConsensusAsked. */
  readonly asked: string;
  readonly state: ReadingState;
  readonly version: number;
  readonly openedAt: string | null;
  readonly submittedAt: string | null;
  readonly activeMs: number;
}

export interface AdjudicatorRow {
  readonly number: number;
  readonly readerId: number;
}

export interface AdjudicationImageRow {
  readonly id: string;
  readonly adjudicationId: string;
  readonly region: string;
  readonly role: string;
  readonly segmentationId: string | null;
  readonly drawingHash: string | null;
}

export interface ConsensusAnswerRow {
  readonly adjudicationId: string;
  readonly number: number;
  readonly version: number;
  readonly field: string;
  /** JSON; null where it was taken back. */
  readonly answer: string | null;
  readonly at: string;
}

export interface ConsensusSignatureRow {
  readonly adjudicationId: string;
  readonly version: number;
  /** Of the adjudicator. */
  readonly number: number;
  readonly content: string;
  readonly keyNumber: number;
  readonly publicKey: string;
  readonly signature: string;
}

/** The tables of adjudications: to be changed within a write that tells the log of it. */
export function createAdjudicationTables({ database }: Pick<Store, "database">) {
  const columns = `adjudication.id, adjudication.project_id AS projectId, case_id AS caseId, number, seed, reading_a AS readingA, version_a AS versionA,
    reading_b AS readingB, version_b AS versionB, asked, adjudication.state, version, opened_at AS openedAt, submitted_at AS submittedAt,
    active_ms AS activeMs`;
  const find = database.prepare<[string], AdjudicationRow>(`SELECT ${columns} FROM adjudication WHERE id = ?`);
  const ofProject = database.prepare<[string], AdjudicationRow>(
    `SELECT ${columns} FROM adjudication WHERE project_id = ? ORDER BY case_id, number`,
  );
  // By seed: in an order that says nothing.
  const ofReader = database.prepare<[number], AdjudicationRow>(
    `SELECT ${columns} FROM adjudication JOIN project ON project.id = adjudication.project_id
     WHERE project.state = 'running' AND EXISTS (SELECT 1 FROM adjudicator WHERE adjudication_id = adjudication.id AND reader_id = ?)
     ORDER BY seed, adjudication.id`,
  );
  const insert = database.prepare(
    `INSERT INTO adjudication (id, project_id, case_id, number, seed, reading_a, version_a, reading_b, version_b, asked, state, version, opened_at,
       submitted_at, active_ms)
     VALUES (:id, :projectId, :caseId, :number, :seed, :readingA, :versionA, :readingB, :versionB, :asked, :state, :version, :openedAt,
       :submittedAt, :activeMs)`,
  );
  const save = database.prepare(
    "UPDATE adjudication SET state = :state, version = :version, opened_at = :openedAt, submitted_at = :submittedAt WHERE id = :id",
  );
  const saveActive = database.prepare("UPDATE adjudication SET active_ms = ? WHERE id = ?");
  const adjudicators = database.prepare<[string], AdjudicatorRow>(
    "SELECT number, reader_id AS readerId FROM adjudicator WHERE adjudication_id = ? ORDER BY number",
  );
  const insertAdjudicator = database.prepare(
    "INSERT INTO adjudicator (adjudication_id, number, reader_id) VALUES (:adjudicationId, :number, :readerId)",
  );
  const imageColumns =
    "id, adjudication_id AS adjudicationId, region, role, segmentation_id AS segmentationId, drawing_hash AS drawingHash";
  const images = database.prepare<[string], AdjudicationImageRow>(
    `SELECT ${imageColumns} FROM adjudication_image WHERE adjudication_id = ? ORDER BY region, role`,
  );
  const image = database.prepare<[string], AdjudicationImageRow>(`SELECT ${imageColumns} FROM adjudication_image WHERE id = ?`);
  const imageOfDrawing = database.prepare<[string], AdjudicationImageRow>(
    `SELECT ${imageColumns} FROM adjudication_image WHERE segmentation_id = ?`,
  );
  const insertImage = database.prepare(
    "INSERT INTO adjudication_image (id, adjudication_id, region, role) VALUES (:id, :adjudicationId, :region, :role)",
  );
  const saveDrawing = database.prepare(
    "UPDATE adjudication_image SET segmentation_id = :segmentationId, drawing_hash = :drawingHash WHERE id = :id",
  );
  const answers = database.prepare<[string], ConsensusAnswerRow>(
    `SELECT adjudication_id AS adjudicationId, number, version, field, answer, at FROM adjudication_answer
     WHERE adjudication_id = ? ORDER BY number`,
  );
  const insertAnswer = database.prepare(
    `INSERT INTO adjudication_answer (adjudication_id, number, version, field, answer, at)
     VALUES (:adjudicationId, :number, :version, :field, :answer, :at)`,
  );
  const signatures = database.prepare<[string], ConsensusSignatureRow>(
    `SELECT adjudication_id AS adjudicationId, version, number, content, key_number AS keyNumber, public_key AS publicKey, signature
     FROM adjudication_signature WHERE adjudication_id = ? ORDER BY version, number`,
  );
  const insertSignature = database.prepare(
    `INSERT INTO adjudication_signature (adjudication_id, version, number, content, key_number, public_key, signature)
     VALUES (:adjudicationId, :version, :number, :content, :keyNumber, :publicKey, :signature)`,
  );
  return {
    find: (id: string) => find.get(id),
    ofProject: (projectId: string) => ofProject.all(projectId),
    /** Those of running projects. */
    ofReader: (readerId: number) => ofReader.all(readerId),
    insert: (row: AdjudicationRow) => void insert.run(row),
    /** Its state and times. */
    save: ({ id, state, version, openedAt, submittedAt }: AdjudicationRow) => void save.run({ id, state, version, openedAt, submittedAt }),
    saveActive: (id: string, activeMs: number) => void saveActive.run(activeMs, id),
    adjudicators: (id: string) => adjudicators.all(id),
    insertAdjudicator: (adjudicationId: string, row: AdjudicatorRow) => void insertAdjudicator.run({ ...row, adjudicationId }),
    images: (id: string) => images.all(id),
    image: (imageId: string) => image.get(imageId),
    imageOfDrawing: (segmentationId: string) => imageOfDrawing.get(segmentationId),
    insertImage: (row: Pick<AdjudicationImageRow, "id" | "adjudicationId" | "region" | "role">) => void insertImage.run(row),
    saveDrawing: ({ id, segmentationId, drawingHash }: AdjudicationImageRow) => void saveDrawing.run({ id, segmentationId, drawingHash }),
    /** Every answer that was ever given, the last of a field last. */
    answers: (id: string) => answers.all(id),
    /** What was decided, as it is now. */
    decided: (id: string): Answers => {
      const latest = new Map<string, Answer>();
      for (const { field, answer } of answers.all(id)) {
        if (answer === null) latest.delete(field);
        else latest.set(field, JSON.parse(answer) as Answer);
      }
      return latest;
    },
    insertAnswer: (row: ConsensusAnswerRow) => void insertAnswer.run(row),
    signatures: (id: string) => signatures.all(id),
    insertSignature: (row: ConsensusSignatureRow) => void insertSignature.run(row),
  };
}
export type AdjudicationTables = ReturnType<typeof createAdjudicationTables>;
