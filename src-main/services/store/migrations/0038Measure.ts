import type { Migration } from "./migration.ts";

/** What is measured by hand on images. */
export const migration0038Measure: Migration = {
  number: 38,
  name: "measures",
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
    `);
  },
};
