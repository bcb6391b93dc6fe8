import type { Database } from "better-sqlite3";

/** One numbered change of the database, run once, in a transaction of its own. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly up: (database: Database) => void;
}
