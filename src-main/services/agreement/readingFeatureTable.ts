import { z } from "zod";
import { featureValueSchema, wordsForNotFinite, type FeatureValue } from "#shared/domain/featureSet.ts";
import { createFeatureLog } from "../projects/index.ts";
import type { Author, Store } from "../store/index.ts";

/** The features of one drawing of a reading, or of a part of it; or why there are none. */
export interface ReadingFeatures {
  readonly readingId: string;
  readonly region: string;
  readonly role: string;
  /** See partKey. */
  readonly part: string;
  readonly drawingHash: string;
  /** From 0; null for all. */
  readonly slices: readonly number[] | null;
  readonly settingsHash: string;
  readonly engineVersion: string;
  readonly imageHash: string | null;
  readonly maskHash: string | null;
  readonly voxels: number | null;
  readonly notes: readonly string[];
  readonly refused: string | null;
  readonly features: readonly FeatureValue[];
}

type Row = Record<
  "readingId" | "region" | "role" | "part" | "drawingHash" | "slices" | "settingsHash" | "engineVersion" | "notes",
  string
> & {
  imageHash: string | null;
  maskHash: string | null;
  voxels: number | null;
  refused: string | null;
};

const features = z.array(featureValueSchema);
const slices = z.array(z.number()).nullable();
const notes = z.array(z.string());

/** The table of features of readings: what is newest of each drawing replaces what was there. */
export function createReadingFeatureTable(store: Pick<Store, "database" | "write">) {
  const told = createFeatureLog(store);
  const columns = `reading_id AS readingId, region, role, part, drawing_hash AS drawingHash, slices, settings_hash AS settingsHash,
    engine_version AS engineVersion, image_hash AS imageHash, mask_hash AS maskHash, voxels, notes, refused`;
  const list = store.database.prepare<[string], Row>(
    `SELECT ${columns} FROM reading_feature WHERE reading_id IN (SELECT id FROM reading WHERE project_id = ?)`,
  );
  const values = store.database
    .prepare<[string, string, string, string], string>(
      "SELECT features FROM reading_feature WHERE reading_id = ? AND region = ? AND role = ? AND part = ?",
    )
    .pluck();
  const save = store.database.prepare(
    `INSERT OR REPLACE INTO reading_feature (reading_id, region, role, part, drawing_hash, slices, settings_hash, engine_version, image_hash, mask_hash,
       voxels, notes, refused, features, extracted_at)
     VALUES (:readingId, :region, :role, :part, :drawingHash, :slices, :settingsHash, :engineVersion, :imageHash, :maskHash, :voxels, :notes, :refused,
       :features, :extractedAt)`,
  );
  return {
    /** Of a project, without their values. The time of extraction is not asked for: it lies behind the values, which all would be read on the way. */
    list: (projectId: string): Omit<ReadingFeatures, "features">[] =>
      list
        .all(projectId)
        .map((row) => ({ ...row, slices: slices.parse(JSON.parse(row.slices)), notes: notes.parse(JSON.parse(row.notes)) })),
    features: ({ readingId, region, role, part }: Pick<ReadingFeatures, "readingId" | "region" | "role" | "part">): FeatureValue[] =>
      features.parse(JSON.parse(values.get(readingId, region, role, part) ?? "[]")),
    /** See createFeatureLog. */
    isAsTold: told.isAsTold,
    /** Keeps features as extracted now, and tells the project's log. */
    save: (by: Author, row: ReadingFeatures) => {
      store.write(by, (write) => {
        save.run({
          ...row,
          extractedAt: write.at,
          slices: JSON.stringify(row.slices),
          notes: JSON.stringify(row.notes),
          features: JSON.stringify(row.features, wordsForNotFinite),
        });
        told.keep(write, row);
      });
    },
  };
}
export type ReadingFeatureTable = ReturnType<typeof createReadingFeatureTable>;
