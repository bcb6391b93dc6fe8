import type { Migration } from "./migration.ts";

/** Features, with the voxels, settings and hand that they came from. */
export const migration0003FeatureSet: Migration = {
  number: 3,
  name: "feature sets",
  up: (database) => {
    database.exec(`
      CREATE TABLE feature_set (
        id TEXT PRIMARY KEY,
        volume_id TEXT NOT NULL,             -- no reference: a feature set outlives the volume and the drawing it came from
        segmentation_id TEXT NOT NULL,
        segmentation_revision INTEGER NOT NULL,
        segment_number INTEGER NOT NULL,
        segment_name TEXT NOT NULL,
        settings TEXT NOT NULL,              -- JSON: ExtractionSettings of src-shared/domain
        settings_hash TEXT NOT NULL,
        engine_version TEXT NOT NULL,
        image_hash TEXT NOT NULL,            -- sha256, hex, of grid and voxels
        mask_hash TEXT NOT NULL,
        reader TEXT NOT NULL,
        created_at TEXT NOT NULL,
        features TEXT NOT NULL               -- JSON: [{ name, value, reason? }]
      ) STRICT;
      CREATE INDEX feature_set_segmentation ON feature_set(segmentation_id);
    `);
  },
};
