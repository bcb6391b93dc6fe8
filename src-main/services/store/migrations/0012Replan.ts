import type { Migration } from "./migration.ts";

/**
 * Volumes of earlier versions may be parted where they are one: every series is divided anew at the next start. And images are counted by
 * frames, not by files.
 */
export const migration0012Replan: Migration = {
  number: 12,
  name: "volumes divided anew, frames counted",
  up: (database) => {
    database.exec(`
      ALTER TABLE series ADD COLUMN frame_count INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE study ADD COLUMN frame_count INTEGER NOT NULL DEFAULT 0;
      UPDATE series SET volumes_stale = 1 WHERE instance_count > 0;
      UPDATE series SET frame_count = (SELECT coalesce(sum(frame_count), 0) FROM instance WHERE series_id = series.id);
      UPDATE study SET frame_count = (SELECT coalesce(sum(frame_count), 0) FROM series WHERE study_id = study.id);
      CREATE TRIGGER frames_added AFTER INSERT ON instance BEGIN
        UPDATE series SET frame_count = frame_count + NEW.frame_count WHERE id = NEW.series_id;
        UPDATE study SET frame_count = frame_count + NEW.frame_count WHERE id = (SELECT study_id FROM series WHERE id = NEW.series_id);
      END;
      CREATE TRIGGER frames_removed AFTER DELETE ON instance BEGIN
        UPDATE series SET frame_count = frame_count - OLD.frame_count WHERE id = OLD.series_id;
        UPDATE study SET frame_count = frame_count - OLD.frame_count WHERE id = (SELECT study_id FROM series WHERE id = OLD.series_id);
      END;
      CREATE TRIGGER series_frames_removed AFTER DELETE ON series BEGIN
        UPDATE study SET frame_count = frame_count - OLD.frame_count WHERE id = OLD.study_id;
      END;
    `);
  },
};
