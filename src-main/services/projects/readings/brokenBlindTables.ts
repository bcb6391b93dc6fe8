import { isWritable } from "#shared/domain/project/states.ts";
import type { Store } from "../../store/index.ts";
import type { ReadingRow, ReadingTables } from "./readingTables.ts";

/** The blind of a case, broken for one reader. */
export interface BrokenBlindRow {
  readonly caseId: string;
  readonly readerNumber: number;
  readonly readingId: string;
  readonly brokenAt: string;
  readonly brokenBy: number;
  readonly reason: string;
}

/** The table of broken blinds: rows are only added, within a write that tells the log of it. */
export function createBrokenBlindTables({ database }: Pick<Store, "database">) {
  const columns = `broken_blind.case_id AS caseId, broken_blind.reader_number AS readerNumber, reading_id AS readingId, broken_at AS brokenAt,
    broken_by AS brokenBy, broken_blind.reason`;
  const find = database.prepare<[string, number], BrokenBlindRow>(
    `SELECT ${columns} FROM broken_blind WHERE case_id = ? AND reader_number = ?`,
  );
  const ofProject = database.prepare<[string], BrokenBlindRow>(
    `SELECT ${columns} FROM broken_blind JOIN project_case ON project_case.id = broken_blind.case_id WHERE project_id = ?
     ORDER BY broken_at, code, reader_number`,
  );
  const insert = database.prepare(
    `INSERT INTO broken_blind (case_id, reader_number, reading_id, broken_at, broken_by, reason)
     VALUES (:caseId, :readerNumber, :readingId, :brokenAt, :brokenBy, :reason)`,
  );
  return {
    /** The one of the case and the reader of a reading. */
    of: ({ caseId, readerNumber }: Pick<ReadingRow, "caseId" | "readerNumber">) => find.get(caseId, readerNumber),
    /** By time. */
    ofProject: (projectId: string) => ofProject.all(projectId),
    insert: (row: BrokenBlindRow) => void insert.run(row),
  };
}
export type BrokenBlindTables = ReturnType<typeof createBrokenBlindTables>;

interface Parts {
  readonly tables: Pick<ReadingTables, "signatures">;
  readonly broken: Pick<BrokenBlindTables, "of">;
}

/**
 * Whether a reading is of a reader who knew whose case it is: signed since the blind was broken, or not submitted yet. What was signed says it, as a clock
 * that ran ahead makes times wrong; of what came back from elsewhere, where it is not known that the blind was broken, the time does.
 */
export function isUnblinded({ tables, broken }: Parts, row: ReadingRow): boolean {
  const blind = broken.of(row);
  if (!blind) return false;
  const newest = tables.signatures(row.id).at(-1);
  return (
    isWritable(row.state) ||
    (row.submittedAt !== null && row.submittedAt >= blind.brokenAt) ||
    (newest !== undefined && "blindBrokenAt" in (JSON.parse(newest.content) as object))
  );
}
