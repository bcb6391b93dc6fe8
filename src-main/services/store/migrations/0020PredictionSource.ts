import type { Migration } from "./migration.ts";

/** What a prediction was made from: features of a segment, images, or a table of cases. Those of earlier versions are of features. */
export const migration0020PredictionSource: Migration = {
  number: 20,
  name: "kinds of sources of predictions",
  up: (database) => {
    database.exec(`
      CREATE TABLE prediction_made (
        id TEXT PRIMARY KEY,
        model_id TEXT NOT NULL,              -- no reference: a prediction outlives its model
        source_kind TEXT NOT NULL CHECK (source_kind IN ('features', 'images', 'table')),
        segmentation_id TEXT,                -- of features; NULL for the others
        content TEXT NOT NULL,               -- JSON: Prediction of src-shared/domain
        picture BLOB,                        -- PNG of the ROI, for the report
        created_at TEXT NOT NULL,
        CHECK (source_kind <> 'features' OR segmentation_id IS NOT NULL)
      ) STRICT;
      INSERT INTO prediction_made (rowid, id, model_id, source_kind, segmentation_id, content, picture, created_at)
        SELECT rowid, id, model_id, 'features', segmentation_id, content, picture, created_at FROM prediction;
      DROP TABLE prediction;
      ALTER TABLE prediction_made RENAME TO prediction;
      CREATE INDEX prediction_segmentation ON prediction(segmentation_id);
    `);
  },
};
