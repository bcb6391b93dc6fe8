import { accessSync, constants, readFileSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import { PlainError } from "#shared/domain/plainError.ts";
import { migrate, versionOf } from "./migrate.ts";
import { allMigrations } from "./migrations/all.ts";

/** False for a data folder on a medium, or with permissions, that lets nothing be written. */
export function mayWrite(dataFolder: string, file: string): boolean {
  try {
    for (const path of [dataFolder, file]) accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Bytes 18 and 19 of the file: how it is written and read; 2 for a write-ahead log, 1 without (SQLite file format, 1.3.3). */
const versionBytes = [18, 19];
/** Tables of work in hand: in a folder that may only be read, they are this program's own and go with it. */
const ownTables = ["job", "feature_set", "reader", "reader_key", "volume_pin", "setting"];

/**
 * Opens a database that may only be read. SQLite wants to write beside a database with a write-ahead log even to read it (wal.html,
 * "Read-Only Databases"): where the log is empty or absent, the
 * file holds everything and is read into memory as it is, so that nothing stale or half-written can be seen. Where the log holds changes,
 * they can be read only through the index of the
 * program that made them (fascicle.db-shm). Throws PlainError where that is not there: to read on without the log would show an older state.
 */
export function openReadOnly(file: string): Database.Database {
  const database = logLength(file) > 0 ? openWithLog(file) : openSnapshot(file);
  database.pragma("temp_store = MEMORY");
  for (const table of ownTables) {
    const { sql } = database
      .prepare<[string], { sql: string }>("SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = ?")
      .get(table)!;
    // A temporary table is found before the one of the same name in the file.
    database.exec(sql.replace(/^CREATE TABLE/, "CREATE TEMP TABLE"));
    database.exec(`INSERT INTO temp.${table} SELECT * FROM main.${table}`);
  }
  return database;
}

function openWithLog(file: string): Database.Database {
  try {
    const database = new Database(file, { readonly: true, timeout: 10_000 });
    const version = versionOf(database);
    if (version === allMigrations.length) return database;
    database.close();
  } catch (cause) {
    if (cause instanceof PlainError) throw cause;
    throw new PlainError(
      "The data folder may only be read, and its last changes lie in fascicle.db-wal, which cannot be read without writing beside it. " +
        "Without them an older state would be shown. Copy the whole folder to a place where you may write, and open the copy.",
      { cause },
    );
  }
  throw new PlainError(
    "The data folder may only be read, and it was made by another version of Fascicle. Copy the whole folder to a place where you may " +
      "write, and open the copy.",
  );
}

function openSnapshot(file: string): Database.Database {
  const before = statSync(file);
  const bytes = readFileSync(file);
  const after = statSync(file);
  // Another program, one that may write, came in between.
  if (before.mtimeMs !== after.mtimeMs || before.size !== after.size || bytes.length !== after.size || logLength(file) > 0) {
    throw new PlainError("Another program is writing to the data folder, which you may only read. Try again when it has finished.");
  }
  for (const at of versionBytes) bytes[at] = 1;
  const database = new Database(bytes, { readonly: true });
  if (versionOf(database) === allMigrations.length) return database;
  database.close();
  // Of an older version: brought to this one in memory.
  const copy = new Database(bytes);
  migrate(copy, allMigrations);
  const migrated = copy.serialize();
  copy.close();
  return new Database(migrated, { readonly: true });
}

function logLength(file: string): number {
  return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}
