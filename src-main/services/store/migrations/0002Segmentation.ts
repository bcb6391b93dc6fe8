import type { Migration } from "./migration.ts";

/** Segmentations: their segments, and every stroke, so that any revision can be built again. */
export const migration0002Segmentation: Migration = {
  number: 2,
  name: "segmentations",
  up: (database) => {
    database.exec(`
      CREATE TABLE segmentation (
        id TEXT PRIMARY KEY,
        volume_id TEXT NOT NULL,             -- no reference: volumes are built again when instances come; what was drawn must not go with them
        name TEXT NOT NULL,
        columns INTEGER NOT NULL,
        rows INTEGER NOT NULL,
        slices INTEGER NOT NULL,
        revision INTEGER NOT NULL,           -- of the newest stroke; 0 where there is none
        created_at TEXT NOT NULL,
        modified_at TEXT NOT NULL,
        removed_at TEXT                      -- removed from the lists; kept, because features and reports name it
      ) STRICT;
      CREATE INDEX segmentation_volume ON segmentation(volume_id);
      CREATE TABLE segment (
        segmentation_id TEXT NOT NULL REFERENCES segmentation(id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        added_revision INTEGER NOT NULL,     -- it is there from this revision on
        removed_revision INTEGER,            -- and no longer from this one on
        name TEXT NOT NULL,
        color TEXT NOT NULL,
        side TEXT NOT NULL,
        rank INTEGER NOT NULL,               -- the reader's order
        PRIMARY KEY (segmentation_id, number, added_revision)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE stroke (
        segmentation_id TEXT NOT NULL REFERENCES segmentation(id) ON DELETE CASCADE,
        revision INTEGER NOT NULL,
        tool TEXT NOT NULL,
        created_at TEXT NOT NULL,
        reader TEXT NOT NULL,
        PRIMARY KEY (segmentation_id, revision)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE segmentation_slice (
        segmentation_id TEXT NOT NULL,
        slice_index INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        labels BLOB NOT NULL,                -- the whole slice after the stroke, as runs (src-shared/domain/runLength)
        PRIMARY KEY (segmentation_id, slice_index, revision),
        FOREIGN KEY (segmentation_id, revision) REFERENCES stroke(segmentation_id, revision) ON DELETE CASCADE
      ) STRICT;
      CREATE INDEX segmentation_slice_stroke ON segmentation_slice(segmentation_id, revision);
    `);
  },
};
