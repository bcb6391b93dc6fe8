import {
  modelBundleSchema,
  predictionSchema,
  type FeaturePrediction,
  type InstalledModel,
  type NetworkPrediction,
  type Prediction,
} from "#shared/domain/modelBundle.ts";
import { pinComputed, pinVolumesOf, type Store, type Write } from "../store/index.ts";
import type { SettingsHashing } from "./readBundle.ts";

interface ModelRow {
  id: string;
  bundle: string;
  bundle_hash: string;
  model_hash: string;
  installed_at: string;
}

/** The table of installed models. */
export function createModelTable({ database }: Store, { settingsHash }: SettingsHashing) {
  const read = (row: ModelRow): InstalledModel => {
    const bundle = modelBundleSchema.parse(JSON.parse(row.bundle));
    return {
      id: row.id,
      bundle,
      bundleHash: row.bundle_hash,
      modelHash: row.model_hash,
      settingsHash: settingsHash(bundle.input.settings),
      installedAt: row.installed_at,
    };
  };
  return {
    insert: ({ database: open }: Write, { id, bundle, bundleHash, modelHash, installedAt }: InstalledModel) =>
      void open
        .prepare("INSERT INTO model (id, name, version, bundle, bundle_hash, model_hash, installed_at) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .run(id, bundle.name, bundle.version, JSON.stringify(bundle), bundleHash, modelHash, installedAt),
    setBundle: ({ database: open }: Write, { id, bundle }: InstalledModel) =>
      void open.prepare("UPDATE model SET bundle = ? WHERE id = ?").run(JSON.stringify(bundle), id),
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
    remove: ({ database: open }: Write, id: string) => void open.prepare("DELETE FROM model WHERE id = ?").run(id),
  };
}

/** The table of predictions, each with the picture of its ROI where one was given. */
export function createPredictionTable({ database }: Store) {
  const read = ({ content }: { content: string }): Prediction => predictionSchema.parse(JSON.parse(content));
  return {
    /** Pins the volumes that it was made from. Throws PlainError where they, or its feature set, were removed meanwhile. */
    insert: (write: Write, prediction: Prediction): void => {
      const { id, modelId, kind, createdAt } = prediction;
      const segmentationId = kind === "features" ? prediction.source.segmentationId : null;
      write.database
        .prepare("INSERT INTO prediction (id, model_id, source_kind, segmentation_id, content, created_at) VALUES (?, ?, ?, ?, ?, ?)")
        .run(id, modelId, kind === "value" ? "images" : kind, segmentationId, JSON.stringify(prediction), createdAt);
      const pin = { kind: "prediction", id } as const;
      if (kind === "features") pinVolumesOf(write, pin, { kind: "feature set", id: prediction.featureSetId });
      else if (kind !== "table")
        pinComputed(
          write,
          pin,
          prediction.source.volumes.map(({ volumeId }) => volumeId),
        );
    },
    find: (id: string): Prediction | undefined => {
      const row = database.prepare<[string], { content: string }>("SELECT content FROM prediction WHERE id = ?").get(id);
      return row && read(row);
    },
    list: (segmentationId: string): FeaturePrediction[] =>
      database
        .prepare<[string], { content: string }>(
          "SELECT content FROM prediction WHERE segmentation_id = ? ORDER BY created_at DESC, rowid DESC",
        )
        .all(segmentationId)
        .map(read)
        .filter((prediction) => prediction.kind === "features"),
    listOfVolume: (volumeId: string): NetworkPrediction[] =>
      database
        .prepare<[string], { content: string }>(
          `SELECT content FROM prediction WHERE id IN (SELECT by_id FROM volume_pin WHERE volume_id = ? AND by_kind = 'prediction')
           ORDER BY created_at DESC, rowid DESC`,
        )
        .all(volumeId)
        .map(read)
        .filter((prediction) => prediction.kind === "images" || prediction.kind === "value"),
    setPicture: ({ database: open }: Write, id: string, png: Uint8Array) =>
      void open.prepare("UPDATE prediction SET picture = ? WHERE id = ?").run(png, id),
    picture: (id: string): Uint8Array | undefined =>
      database.prepare<[string], { picture: Uint8Array | null }>("SELECT picture FROM prediction WHERE id = ?").get(id)?.picture ??
      undefined,
  };
}
