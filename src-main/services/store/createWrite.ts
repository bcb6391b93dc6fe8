import { uptime } from "node:os";
import type { Database } from "better-sqlite3";
import type { Moment } from "#shared/domain/project/clock.ts";
import type { Author, Write } from "./author.ts";

/** For how long the machine has been running, in milliseconds, with the time that it slept: what tells a clock that was set from a night's sleep. */
export const machineUptimeMs = (): number => uptime() * 1000;

/**
 * Makes the only way to write to a database. Outside of it SQLite refuses every change (`PRAGMA query_only`); inside, the work is one transaction that holds
 * the database's lock from its beginning, by a reader who has a row, at one time. What the work throws takes all of it back.
 * Of a database that may only be read, what is written are tables of its own (openReadOnly), which need no lock, and SQLite would refuse it.
 * `now` answers the time (UTC, ISO 8601), `uptimeMs` a time in milliseconds that nobody sets. The write throws RangeError where its author
 * has no row, where it lies within another write, and
 * (better-sqlite3: TypeError) where its work is asynchronous.
 */
export function createWrite(
  database: Database,
  now: () => string,
  uptimeMs: () => number = machineUptimeMs,
): <Result>(author: Author, work: (write: Write) => Result) => Result {
  const moment = (): Moment => ({ wall: now(), monotonicMs: uptimeMs() });
  const from = moment();
  const isKnown = database.prepare<[number], number>("SELECT 1 FROM reader WHERE id = ?").pluck();
  const transact = database.transaction((work: () => unknown) => work());
  database.pragma("query_only = ON");
  return <Result>({ readerId, name }: Author, work: (write: Write) => Result): Result => {
    if (database.inTransaction) throw new RangeError("a write lies within another one");
    database.pragma("query_only = OFF");
    try {
      return (database.readonly ? transact.deferred : transact.immediate)(() => {
        if (isKnown.get(readerId) === undefined) throw new RangeError("a write has no author: no reader has this number");
        const present = moment();
        return work({ database, readerId, name, at: present.wall, run: { from, now: present } });
      }) as Result;
    } finally {
      database.pragma("query_only = ON");
    }
  };
}
