import type { Migration } from "./migration.ts";

/** Who needs which volume: one table that is asked before a volume is removed. */
export const migration0016VolumePin: Migration = {
  number: 16,
  name: "pins of volumes",
  up: (database) => {
    database.exec(`
      CREATE TABLE volume_pin (
        volume_id TEXT NOT NULL,             -- no reference: drawings of earlier versions may name volumes that are gone
        by_kind TEXT NOT NULL,               -- 'segmentation', 'feature set' ... (services/store/volumePins)
        by_id TEXT NOT NULL,                 -- the row of that kind; no reference, so that there is no circle
        PRIMARY KEY (volume_id, by_kind, by_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX volume_pin_by ON volume_pin(by_kind, by_id);

      INSERT INTO volume_pin SELECT volume_id, 'segmentation', id FROM segmentation;
      -- What was measured needs the volume it was measured on and the one it was drawn on.
      INSERT OR IGNORE INTO volume_pin SELECT volume_id, 'feature set', id FROM feature_set;
      INSERT OR IGNORE INTO volume_pin
        SELECT segmentation.volume_id, 'feature set', feature_set.id FROM feature_set JOIN segmentation ON segmentation.id = segmentation_id;
      INSERT OR IGNORE INTO volume_pin
        SELECT json_extract(description, '$.volumeId'), 'feature map', id FROM feature_map
        WHERE json_valid(description) AND json_extract(description, '$.volumeId') IS NOT NULL;
      INSERT OR IGNORE INTO volume_pin
        SELECT segmentation.volume_id, 'feature map', feature_map.id FROM feature_map JOIN segmentation ON segmentation.id = segmentation_id;
      INSERT OR IGNORE INTO volume_pin
        SELECT json_extract(content, '$.source.volumeId'), 'prediction', id FROM prediction
        WHERE json_valid(content) AND json_extract(content, '$.source.volumeId') IS NOT NULL;
      INSERT OR IGNORE INTO volume_pin
        SELECT segmentation.volume_id, 'prediction', prediction.id FROM prediction JOIN segmentation ON segmentation.id = segmentation_id;
    `);
  },
};
