import { closeSync, existsSync, openSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { PlainError } from "#shared/domain/plainError.ts";
import { migrate, versionOf } from "./migrate.ts";
import { allMigrations } from "./migrations/all.ts";
import type { Author, Write } from "./author.ts";
import { createWrite, machineUptimeMs } from "./createWrite.ts";
import { mayWrite, openReadOnly } from "./openReadOnly.ts";
import { tightenDatabase, tightenFolders } from "./tightenFolders.ts";
import { makeFolder, systemErrorWords } from "../system/index.ts";

/** The data at rest: one SQLite database and the folders beside it. Each thread opens its own. */
export interface Store {
  readonly dataFolder: string;
  /** To read. Whatever would change something is refused by SQLite, outside of `write`. */
  readonly database: Pick<Database.Database, "prepare" | "pragma" | "readonly">;
  /** The only way to write: one transaction, by a reader, at one time (see createWrite). */
  write<Result>(author: Author, work: (write: Write) => Result): Result;
  /** Folder of the original DICOM files, content-addressed. */
  readonly instancesFolder: string;
  /** Folder of the installed model bundles. */
  readonly modelsFolder: string;
  /** Folder of the feature maps. */
  readonly mapsFolder: string;
  /** Folder of what can be computed again; may be deleted at any time. */
  readonly cacheFolder: string;
  /** What time it is, UTC, ISO 8601: that of writes. */
  now(): string;
  /** The folder may only be read: what is there can be shown and measured, nothing is kept. */
  readonly isReadOnly: boolean;
  close(): void;
}

export interface OpenOptions {
  /** Begins a new database although the folders beside it hold something: it was lost, and is to be made again from them. */
  readonly beginAfresh?: boolean;
  /** What time it is, UTC, ISO 8601, for a study that is simulated; the machine's clock where absent. */
  readonly now?: () => string;
  /** A time in milliseconds that nobody sets; by `now` where that is given, else the machine's uptime. */
  readonly uptimeMs?: () => number;
}

/**
 * Opens (and makes, where new) the data folder, and brings its database to the newest version. Folders are for their owner alone (0700,
 * files 0600); those of earlier versions are made so.
 * Every commit is synced (WAL, synchronous FULL): a stroke that was answered is on disk. A folder that may not be written is opened for
 * reading, see openReadOnly.
 * Throws PlainError where the folder cannot be used, a migration fails, the database is newer than the program, or it is empty or gone
 * beside folders that hold something.
 */
export function openStore(dataFolder: string, options: OpenOptions = {}): Store {
  try {
    return open(dataFolder, options);
  } catch (cause) {
    if (cause instanceof PlainError) throw cause;
    throw new PlainError(
      `The data folder ${dataFolder} cannot be used. ${systemErrorWords(cause) ?? "Choose another one, or look what is in its place."}`,
      { cause },
    );
  }
}

/** UTC, ISO 8601, by the machine's clock. */
export const machineTime = (): string => new Date().toISOString();

function open(dataFolder: string, { beginAfresh = false, now = machineTime, uptimeMs }: OpenOptions): Store {
  // A clock that is simulated runs evenly.
  const runningMs = uptimeMs ?? (now === machineTime ? machineUptimeMs : () => Date.parse(now()));
  const file = join(dataFolder, "fascicle.db");
  const folder = (name: string) => join(dataFolder, name);
  const folders = {
    instancesFolder: folder("instances"),
    modelsFolder: folder("models"),
    mapsFolder: folder("maps"),
    cacheFolder: folder("cache"),
  };
  const held = whatIsHeld({ ...folders, derivedFolder: folder("derived") });
  const isEmpty = (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0;
  if (isEmpty && !beginAfresh) refuseLostDatabase(held, existsSync(file) ? "empty" : "gone");
  if (!isEmpty && !mayWrite(dataFolder, file)) {
    const database = openReadOnly(file);
    return {
      dataFolder,
      database,
      write: createWrite(database, now, runningMs),
      ...folders,
      now,
      isReadOnly: true,
      close: () => database.close(),
    };
  }
  for (const path of [dataFolder, ...Object.values(folders)]) makeFolder(path);
  // SQLite gives the journal files the permissions of the database itself.
  closeSync(openSync(file, "a", 0o600));
  const database = new Database(file, { timeout: 10_000 });
  try {
    const version = versionOf(database);
    if (version === 0 && !beginAfresh) refuseLostDatabase(held, "empty");
    tightenFolders(dataFolder, version);
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.pragma("foreign_keys = ON");
    // What is deleted is overwritten: no name of a removed study and no group of a removed case stays in free pages.
    database.pragma("secure_delete = ON");
    migrate(database, allMigrations);
    tightenDatabase(file);
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    dataFolder,
    database,
    write: createWrite(database, now, runningMs),
    ...folders,
    now,
    isReadOnly: false,
    close: () => database.close(),
  };
}

/** What lies in the folders that only a database makes sense of, in words. */
function whatIsHeld({
  instancesFolder,
  modelsFolder,
  mapsFolder,
  derivedFolder,
}: Pick<Store, "instancesFolder" | "modelsFolder" | "mapsFolder"> & { readonly derivedFolder: string }): string[] {
  const holds = (folder: string, pattern: RegExp) => existsSync(folder) && readdirSync(folder).some((name) => pattern.test(name));
  return [
    ...(holds(instancesFolder, /^[0-9a-f]{2}$/) ? ["original images"] : []),
    ...(holds(modelsFolder, /^[0-9a-f]{64}$|^networks$/) ? ["installed models"] : []),
    ...(holds(mapsFolder, /\.nrrd$/) ? ["feature maps"] : []),
    ...(holds(derivedFolder, /\.nrrd$/) ? ["computed volumes"] : []),
  ];
}

function refuseLostDatabase(held: readonly string[], state: "empty" | "gone"): void {
  if (held.length === 0) return;
  throw new PlainError(
    `The database of the data folder (fascicle.db) is ${state}, but the folder holds ${held.join(", ")}. It was not opened, and nothing ` +
      `was changed: put back a copy of fascicle.db. Without one, "fascicle check --repair" makes a new database from the original images; ` +
      `drawings, features, predictions and computed volumes cannot be made again from them.`,
  );
}
