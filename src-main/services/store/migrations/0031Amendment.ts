import type { Migration } from "./migration.ts";

/** What changes while a study runs: images that were read and then replaced, readers who left, and by how much the clock was set. */
export const migration0031Amendment: Migration = {
  number: 31,
  name: "amendments of running studies",
  up: (database) => {
    database.exec(`
      -- An image of a reading may be begun anew: the row of before stays, with what it was read on.
      CREATE TABLE reading_image_anew (
        id TEXT PRIMARY KEY,
        reading_id TEXT NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
        region TEXT NOT NULL,
        role TEXT NOT NULL,
        segmentation_id TEXT REFERENCES segmentation(id),  -- what the reader draws on it; NULL where nothing is yet
        drawing_hash TEXT,                   -- chained over its revisions; NULL with it
        from_version INTEGER NOT NULL DEFAULT 1,  -- the reading's version that it began with; the highest of a region and role counts
        volume_id TEXT,                      -- what it was read on, where that is not the volume of the role any more, or it was begun anew; else NULL
        frames_hash TEXT,                    -- of that volume, as of case_role; NULL with it
        mask TEXT,                           -- JSON: what was hidden of it
        UNIQUE (reading_id, region, role, from_version)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO reading_image_anew (id, reading_id, region, role, segmentation_id, drawing_hash)
        SELECT id, reading_id, region, role, segmentation_id, drawing_hash FROM reading_image;
      DROP TABLE reading_image;
      ALTER TABLE reading_image_anew RENAME TO reading_image;
      CREATE INDEX reading_image_segmentation ON reading_image(segmentation_id);

      ALTER TABLE reading ADD COLUMN is_to_resume INTEGER NOT NULL DEFAULT 0;  -- 1 where its reader opens it again before anything else
      ALTER TABLE project_reader ADD COLUMN left_at TEXT;   -- UTC: when a reader left the running study; NULL of who is in it
      ALTER TABLE project ADD COLUMN clock_set_ms INTEGER;  -- by how much the clock was set while the program ran, in all; NULL for never
    `);
  },
};
