import canonicalize from "canonicalize";
import { genesisHead, logEntrySchema, type LogEntry, type LogHead } from "#shared/domain/project/logChain.ts";
import type { Store } from "../store/index.ts";
import { createClockWatch } from "./clockWatch.ts";
import { markOf, type Mark, type MarkedEntry } from "./marks.ts";
import { sha256 } from "./subjects.ts";

type EntryRow = Omit<LogEntry, "before" | "after"> & { readonly before: string | null; readonly after: string | null };

/** A row of the log: an entry, or one that nobody wrote so. */
export type ReadEntry = { readonly number: number; readonly entry: LogEntry | null };

/** What an entry says of a reading or of a case. */
export interface OwnState {
  readonly at: string;
  readonly subject: string;
  /** Null where it was taken back. */
  readonly state: string | null;
  /** Of the case of a reading; null of a case. */
  readonly caseCode: string | null;
}

/** The tables of logs. Rows are only added. */
export function createLogTable({ database }: Pick<Store, "database">) {
  const insert = database.prepare(
    `INSERT INTO audit_event (project_id, number, at, reader_id, reader, action, subject, before, after, reason, previous_hash, hash)
     VALUES (:projectId, :number, :at, :readerId, :reader, :action, :subject, :before, :after, :reason, :previousHash, :hash)`,
  );
  const last = database.prepare<[string], LogHead & { at: string }>(
    "SELECT number, hash, at FROM audit_event WHERE project_id = ? ORDER BY number DESC LIMIT 1",
  );
  const rows = database.prepare<[string], EntryRow>(
    `SELECT number, at, reader_id AS readerId, reader, action, subject, before, after, reason, previous_hash AS previousHash, hash
     FROM audit_event WHERE project_id = ? ORDER BY number`,
  );
  const actions = database.prepare<[string], { number: number; action: string }>(
    "SELECT number, action FROM audit_event WHERE project_id = ? ORDER BY number",
  );
  const lastNumber = database
    .prepare<[string, string, string], number>(
      "SELECT number FROM audit_event WHERE project_id = ? AND subject = ? AND action = ? ORDER BY number DESC LIMIT 1",
    )
    .pluck();
  const lastState = database
    .prepare<[string, string], string | null>(
      "SELECT after FROM audit_event WHERE project_id = ? AND subject = ? ORDER BY number DESC LIMIT 1",
    )
    .pluck();
  const timeBefore = database
    .prepare<[string, number, string], string>(
      "SELECT at FROM audit_event WHERE project_id = ? AND number < ? AND at <= ? ORDER BY number DESC LIMIT 1",
    )
    .pluck();
  const clockSetBefore = database
    .prepare<[string, number], number>(
      `SELECT json_extract(after, '$.setMs') FROM audit_event WHERE project_id = ? AND number < ? AND subject = 'clock'
       ORDER BY number DESC LIMIT 1`,
    )
    .pluck();
  const marks = database.prepare<[string], MarkedEntry>(
    `SELECT number, at, action, subject, reason FROM audit_event
     WHERE project_id = ? AND action IN ('clock.jump', 'clock.release', 'reading.mark', 'reading.seen') ORDER BY number`,
  );
  // A subject of a part of a case or of a reading has more commas.
  const ownStates = database.prepare<{ projectId: string; of: string }, OwnState>(
    `SELECT at, subject, json_extract(after, '$.state') AS state, json_extract(after, '$.case') AS caseCode FROM audit_event
     WHERE project_id = :projectId AND (subject LIKE 'reading %, ' || :of || ', pass %' OR (subject LIKE 'case %' AND subject NOT LIKE '%,%'))
     ORDER BY number`,
  );
  return {
    insert: (projectId: string, entry: LogEntry) =>
      void insert.run({ ...entry, projectId, before: textOf(entry.before), after: textOf(entry.after) }),
    clock: createClockWatch({ database }),
    /** The number of the last entry of a subject with an action; undefined where there is none. */
    lastNumber: (projectId: string, subject: string, action: string) => lastNumber.get(projectId, subject, action),
    /** What the last entry of a subject left; null where there is none, or nothing was left. */
    lastState: (projectId: string, subject: string): LogEntry["after"] => {
      const text = lastState.get(projectId, subject) ?? null;
      return text === null ? null : (JSON.parse(text) as LogEntry["after"]);
    },
    /** When the last entry before one was written that is not later than a time; undefined where there is none. */
    timeBefore: (projectId: string, number: number, notAfter: string) => timeBefore.get(projectId, number, notAfter),
    /** By how much the clock had been set, in all, when an entry was written. */
    clockSetBefore: (projectId: string, number: number): number => clockSetBefore.get(projectId, number) ?? 0,
    /** What became of one reader's readings and of all cases, entry by entry. */
    ownStates: (projectId: string, readerNumber: number) => ownStates.all({ projectId, of: `reader ${readerNumber}` }),
    /** What is marked, the first one first. */
    marks: (projectId: string): Mark[] => marks.all(projectId).map(markOf),
    /** The end of the log, and when its last entry was written; null of an empty one. */
    head: (projectId: string): LogHead & { readonly at: string | null } =>
      last.get(projectId) ?? { ...genesisHead(projectId, sha256), at: null },
    /** What was done, entry by entry. */
    actions: (projectId: string) => actions.all(projectId),
    rows: (projectId: string): ReadEntry[] => rows.all(projectId).map((row) => ({ number: row.number, entry: entryOf(row) })),
  };
}
export type LogTable = ReturnType<typeof createLogTable>;

const textOf = (value: LogEntry["before"]): string | null => (value === null ? null : canonicalize(value)!);

/** Null where a field is none that an entry can have: values are canonical JSON, so that no byte of them can be another. */
function entryOf(row: EntryRow): LogEntry | null {
  try {
    const value = (text: string | null) => (text === null ? null : (JSON.parse(text) as LogEntry["before"]));
    const entry = { ...row, before: value(row.before), after: value(row.after) };
    const parsed = logEntrySchema.safeParse(entry);
    return parsed.success && textOf(entry.before) === row.before && textOf(entry.after) === row.after ? parsed.data : null;
  } catch {
    return null;
  }
}
