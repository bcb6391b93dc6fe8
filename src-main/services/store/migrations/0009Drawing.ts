import type { Migration } from "./migration.ts";

/** What makes drawing survive a restart: strokes that name themselves and what they undo, and how each reader left each segmentation. */
export const migration0009Drawing: Migration = {
  number: 9,
  name: "steps and views of segmentations",
  up: (database) => {
    database.exec(`
      ALTER TABLE stroke ADD COLUMN stroke_id TEXT;  -- made by the page: a stroke that is sent twice is kept once
      ALTER TABLE stroke ADD COLUMN window_id TEXT;  -- the page's window; NULL where it is not known
      ALTER TABLE stroke ADD COLUMN reverses TEXT;   -- the stroke_id that this stroke undoes or does again
      UPDATE stroke SET stroke_id = lower(hex(randomblob(16)));
      CREATE UNIQUE INDEX stroke_own_id ON stroke(segmentation_id, stroke_id);
      CREATE TABLE segmentation_view (
        segmentation_id TEXT NOT NULL REFERENCES segmentation(id) ON DELETE CASCADE,
        reader TEXT NOT NULL,
        kept_at TEXT NOT NULL,
        view TEXT NOT NULL,                          -- JSON: active segment, hidden and locked ones, an open polygon (src-shared/api/segmentation)
        PRIMARY KEY (segmentation_id, reader)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
