import { rmSync } from "node:fs";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { predictionSchema, type ImagePrediction, type TablePrediction } from "#shared/domain/modelBundle.ts";
import { createPredictionTable } from "../../../../src-main/services/models/modelTables.ts";
import { migrate, openStore } from "../../../../src-main/services/store/index.ts";
import { allMigrations } from "../../../../src-main/services/store/migrations/all.ts";
import { by, change } from "../../author.ts";
import { samplePrediction } from "../exports/samplePrediction.ts";
import { addPinnedVolumes } from "../volumes/volumeRows.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

const of = (id: string) => {
  const { featureSetId: _set, source: _source, inputs, kind: _kind, ...rest } = samplePrediction();
  return { inputs, rest: { ...rest, id } };
};

test("predictions of an earlier version are kept, and are of features", () => {
  const database = new Database(":memory:");
  migrate(database, allMigrations.slice(0, 19));
  const { kind: _kind, ...earlier } = samplePrediction();
  database
    .prepare("INSERT INTO prediction (id, model_id, segmentation_id, content, picture, created_at) VALUES (?, ?, ?, ?, ?, ?)")
    .run(earlier.id, earlier.modelId, earlier.source.segmentationId, JSON.stringify(earlier), Buffer.of(1, 2), earlier.createdAt);
  migrate(database, allMigrations);
  const row = database
    .prepare<[], { source_kind: string; content: string; picture: Buffer }>("SELECT source_kind, content, picture FROM prediction")
    .get()!;
  expect(row.source_kind).toBe("features");
  expect([...row.picture]).toEqual([1, 2]);
  expect(predictionSchema.parse(JSON.parse(row.content))).toEqual({ ...earlier, kind: "features" });
});

test("each kind is kept and found by what it was made from", () => {
  const folder = temporaryFolder();
  const store = openStore(folder);
  try {
    const table = createPredictionTable(store);
    const features = samplePrediction();
    const images: ImagePrediction = {
      ...of("images").rest,
      kind: "images",
      source: {
        volumes: [
          { volumeId: "t1", imageHash: "a" },
          { volumeId: "flair", imageHash: "b" },
        ],
      },
    };
    const row: TablePrediction = {
      ...of("row").rest,
      kind: "table",
      source: { tableHash: "c", caseKey: "case 1" },
      inputs: of("row").inputs,
    };
    addPinnedVolumes(store, features.featureSetId, ["t1", "flair"]);
    for (const prediction of [features, images, row]) store.write(by, (write) => table.insert(write, prediction));
    expect(table.list(features.source.segmentationId)).toEqual([features]);
    expect(table.listOfVolume("flair")).toEqual([images]);
    expect(table.listOfVolume(features.source.volumeId)).toEqual([]);
    expect(table.find("row")).toEqual(row);

    // What was removed while the model ran: its rows are gone in the write that would keep the prediction.
    change(store, (database) => database.exec("DELETE FROM volume_pin; DELETE FROM study"));
    for (const late of [
      { ...features, id: "late" },
      { ...images, id: "late" },
    ])
      expect(() => store.write(by, (write) => table.insert(write, late))).toThrow(/It was not kept/);
    expect(table.find("late")).toBeUndefined();
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
});
