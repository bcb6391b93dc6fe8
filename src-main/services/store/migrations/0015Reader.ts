import type { Database } from "better-sqlite3";
import { initialsOf, systemReaderId, systemReaderName } from "#shared/domain/reader.ts";
import type { Migration } from "./migration.ts";

/**
 * Readers are rows. Every name that is found in earlier work becomes one, in the order of their first work; what was recorded keeps the name as it was
 * recorded. Who was named at this machine last stays the one who is signed in.
 */
export const migration0015Reader: Migration = {
  number: 15,
  name: "readers",
  up: (database) => {
    database.exec(`
      CREATE TABLE reader (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        initials TEXT NOT NULL,
        specialty TEXT NOT NULL,             -- empty where it is not given
        years INTEGER,                       -- of experience; NULL where they are not given
        passphrase TEXT,                     -- scrypt (services/readers/passphrase); NULL where signing in asks for none
        created_at TEXT NOT NULL,
        retired_at TEXT                      -- signs in no more; what such a reader did stays
      ) STRICT;
      -- Row 0 is the program itself; its name is nobody's.
      CREATE UNIQUE INDEX reader_name ON reader(name) WHERE id <> ${systemReaderId};
    `);
    const now = new Date().toISOString();
    const insert = database.prepare(
      "INSERT INTO reader (id, name, initials, specialty, years, passphrase, created_at) VALUES (?, ?, ?, '', NULL, NULL, ?) RETURNING id",
    );
    insert.get(systemReaderId, systemReaderName, "", now);
    const ids = new Map<string, number>();
    const found = namesFound(database);
    const named = database.prepare<[], string>("SELECT value FROM setting WHERE key = 'reader'").pluck().get()?.trim() ?? "";
    for (const { name, at } of [...found, ...(named === "" ? [] : [{ name: named, at: now }])]) {
      if (!ids.has(name)) ids.set(name, (insert.get(null, name, initialsOf(name), at) as { id: number }).id);
    }
    const last = ids.get(named === "" ? (found.at(-1)?.name ?? "") : named);
    database.exec("DELETE FROM setting WHERE key = 'reader'");
    if (last !== undefined) database.prepare("INSERT INTO setting (key, value) VALUES ('last_reader', ?)").run(String(last));
  },
};

/** Who did what in earlier work, the first act first. */
function namesFound(database: Database): Array<{ name: string; at: string }> {
  return database
    .prepare<[], { name: string | null; at: string }>(
      `SELECT reader AS name, created_at AS at FROM stroke
       UNION ALL SELECT reader, kept_at FROM segmentation_view
       UNION ALL SELECT reader, created_at FROM feature_set
       UNION ALL SELECT json_extract(description, '$.reader'), created_at FROM feature_map WHERE json_valid(description)
       UNION ALL SELECT json_extract(content, '$.source.reader'), json_extract(content, '$.source.extractedAt') FROM prediction WHERE json_valid(content)
       ORDER BY at, name`,
    )
    .all()
    .map(({ name, at }) => ({ name: (name ?? "").trim(), at: at ?? new Date().toISOString() }))
    .filter(({ name }) => name !== "");
}
