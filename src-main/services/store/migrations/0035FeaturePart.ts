import type { Migration } from "./migration.ts";

/** Features of one level, segment or side of a drawing beside those of all of it; and what the features of a stable set were made of. */
export const migration0035FeaturePart: Migration = {
  number: 35,
  name: "features of parts of drawings, and what stable sets were made of",
  up: (database) => {
    database.exec(`
      CREATE TABLE reading_feature_of_part (
        reading_id TEXT NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
        region TEXT NOT NULL,                -- ids of the protocol
        role TEXT NOT NULL,
        part TEXT NOT NULL,                  -- partKey of src-shared/domain/agreement: '' for all segments on all slices that are read
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
        PRIMARY KEY (reading_id, region, role, part)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO reading_feature_of_part
        SELECT reading_id, region, role, '', drawing_hash, slices, settings_hash, engine_version, image_hash, mask_hash, voxels, notes, refused, features,
               extracted_at FROM reading_feature;
      DROP TABLE reading_feature;
      ALTER TABLE reading_feature_of_part RENAME TO reading_feature;
      ALTER TABLE stable_set ADD COLUMN features_hash TEXT; -- SHA-256 of what the features were made of; NULL of sets of earlier versions
    `);
  },
};
