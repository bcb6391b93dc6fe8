import { z } from "zod";
import { canonicalHash, type Sha256 } from "./canonicalHash.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** One entry of a project's log, before it is chained. No patient's name, ID or UID, and no file name, stands in any field. */
export const logEventSchema = z.strictObject({
  /** UTC, ISO 8601. */
  at: z.iso.datetime(),
  /** Who: the row of the reader in this data folder, and the name under which the reader works. */
  readerId: z.number().int().min(0),
  reader: z.string(),
  /** What was done, as "noun.verb": "reading.submit". */
  action: z.string().regex(/^[a-zA-Z]+\.[a-zA-Z]+$/),
  /** To what, by case code: "case K7PQ2M, pass 1, reader 2". */
  subject: z.string(),
  /** JSON values; null where there was nothing, or nothing is left. */
  before: z.json(),
  after: z.json(),
  reason: z.string().nullable(),
});
export type LogEvent = z.infer<typeof logEventSchema>;

export const logEntrySchema = z.strictObject({
  /** From 1, without a gap. */
  number: z.number().int().min(1),
  ...logEventSchema.shape,
  /** Hash of the entry before, or the genesis hash. */
  previousHash: hash,
  /** Over all other fields. */
  hash,
});
export type LogEntry = z.infer<typeof logEntrySchema>;

/** The end of a log: what is signed with a submission and stands in packets and reports. Number 0 and the genesis hash for an empty log. */
export interface LogHead {
  readonly number: number;
  readonly hash: string;
}

/**
 * What the first entry has as the hash before it: SHA-256 over the canonical JSON {"log":"fascicle project","project":<id>,"version":1}, so that an
 * entry fits into no other project's log.
 */
export function genesisHead(projectId: string, sha256: Sha256): LogHead {
  return { number: 0, hash: canonicalHash({ log: "fascicle project", version: 1, project: projectId }, sha256) };
}

/** The entry that follows `head`: its hash is SHA-256 over the canonical JSON (RFC 8785) of the entry without the field `hash`. */
export function chainEntry(head: LogHead, event: LogEvent, sha256: Sha256): LogEntry {
  const entry = { number: head.number + 1, ...event, previousHash: head.hash };
  return { ...entry, hash: canonicalHash(entry, sha256) };
}

/** The head of a log that ends with this entry. */
export function headOf({ number, hash }: LogEntry): LogHead {
  return { number, hash };
}

/** The first entry that does not fit, by its number, and what is wrong with it. */
export interface ChainFault {
  readonly number: number;
  readonly problem: string;
}

/**
 * Checks a log from its first entry: numbers without a gap, each entry's hash over its content, and the hash of the one before in it. `known` are
 * heads from outside
 * the log (signatures, packets, reports): an entry that a head names must be there with that hash, which also finds a log that was cut or computed
 * anew. Answers
 * null where all fits.
 */
export function verifyChain(entries: Iterable<LogEntry>, genesis: LogHead, known: readonly LogHead[], sha256: Sha256): ChainFault | null {
  const expected = Map.groupBy(known, ({ number }) => number);
  let head = genesis;
  const differs = () => expected.get(head.number)?.some(({ hash }) => hash !== head.hash) ?? false;
  if (differs()) return { number: 0, problem: "the log is of another project: its beginning differs from a head that is known" };
  for (const entry of entries) {
    const number = head.number + 1;
    if (entry.number !== number)
      return {
        number,
        problem:
          entry.number > number
            ? `entry ${number} is missing: entry ${entry.number} stands in its place`
            : `entry ${entry.number} stands there again`,
      };
    if (entry.previousHash !== head.hash) return { number, problem: `entry ${number} does not follow the entry before it` };
    const { hash: stated, ...content } = entry;
    if (canonicalHash(content, sha256) !== stated) return { number, problem: `entry ${number} was changed after it was written` };
    head = headOf(entry);
    if (differs()) return { number, problem: `entry ${number} is not the one that the known head names` };
  }
  const last = Math.max(head.number, ...expected.keys());
  return last > head.number
    ? {
        number: head.number + 1,
        problem: `the log ends with entry ${head.number}, but the known head is that of entry ${last}: the end was cut off`,
      }
    : null;
}

/** The first row of the log as CSV. */
export const logColumns = [
  "number",
  "at",
  "reader_id",
  "reader",
  "action",
  "subject",
  "before",
  "after",
  "reason",
  "previous_hash",
  "hash",
] as const;

/** An entry as a row of CSV, in the order of logColumns: values before and after as JSON, empty where they are null. */
export function logRow(entry: LogEntry): string[] {
  const json = (value: LogEntry["before"]) => (value === null ? "" : JSON.stringify(value));
  const { number, at, readerId, reader, action, subject, before, after, reason, previousHash, hash } = entry;
  return [String(number), at, String(readerId), reader, action, subject, json(before), json(after), reason ?? "", previousHash, hash];
}
