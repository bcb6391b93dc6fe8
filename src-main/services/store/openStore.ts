import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { PlainError } from "#shared/domain/plainError.ts";
import { systemErrorWords } from "../system/index.ts";
import { migrate } from "./migrate.ts";
import { allMigrations } from "./migrations/all.ts";

/** The data at rest: one SQLite database and the folders beside it. Each thread opens its own. */
export interface Store {
  readonly dataFolder: string;
  readonly database: Database.Database;
  /** Folder of the original DICOM files, content-addressed. */
  readonly instancesFolder: string;
  /** Folder of the installed model bundles. */
  readonly modelsFolder: string;
  /** Folder of the feature maps. */
  readonly mapsFolder: string;
  /** Folder of what can be computed again; may be deleted at any time. */
  readonly cacheFolder: string;
  close(): void;
}

/**
 * Opens (and makes, where new) the data folder, and brings its database to the newest version.
 * Every commit is synced (WAL, synchronous FULL): a stroke that was answered is on disk.
 * Throws PlainError where the folder cannot be used, a migration fails or the database is newer than the program.
 */
export function openStore(dataFolder: string): Store {
  try {
    return open(dataFolder);
  } catch (cause) {
    if (cause instanceof PlainError) throw cause;
    throw new PlainError(`The data folder ${dataFolder} cannot be used. ${systemErrorWords(cause) ?? "Choose another one, or look what is in its place."}`, { cause });
  }
}

function open(dataFolder: string): Store {
  // Health data: for its owner alone, whatever the machine gives to others by default.
  const folder = (name: string) => {
    const path = join(dataFolder, name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };
  const folders = { instancesFolder: folder("instances"), modelsFolder: folder("models"), mapsFolder: folder("maps"), cacheFolder: folder("cache") };
  const file = join(dataFolder, "fascicle.db");
  // SQLite gives the journal files the permissions of the database itself.
  closeSync(openSync(file, "a", 0o600));
  const database = new Database(file, { timeout: 10_000 });
  try {
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.pragma("foreign_keys = ON");
    migrate(database, allMigrations);
  } catch (error) {
    database.close();
    throw error;
  }
  return { dataFolder, database, ...folders, close: () => database.close() };
}
