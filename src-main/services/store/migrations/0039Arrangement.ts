import type { Migration } from "./migration.ts";

/** How readers arrange studies of one kind. */
export const migration0039Arrangement: Migration = {
  number: 39,
  name: "arrangements of studies",
  up: (database) => {
    database.exec(`
      CREATE TABLE arrangement (
        reader_id INTEGER NOT NULL REFERENCES reader(id),
        study_key TEXT NOT NULL,             -- sha256 of the folded study description; without one, of the protocol names of its series
        kept_at TEXT NOT NULL,
        content TEXT NOT NULL,               -- JSON (src-main/services/studies/arrangements): series by their hashes, never by their words
        PRIMARY KEY (reader_id, study_key)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
