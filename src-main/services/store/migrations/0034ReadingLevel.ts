import type { Migration } from "./migration.ts";

/** Which slice a level is in a reading, where the protocol lets each reader choose. */
export const migration0034ReadingLevel: Migration = {
  number: 34,
  name: "levels that readers choose",
  up: (database) => {
    database.exec(`
      CREATE TABLE reading_level (
        reading_id TEXT NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
        region TEXT NOT NULL,                -- ids of the protocol
        level TEXT NOT NULL,
        slice_index INTEGER NOT NULL,        -- k, from 0, of the volume of the role that the region is drawn on (else of its first role)
        position_mm TEXT,                    -- JSON [x, y, z]: the centre of that slice, LPS, mm; NULL where the files do not say where it lies
        PRIMARY KEY (reading_id, region, level)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
