import type { Migration } from "./migration.ts";

/** For which readers a coordinator broke the blind of a case. */
export const migration0032BrokenBlind: Migration = {
  number: 32,
  name: "broken blinds",
  up: (database) => {
    database.exec(`
      CREATE TABLE broken_blind (
        case_id TEXT NOT NULL REFERENCES project_case(id) ON DELETE CASCADE,
        reader_number INTEGER NOT NULL,      -- of project_reader: who was told
        reading_id TEXT NOT NULL REFERENCES reading(id) ON DELETE CASCADE,  -- in which reading
        broken_at TEXT NOT NULL,             -- UTC
        broken_by INTEGER NOT NULL REFERENCES reader(id),  -- the coordinator
        reason TEXT NOT NULL,
        PRIMARY KEY (case_id, reader_number)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX broken_blind_reading ON broken_blind(reading_id);
    `);
  },
};
