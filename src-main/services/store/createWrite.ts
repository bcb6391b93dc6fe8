import type { Database } from "better-sqlite3";
import type { Author, Write } from "./author.ts";

/**
 * Makes the only way to write to a database. Outside of it SQLite refuses every change (`PRAGMA query_only`); inside, the work is one transaction that holds
 * the database's lock from its beginning, by a reader who has a row, at one time. What the work throws takes all of it back.
 * `now` answers the time (UTC, ISO 8601). The write throws RangeError where its author has no row, where it lies within another write, and (better-sqlite3: TypeError) where its work is asynchronous.
 */
export function createWrite(database: Database, now: () => string): <Result>(author: Author, work: (write: Write) => Result) => Result {
  const isKnown = database.prepare<[number], number>("SELECT 1 FROM reader WHERE id = ?").pluck();
  const transact = database.transaction((work: () => unknown) => work());
  database.pragma("query_only = ON");
  return <Result>({ readerId, name }: Author, work: (write: Write) => Result): Result => {
    if (database.inTransaction) throw new RangeError("a write lies within another one");
    database.pragma("query_only = OFF");
    try {
      return transact.immediate(() => {
        if (isKnown.get(readerId) === undefined) throw new RangeError("a write has no author: no reader has this number");
        return work({ database, readerId, name, at: now() });
      }) as Result;
    } finally {
      database.pragma("query_only = ON");
    }
  };
}
