import { systemReaderId } from "#shared/domain/reader.ts";
import type { Migration } from "./migration.ts";

/**
 * Segments change by revisions, as voxels do: a row of `segment` holds from one revision to another and is never changed in place; a row of `stroke` is a
 * revision, of voxels, of segments, or of both. Strokes and views know the reader's row.
 */
export const migration0017SegmentRevision: Migration = {
  number: 17,
  name: "revisions of segments, readers of strokes and views",
  up: (database) => {
    database.exec(`
      ALTER TABLE stroke ADD COLUMN reader_id INTEGER REFERENCES reader(id);       -- NULL where no row has the name that was recorded
      -- 1 where the segments of this revision differ from those of the one before. Earlier versions changed segments between revisions: theirs stay 0.
      ALTER TABLE stroke ADD COLUMN changes_segments INTEGER NOT NULL DEFAULT 0;
      UPDATE stroke SET reader_id = (SELECT id FROM reader WHERE id <> ${systemReaderId} AND name = trim(stroke.reader));
      CREATE TRIGGER segment_is_kept BEFORE UPDATE OF segmentation_id, number, added_revision, name, color, side, rank, label_value ON segment BEGIN
        SELECT RAISE(ABORT, 'a segment is changed by a revision of its own');
      END;
      CREATE TABLE segmentation_view_of_reader (
        segmentation_id TEXT NOT NULL REFERENCES segmentation(id) ON DELETE CASCADE,
        reader_id INTEGER NOT NULL REFERENCES reader(id),
        kept_at TEXT NOT NULL,
        view TEXT NOT NULL,                  -- JSON: active segment, hidden and locked ones, an open polygon (src-shared/api/segmentation)
        PRIMARY KEY (segmentation_id, reader_id)
      ) STRICT, WITHOUT ROWID;
      INSERT OR REPLACE INTO segmentation_view_of_reader
        SELECT segmentation_id, reader.id, kept_at, view FROM segmentation_view
        JOIN reader ON reader.id <> ${systemReaderId} AND reader.name = trim(segmentation_view.reader);
      DROP TABLE segmentation_view;
      ALTER TABLE segmentation_view_of_reader RENAME TO segmentation_view;
    `);
  },
};
