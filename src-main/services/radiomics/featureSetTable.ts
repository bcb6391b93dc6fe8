import { type FeatureSetSummary, featureSetSummarySchema } from "#shared/api/featureSet.ts";
import { extractionSettingsSchema } from "#shared/domain/extractionSettings.ts";
import { type FeatureSet, featureSetSchema, wordsForNotFinite } from "#shared/domain/featureSet.ts";
import { pinComputed, type Author, type Store } from "../store/index.ts";
import { settingsHash } from "./settingsHash.ts";

interface SummaryRow {
  id: string;
  volume_id: string;
  segmentation_id: string;
  segmentation_revision: number;
  segment_number: number;
  segment_name: string;
  settings: string;
  engine_version: string;
  image_hash: string;
  mask_hash: string;
  reader: string;
  created_at: string;
}

/** A feature set that is not kept yet: when it is, it has a time. */
export type ComputedSet = Omit<FeatureSet, "createdAt">;

type Row = SummaryRow & { features: string; diagnostics: string };

const summaryColumns = `id, volume_id, segmentation_id, segmentation_revision, segment_number, segment_name, settings, engine_version, image_hash,
  mask_hash, reader, created_at`;

/** The table of feature sets. Each carries the hash of its settings as this version makes it, whichever version extracted it, so that they can be compared. */
export function createFeatureSetTable(store: Store) {
  const { database } = store;
  const hashes = new Map<string, string>();
  const hashOf = (settings: string): string => {
    const hash = hashes.get(settings) ?? settingsHash(extractionSettingsSchema.parse(JSON.parse(settings)));
    hashes.set(settings, hash);
    return hash;
  };
  const insert = database.prepare(`
    INSERT INTO feature_set (id, volume_id, segmentation_id, segmentation_revision, segment_number, segment_name, settings, settings_hash,
      engine_version, image_hash, mask_hash, reader, created_at, features, diagnostics)
    VALUES (:id, :volumeId, :segmentationId, :segmentationRevision, :segmentNumber, :segmentName, :settings, :settingsHash,
      :engineVersion, :imageHash, :maskHash, :reader, :createdAt, :features, :diagnostics)`);
  const fieldsOf = (row: SummaryRow) => ({
    id: row.id,
    volumeId: row.volume_id,
    segmentationId: row.segmentation_id,
    segmentationRevision: row.segmentation_revision,
    segmentNumber: row.segment_number,
    segmentName: row.segment_name,
    settings: JSON.parse(row.settings) as unknown,
    settingsHash: hashOf(row.settings),
    engineVersion: row.engine_version,
    imageHash: row.image_hash,
    maskHash: row.mask_hash,
    reader: row.reader,
    createdAt: row.created_at,
  });
  return {
    /**
     * `drawnOn` is the volume of its segmentation: a feature set needs this one as well as the one that was measured. Throws PlainError where one was
     * removed meanwhile.
     */
    insert: (by: Author, set: ComputedSet, drawnOn: string) => {
      const row = {
        ...set,
        settings: JSON.stringify(set.settings),
        features: JSON.stringify(set.features, wordsForNotFinite),
        diagnostics: JSON.stringify(set.diagnostics, wordsForNotFinite),
      };
      store.write(by, (write) => {
        pinComputed(write, { kind: "feature set", id: set.id }, [set.volumeId, drawnOn]);
        insert.run({ ...row, createdAt: write.at });
      });
    },
    find: (id: string): FeatureSet | undefined => {
      const row = database.prepare<[string], Row>("SELECT * FROM feature_set WHERE id = ?").get(id);
      return (
        row &&
        featureSetSchema.parse({
          ...fieldsOf(row),
          features: JSON.parse(row.features) as unknown,
          diagnostics: JSON.parse(row.diagnostics) as unknown,
        })
      );
    },
    /** The newest first, without their values: of many filters and segments those are megabytes. */
    list: (segmentationId: string): FeatureSetSummary[] =>
      database
        .prepare<[string], SummaryRow>(
          `SELECT ${summaryColumns} FROM feature_set WHERE segmentation_id = ? ORDER BY created_at DESC, rowid DESC`,
        )
        .all(segmentationId)
        .map((row) => featureSetSummarySchema.parse(fieldsOf(row))),
  };
}
