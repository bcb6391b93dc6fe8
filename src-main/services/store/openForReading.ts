import { join } from "node:path";
import Database from "better-sqlite3";
import { machineTime, type Store } from "./openStore.ts";
import { createWrite } from "./createWrite.ts";
import { mayWrite, openReadOnly } from "./openReadOnly.ts";

/**
 * Opens a data folder that another process of this program has opened (and so brought to the newest version), to read what that process has committed:
 * nothing is written, made or checked. Throws PlainError where the folder may only be read and that is no way to read it (openReadOnly).
 */
export function openForReading(dataFolder: string): Store {
  const file = join(dataFolder, "fascicle.db");
  const database = mayWrite(dataFolder, file) ? new Database(file, { readonly: true, timeout: 10_000 }) : openReadOnly(file);
  const folder = (name: string) => join(dataFolder, name);
  return {
    dataFolder,
    database,
    write: createWrite(database, machineTime),
    instancesFolder: folder("instances"),
    modelsFolder: folder("models"),
    mapsFolder: folder("maps"),
    cacheFolder: folder("cache"),
    now: machineTime,
    isReadOnly: true,
    close: () => database.close(),
  };
}
