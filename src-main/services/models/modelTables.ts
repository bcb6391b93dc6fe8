import { installedModelSchema, predictionSchema, type InstalledModel, type Prediction } from "#shared/domain/modelBundle.ts";
import type { Store } from "../store/index.ts";

interface ModelRow { id: string; bundle: string; bundle_hash: string; model_hash: string; installed_at: string }

/** The table of installed models. */
export function createModelTable({ database }: Store) {
  const read = (row: ModelRow): InstalledModel => installedModelSchema.parse({
    id: row.id, bundle: JSON.parse(row.bundle), bundleHash: row.bundle_hash, modelHash: row.model_hash, installedAt: row.installed_at,
  });
  return {
    insert: ({ id, bundle, bundleHash, modelHash, installedAt }: InstalledModel) => void database
      .prepare("INSERT INTO model (id, name, version, bundle, bundle_hash, model_hash, installed_at) VALUES (?, ?, ?, ?, ?, ?, ?)")
      .run(id, bundle.name, bundle.version, JSON.stringify(bundle), bundleHash, modelHash, installedAt),
    find: (id: string): InstalledModel | undefined => {
      const row = database.prepare<[string], ModelRow>("SELECT * FROM model WHERE id = ?").get(id);
      return row && read(row);
    },
    hasHash: (bundleHash: string): boolean => database.prepare("SELECT 1 FROM model WHERE bundle_hash = ?").get(bundleHash) !== undefined,
    findVersion: (name: string, version: string): InstalledModel | undefined => {
      const row = database.prepare<[string, string], ModelRow>("SELECT * FROM model WHERE name = ? AND version = ?").get(name, version);
      return row && read(row);
    },
    list: (): InstalledModel[] => database.prepare<[], ModelRow>("SELECT * FROM model ORDER BY name, installed_at DESC").all().map(read),
    remove: (id: string) => void database.prepare("DELETE FROM model WHERE id = ?").run(id),
  };
}

/** The table of predictions, each with the picture of its ROI where one was given. */
export function createPredictionTable({ database }: Store) {
  const read = ({ content }: { content: string }): Prediction => predictionSchema.parse(JSON.parse(content));
  return {
    insert: (prediction: Prediction) => void database
      .prepare("INSERT INTO prediction (id, model_id, segmentation_id, content, created_at) VALUES (?, ?, ?, ?, ?)")
      .run(prediction.id, prediction.modelId, prediction.source.segmentationId, JSON.stringify(prediction), prediction.createdAt),
    find: (id: string): Prediction | undefined => {
      const row = database.prepare<[string], { content: string }>("SELECT content FROM prediction WHERE id = ?").get(id);
      return row && read(row);
    },
    list: (segmentationId: string): Prediction[] => database
      .prepare<[string], { content: string }>("SELECT content FROM prediction WHERE segmentation_id = ? ORDER BY created_at DESC, rowid DESC").all(segmentationId).map(read),
    setPicture: (id: string, png: Uint8Array) => void database.prepare("UPDATE prediction SET picture = ? WHERE id = ?").run(png, id),
    picture: (id: string): Uint8Array | undefined =>
      database.prepare<[string], { picture: Uint8Array | null }>("SELECT picture FROM prediction WHERE id = ?").get(id)?.picture ?? undefined,
  };
}
