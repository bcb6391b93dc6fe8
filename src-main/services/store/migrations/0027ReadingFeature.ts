import type { Migration } from "./migration.ts";

/** Features of locked readings, and the sets of features that were found stable over readers. */
export const migration0027ReadingFeature: Migration = {
  number: 27,
  name: "features of readings, and stable sets",
  up: (database) => {
    database.exec(`
      CREATE TABLE reading_feature (
        reading_id TEXT NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
        region TEXT NOT NULL,                -- ids of the protocol
        role TEXT NOT NULL,
        drawing_hash TEXT NOT NULL,          -- of the drawing that was measured: features of another one are out of date
        slices TEXT NOT NULL,                -- JSON: the slices that were measured, from 0; null for all
        settings_hash TEXT NOT NULL,
        engine_version TEXT NOT NULL,
        image_hash TEXT,                     -- NULL, as the next two, where it was refused
        mask_hash TEXT,
        voxels INTEGER,
        notes TEXT NOT NULL,                 -- JSON: sentences
        refused TEXT,                        -- why there are no features; NULL where there are
        features TEXT NOT NULL,              -- JSON: name, value and reason of each
        extracted_at TEXT NOT NULL,
        PRIMARY KEY (reading_id, region, role)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE stable_set (
        project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
        name TEXT NOT NULL COLLATE NOCASE,
        content TEXT NOT NULL,               -- JSON: StableSet of src-shared/domain/agreement
        reader_id INTEGER NOT NULL REFERENCES reader(id),
        created_at TEXT NOT NULL,
        PRIMARY KEY (project_id, name)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
