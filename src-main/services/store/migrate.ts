import type { Database } from "better-sqlite3";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Migration } from "./migrations/migration.ts";

/**
 * Brings a database to the newest version, each migration in a transaction of its own; `user_version` counts them.
 * Throws PlainError where a migration fails (what it had done is rolled back) or where a newer program made the database; RangeError where their numbers
 * are not 1, 2, 3 and so on.
 */
export function migrate(database: Database, migrations: readonly Migration[]): void {
  // A number filled in later would be passed over by every database that is already beyond it.
  if (migrations.some(({ number }, index) => number !== index + 1)) throw new RangeError("migrations are numbered from 1 without a gap");
  const newest = migrations.at(-1)?.number ?? 0;
  // IMMEDIATE: two programs that start at once must not both run a migration.
  const step = database.transaction((migration: Migration) => {
    if (versionOf(database) >= migration.number) return;
    migration.up(database);
    database.pragma(`user_version = ${migration.number}`);
  });
  const found = versionOf(database);
  if (found > newest) {
    throw new PlainError(
      `The data folder was made by a newer Fascicle (database version ${found}; this program knows ${newest}). Open it with that version.`,
    );
  }
  for (const migration of migrations) {
    try {
      step.immediate(migration);
    } catch (cause) {
      const what = `The database could not be brought to version ${migration.number} (${migration.name}); it was left as it was.`;
      throw new PlainError(`${what} ${cause instanceof Error ? cause.message : ""}`.trim(), { cause });
    }
  }
}

/** The number of the last migration that a database has seen. */
export function versionOf(database: Database): number {
  return database.pragma("user_version", { simple: true }) as number;
}
