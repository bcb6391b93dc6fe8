import type { Migration } from "./migration.ts";

/** What is measured by hand on images; what segmentations were before readers corrected them, and which of their segments were checked. */
export const migration0038Measure: Migration = {
  number: 38,
  name: "measures, first drawings, checked segments",
  up: (database) => {
    database.exec(`
      CREATE TABLE measure (
        id TEXT PRIMARY KEY,                 -- made by the page: one that is sent twice is kept once
        volume_id TEXT NOT NULL,             -- no reference, but a pin (volume_pin)
        kind TEXT NOT NULL CHECK (kind IN ('distance', 'angle', 'ellipse', 'point')),
        plane TEXT NOT NULL CHECK (plane IN ('acquisition', 'axial', 'coronal', 'sagittal')),
        slice_index INTEGER,                 -- from 0, of the acquisition plane; NULL in a reformat
        points TEXT NOT NULL,                -- JSON: [[x, y, z], ...], LPS, mm, in the order of src-shared/domain/measure
        name TEXT NOT NULL,
        reader_id INTEGER NOT NULL REFERENCES reader(id),
        revision INTEGER NOT NULL,           -- from 1; counts every change
        created_at TEXT NOT NULL,
        modified_at TEXT NOT NULL,
        removed_at TEXT,                     -- removed from the lists; kept until its study goes, so that it can be brought back
        CHECK ((plane = 'acquisition') = (slice_index IS NOT NULL))
      ) STRICT;
      CREATE INDEX measure_volume ON measure(volume_id);

      CREATE TABLE first_drawing (
        segmentation_id TEXT PRIMARY KEY REFERENCES segmentation(id) ON DELETE CASCADE,
        source TEXT NOT NULL CHECK (source IN ('file', 'model')),
        revision INTEGER NOT NULL,           -- of the segmentation: its labels as they came, which its history keeps
        labels_hash TEXT                     -- sha256, hex, of these labels (uint8, i fastest); NULL where an earlier version took them in
      ) STRICT, WITHOUT ROWID;
      INSERT INTO first_drawing SELECT segmentation_id, 'file', min(revision), NULL FROM stroke WHERE tool = 'import' GROUP BY segmentation_id;
      CREATE TABLE segment_check (
        segmentation_id TEXT NOT NULL REFERENCES segmentation(id) ON DELETE CASCADE,
        number INTEGER NOT NULL,             -- of the segment
        revision INTEGER NOT NULL,           -- as it was looked at: what changes it later is told from it
        reader_id INTEGER NOT NULL REFERENCES reader(id),
        checked_at TEXT NOT NULL,
        PRIMARY KEY (segmentation_id, number)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
