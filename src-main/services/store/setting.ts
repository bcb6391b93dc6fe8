import type { Write } from "./author.ts";
import type { Store } from "./openStore.ts";

/** A value that the program remembers for its user, or undefined. */
export function readSetting({ database }: Pick<Store, "database">, key: string): string | undefined {
  return database.prepare<[string], { value: string }>("SELECT value FROM setting WHERE key = ?").get(key)?.value;
}

/** Remembers a value; an empty one is forgotten. */
export function writeSetting({ database }: Pick<Write, "database">, key: string, value: string): void {
  if (value === "") database.prepare("DELETE FROM setting WHERE key = ?").run(key);
  else
    database
      .prepare("INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
      .run(key, value);
}
