import { type FeatureSet, featureSetSchema } from "#shared/domain/featureSet.ts";
import type { Store } from "../store/index.ts";

interface Row {
  id: string; volume_id: string; segmentation_id: string; segmentation_revision: number; segment_number: number; segment_name: string;
  settings: string; settings_hash: string; engine_version: string; image_hash: string; mask_hash: string; reader: string; created_at: string; features: string;
}

/** The table of feature sets. */
export function createFeatureSetTable({ database }: Store) {
  const insert = database.prepare(`
    INSERT INTO feature_set (id, volume_id, segmentation_id, segmentation_revision, segment_number, segment_name, settings, settings_hash,
      engine_version, image_hash, mask_hash, reader, created_at, features)
    VALUES (:id, :volumeId, :segmentationId, :segmentationRevision, :segmentNumber, :segmentName, :settings, :settingsHash,
      :engineVersion, :imageHash, :maskHash, :reader, :createdAt, :features)`);
  const read = (row: Row): FeatureSet => featureSetSchema.parse({
    id: row.id, volumeId: row.volume_id, segmentationId: row.segmentation_id, segmentationRevision: row.segmentation_revision,
    segmentNumber: row.segment_number, segmentName: row.segment_name, settings: JSON.parse(row.settings), settingsHash: row.settings_hash,
    engineVersion: row.engine_version, imageHash: row.image_hash, maskHash: row.mask_hash, reader: row.reader, createdAt: row.created_at,
    features: JSON.parse(row.features),
  });
  return {
    insert: (set: FeatureSet) => void insert.run({ ...set, settings: JSON.stringify(set.settings), features: JSON.stringify(set.features) }),
    find: (id: string): FeatureSet | undefined => {
      const row = database.prepare<[string], Row>("SELECT * FROM feature_set WHERE id = ?").get(id);
      return row && read(row);
    },
    /** The newest first. */
    list: (segmentationId: string): FeatureSet[] =>
      database.prepare<[string], Row>("SELECT * FROM feature_set WHERE segmentation_id = ? ORDER BY created_at DESC, rowid DESC").all(segmentationId).map(read),
  };
}
