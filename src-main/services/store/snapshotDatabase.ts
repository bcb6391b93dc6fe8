import { chmodSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Store } from "./openStore.ts";

/**
 * Writes the database as it is now to a new file, whatever other programs write meanwhile: one read transaction (VACUUM INTO). What was deleted is not in it.
 * Throws the system's error.
 */
export function snapshotDatabase({ dataFolder }: Pick<Store, "dataFolder">, path: string): void {
  // A connection of its own: that of the store refuses all that writes, to another file too.
  const open = new Database(join(dataFolder, "fascicle.db"), { readonly: true, timeout: 10_000 });
  try {
    open.prepare("VACUUM INTO ?").run(path);
  } finally {
    open.close();
  }
  chmodSync(path, 0o600);
}
