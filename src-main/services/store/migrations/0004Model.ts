import type { Migration } from "./migration.ts";

/** Installed model bundles, and what they predicted. */
export const migration0004Model: Migration = {
  number: 4,
  name: "models and predictions",
  up: (database) => {
    database.exec(`
      CREATE TABLE model (
        id TEXT PRIMARY KEY,                 -- the first 16 digits of bundle_hash
        name TEXT NOT NULL,
        version TEXT NOT NULL,
        bundle TEXT NOT NULL,                -- JSON: ModelBundle of src-shared/domain
        bundle_hash TEXT NOT NULL UNIQUE,    -- models/<bundle_hash>/ holds bundle.json and model.onnx as delivered
        model_hash TEXT NOT NULL,
        installed_at TEXT NOT NULL,
        UNIQUE (name, version)
      ) STRICT;
      CREATE TABLE prediction (
        id TEXT PRIMARY KEY,
        model_id TEXT NOT NULL,              -- no reference: a prediction outlives its model
        segmentation_id TEXT NOT NULL,
        content TEXT NOT NULL,               -- JSON: Prediction of src-shared/domain
        picture BLOB,                        -- PNG of the ROI, for the report
        created_at TEXT NOT NULL
      ) STRICT;
      CREATE INDEX prediction_segmentation ON prediction(segmentation_id);
    `);
  },
};
