import type { Migration } from "./migration.ts";

/** What outlives a removed study for a moment: the files still to be deleted. And the series that readers chose to open a kind of study on. */
export const migration0014StudyRemoval: Migration = {
  number: 14,
  name: "removal of studies, preferred series",
  up: (database) => {
    database.exec(`
      CREATE TABLE file_to_remove (
        path TEXT PRIMARY KEY,               -- relative to the data folder; its rows are gone already
        content_hash TEXT                    -- of an original: the file stays where it has been imported again
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE preferred_series (
        study_key TEXT PRIMARY KEY,          -- sha256 of the study's description, folded: the words themselves may name a patient
        series_key TEXT NOT NULL,            -- sha256 of the series' protocol name and description and the volume's label, folded
        chosen_at TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      -- What is deleted from the search index is overwritten, so that no patient's name stays in it.
      INSERT INTO series_search (series_search, rank) VALUES ('secure-delete', 1);
    `);
  },
};
