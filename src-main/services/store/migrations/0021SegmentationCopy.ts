import type { Migration } from "./migration.ts";

/** Where a segmentation that was copied from another series comes from. */
export const migration0021SegmentationCopy: Migration = {
  number: 21,
  name: "copies of segmentations",
  up: (database) => {
    database.exec(`
      CREATE TABLE segmentation_copy (
        segmentation_id TEXT PRIMARY KEY REFERENCES segmentation(id) ON DELETE CASCADE,
        source_id TEXT NOT NULL,             -- no reference: a copy outlives what it was copied from
        source_revision INTEGER NOT NULL,
        copied_revision INTEGER NOT NULL,    -- of the copy: as it was before anything was changed
        is_resampled INTEGER NOT NULL        -- 1 where the grids differ
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
