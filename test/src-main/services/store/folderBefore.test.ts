import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeEach, expect, test } from "vitest";
import { encodeRuns } from "#shared/domain/runLength.ts";
import { createReaders } from "../../../../src-main/services/readers/index.ts";
import { createSegmentations } from "../../../../src-main/services/segmentation/index.ts";
import { isPinned, migrate, openStore, readSetting, type Store } from "../../../../src-main/services/store/index.ts";
import { allMigrations } from "../../../../src-main/services/store/migrations/all.ts";
import { volumeOn } from "../segmentation/volumeOn.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

const grid = { size: [3, 2, 1], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] } as const;
const at = (minute: number) => `2026-01-01T00:0${minute}:00.000Z`;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

/** A data folder as version 14 of the database has it, with rows as the program of that version wrote them. */
function folderOfVersion14(fill: (database: Database.Database) => void): void {
  const database = new Database(join(folder, "fascicle.db"));
  database.pragma("journal_mode = WAL");
  database.pragma("foreign_keys = ON");
  migrate(database, allMigrations.slice(0, 14));
  fill(database);
  database.close();
}

/** One volume drawn on by two readers; a segment was added between revisions, one renamed in place, and one deleted by a stroke. */
function drawn(database: Database.Database): void {
  database.exec(`
    INSERT INTO study (id, study_instance_uid, patient_id, patient_name, description, accession_number, imported_at) VALUES (1, '1.1', '', '', '', '', '');
    INSERT INTO series (id, study_id, series_instance_uid, modality, description, body_part, protocol_name, manufacturer) VALUES (1, 1,
      '1.2', 'MR', '', '', '', '');
    INSERT INTO volume (id, series_id, ordinal, description) VALUES ('drawn on', 1, 0, '{}'), ('measured', 1, 1, '{}'), ('mapped', 1, 2,
      '{}'), ('unneeded', 1, 3, '{}');
    INSERT INTO segmentation (id, volume_id, name, columns, rows, slices, revision, created_at, modified_at) VALUES ('s', 'drawn on',
      'S', 3, 2, 1, 3, '${at(0)}', '${at(3)}');
    INSERT INTO segment (segmentation_id, number, added_revision, removed_revision, name, color, side, rank) VALUES
      ('s', 1, 0, NULL, 'VLA left', '#aa0000', 'left', 0), ('s', 2, 1, 3, 'SAR', '#00aa00', 'none', 1), ('s', 3, 2, NULL, 'GRA', '#0000aa', 'none', 2);
    INSERT INTO stroke (segmentation_id, revision, tool, created_at, reader, stroke_id, window_id, reverses) VALUES
      ('s', 1, 'brush', '${at(1)}', 'Anna Berg', 'x', 'w1', NULL), ('s', 2, 'brush', '${at(2)}', 'R2', 'y', 'w2', NULL),
      ('s', 3, 'delete segment', '${at(3)}', 'Anna Berg', 'z', NULL, NULL);
    INSERT INTO segmentation_view (segmentation_id, reader, kept_at, view) VALUES ('s', 'R2', '${at(2)}',
      '{"activeSegment":3,"hidden":[],"locked":[],"polygon":null}');
    INSERT INTO feature_set (id, volume_id, segmentation_id, segmentation_revision, segment_number, segment_name, settings,
      settings_hash, engine_version, image_hash, mask_hash, reader, created_at, features)
      VALUES ('f', 'measured', 's', 2, 1, 'RFEM right', '{}', '', '', '', '', 'jdoe', '${at(4)}', '[]');
    INSERT INTO feature_map (id, segmentation_id, created_at, description, region) VALUES ('m', 's', '${at(5)}',
      '{"reader":"Reader 1","volumeId":"mapped"}', x'');
    INSERT INTO prediction (id, model_id, segmentation_id, content, created_at) VALUES ('p', '', 's',
      '{"source":{"reader":"jdoe","volumeId":"measured","extractedAt":"${at(4)}"}}', '${at(6)}');
  `);
  const slice = database.prepare("INSERT INTO segmentation_slice (segmentation_id, slice_index, revision, labels) VALUES ('s', 0, ?, ?)");
  slice.run(1, encodeRuns(Uint8Array.of(1, 1, 0, 0, 0, 0)));
  slice.run(2, encodeRuns(Uint8Array.of(1, 1, 2, 2, 0, 0)));
  slice.run(3, encodeRuns(Uint8Array.of(1, 1, 0, 0, 0, 0)));
}

function opened(work: (store: Store) => void): void {
  const store = openStore(folder);
  try {
    work(store);
  } finally {
    store.close();
  }
}

test("every name that is found becomes a reader, in the order of their first work, and what was recorded stays", () => {
  folderOfVersion14((database) => {
    drawn(database);
    database.exec("INSERT INTO setting (key, value) VALUES ('reader', 'R2'), ('other', 'stays')");
  });
  opened((store) => {
    const readers = createReaders(store);
    const rows = store.database.prepare("SELECT id, name, initials, passphrase, created_at AS createdAt FROM reader ORDER BY id").all();
    expect(rows).toMatchObject([
      { id: 0, name: "Fascicle (the program)" },
      { id: 1, name: "Anna Berg", initials: "AB", passphrase: null, createdAt: at(1) },
      { id: 2, name: "R2", initials: "R2", createdAt: at(2) },
      { id: 3, name: "jdoe", initials: "JD", createdAt: at(4) },
      { id: 4, name: "Reader 1", initials: "R1", createdAt: at(5) },
    ]);
    // Whoever was named at this machine is signed in, without a click.
    expect(readers.atStart()?.name).toBe("R2");
    expect([readSetting(store, "reader"), readSetting(store, "other")]).toEqual([undefined, "stays"]);
    expect(store.database.prepare("SELECT reader, reader_id FROM stroke ORDER BY revision").raw().all()).toEqual([
      ["Anna Berg", 1],
      ["R2", 2],
      ["Anna Berg", 1],
    ]);
    expect(store.database.prepare("SELECT reader FROM feature_set").pluck().all()).toEqual(["jdoe"]);
    expect(store.database.pragma("foreign_key_check")).toEqual([]);
  });
});

test("where nobody was named, the reader of the newest work is signed in; a folder without any work has the one who is logged in", () => {
  folderOfVersion14(drawn);
  opened((store) => expect(createReaders(store).atStart()?.name).toBe("Reader 1"));
  rmSync(folder, { recursive: true });
  folder = temporaryFolder();
  folderOfVersion14(() => undefined);
  opened((store) => expect(createReaders(store).list()).toHaveLength(1));
});

test("drawings keep their revisions, views and steps; what an earlier version changed between revisions is no step", async () => {
  folderOfVersion14(drawn);
  const store = openStore(folder);
  const segmentations = createSegmentations({
    store,
    volumes: { describe: (id) => volumeOn(grid, id), describeStudy: () => ({ series: [] }) },
  });
  const [anna, r2] = [1, 2].map((readerId) => ({ readerId, name: "" })) as [
    { readerId: number; name: string },
    { readerId: number; name: string },
  ];
  expect(segmentations.view(r2, "s")?.activeSegment).toBe(3);
  expect(segmentations.lastOpened(r2, "drawn on")).toBe("s");
  expect(segmentations.steps(anna, "s", { windowId: "new", openedRevision: 3 })).toEqual({ undoable: ["x"], redoable: [], ofSegments: [] });
  const second = await segmentations.readLabelMap("s", 2);
  expect([...second.labels]).toEqual([1, 1, 2, 2, 0, 0]);
  expect(second.segmentation.segments.map(({ name }) => name)).toEqual(["VLA left", "SAR", "GRA"]);
  expect(segmentations.history("s").map(({ segments }) => segments)).toEqual([[], [], []]);
  // From now on names are revisions here too.
  segmentations.updateSegment(anna, "s", 1, { name: "RFEM right" }, { strokeId: "r", windowId: "w" });
  expect((await segmentations.readLabelMap("s", 3)).segmentation.segments[0]!.name).toBe("VLA left");
  expect(segmentations.history("s").at(-1)).toMatchObject({
    revision: 4,
    segments: [{ field: "name", from: "VLA left", to: "RFEM right" }],
  });
  store.close();
});

test("what was drawn, measured, mapped and predicted pins every volume it came from", () => {
  folderOfVersion14(drawn);
  opened((store) => {
    expect(store.database.prepare("SELECT by_kind, volume_id FROM volume_pin ORDER BY by_kind, volume_id").raw().all()).toEqual([
      ["feature map", "drawn on"],
      ["feature map", "mapped"],
      ["feature set", "drawn on"],
      ["feature set", "measured"],
      ["prediction", "drawn on"],
      ["prediction", "measured"],
      ["segmentation", "drawn on"],
    ]);
    expect(["drawn on", "measured", "mapped", "unneeded"].map((id) => isPinned(store, id))).toEqual([true, true, true, false]);
  });
});

test("a migration that fails leaves the folder as it was", () => {
  folderOfVersion14((database) => {
    drawn(database);
    // The name of a table to come is taken.
    database.exec("CREATE TABLE volume_pin (x)");
  });
  expect(() => openStore(folder)).toThrow(/version 16 \(pins of volumes\)/);
  const database = new Database(join(folder, "fascicle.db"), { readonly: true });
  expect(database.pragma("user_version", { simple: true })).toBe(15);
  expect(database.prepare("SELECT count(*) FROM segmentation_view").pluck().get()).toBe(1);
  database.close();
  expect(readFileSync(join(folder, "fascicle.db")).length).toBeGreaterThan(0);
});
