import { type FeatureSetSummary, featureSetSummarySchema } from "#shared/api/featureSet.ts";
import { type FeatureSet, featureSetSchema } from "#shared/domain/featureSet.ts";
import type { Store } from "../store/index.ts";

interface SummaryRow {
  id: string; volume_id: string; segmentation_id: string; segmentation_revision: number; segment_number: number; segment_name: string;
  settings: string; settings_hash: string; engine_version: string; image_hash: string; mask_hash: string; reader: string; created_at: string;
}

type Row = SummaryRow & { features: string; diagnostics: string };

const summaryColumns = `id, volume_id, segmentation_id, segmentation_revision, segment_number, segment_name, settings, settings_hash, engine_version, image_hash,
  mask_hash, reader, created_at`;

/** The table of feature sets. */
export function createFeatureSetTable({ database }: Store) {
  const insert = database.prepare(`
    INSERT INTO feature_set (id, volume_id, segmentation_id, segmentation_revision, segment_number, segment_name, settings, settings_hash,
      engine_version, image_hash, mask_hash, reader, created_at, features, diagnostics)
    VALUES (:id, :volumeId, :segmentationId, :segmentationRevision, :segmentNumber, :segmentName, :settings, :settingsHash,
      :engineVersion, :imageHash, :maskHash, :reader, :createdAt, :features, :diagnostics)`);
  const fieldsOf = (row: SummaryRow) => ({
    id: row.id, volumeId: row.volume_id, segmentationId: row.segmentation_id, segmentationRevision: row.segmentation_revision,
    segmentNumber: row.segment_number, segmentName: row.segment_name, settings: JSON.parse(row.settings) as unknown, settingsHash: row.settings_hash,
    engineVersion: row.engine_version, imageHash: row.image_hash, maskHash: row.mask_hash, reader: row.reader, createdAt: row.created_at,
  });
  return {
    insert: (set: FeatureSet) => void insert.run({ ...set, settings: JSON.stringify(set.settings), features: JSON.stringify(set.features), diagnostics: JSON.stringify(set.diagnostics) }),
    find: (id: string): FeatureSet | undefined => {
      const row = database.prepare<[string], Row>("SELECT * FROM feature_set WHERE id = ?").get(id);
      return row && featureSetSchema.parse({ ...fieldsOf(row), features: JSON.parse(row.features) as unknown, diagnostics: JSON.parse(row.diagnostics) as unknown });
    },
    /** The newest first, without their values: of many filters and segments those are megabytes. */
    list: (segmentationId: string): FeatureSetSummary[] =>
      database.prepare<[string], SummaryRow>(`SELECT ${summaryColumns} FROM feature_set WHERE segmentation_id = ? ORDER BY created_at DESC, rowid DESC`).all(segmentationId)
        .map((row) => featureSetSummarySchema.parse(fieldsOf(row))),
  };
}
