import type { Database } from "better-sqlite3";
import type { Moment } from "#shared/domain/project/clock.ts";
import { systemReaderId, systemReaderName } from "#shared/domain/reader.ts";

/** Who writes: a row of the table of readers, and the name under which that work is recorded. */
export interface Author {
  readonly readerId: number;
  readonly name: string;
}

/** The program itself: what it does at its start, and its own bookkeeping. */
export const systemAuthor: Author = { readerId: systemReaderId, name: systemReaderName };

/** One write: the connection while it may change the database, by whom, and when. */
export interface Write extends Author {
  readonly database: Database;
  /** UTC, ISO 8601: the same for all that this write changes. */
  readonly at: string;
  /** When the data folder was opened, and now, by the wall clock and by one that nobody sets. */
  readonly run: { readonly from: Moment; readonly now: Moment };
}
