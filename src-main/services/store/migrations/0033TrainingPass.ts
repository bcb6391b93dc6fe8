import type { Migration } from "./migration.ts";

/** Which readers met the pass mark of the training cases, and with what. */
export const migration0033TrainingPass: Migration = {
  number: 33,
  name: "training passed",
  up: (database) => {
    database.exec(`
      CREATE TABLE training_pass (
        project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
        reader_number INTEGER NOT NULL,      -- of project_reader
        passed_at TEXT NOT NULL,             -- UTC: when the first case that counts was opened
        result TEXT NOT NULL,                -- JSON: the mark, and of each training case the versions that were compared
        PRIMARY KEY (project_id, reader_number)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
