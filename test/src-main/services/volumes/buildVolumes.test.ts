import { rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Volume } from "#shared/domain/volume.ts";
import { openStore, type Store } from "../../../../src-main/services/store/index.ts";
import { migration0012Replan } from "../../../../src-main/services/store/migrations/0012Replan.ts";
import { buildVolumes } from "../../../../src-main/services/volumes/index.ts";
import { planVolumes } from "../../../../src-main/services/volumes/planVolumes.ts";
import type { SeriesInstance } from "../../../../src-main/services/volumes/seriesFrame.ts";
import { frame, instance } from "./madeInstances.ts";
import { by } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
let store: Store;
let raw: Database.Database;
beforeEach(() => {
  folder = temporaryFolder();
  store = openStore(folder);
  // What the data folder holds is made as a test wants it, past the program.
  raw = new Database(join(folder, "fascicle.db"));
  raw.exec(`
    INSERT INTO study (id, study_instance_uid, patient_id, patient_name, description, accession_number, imported_at) VALUES (1, '1.1', 'A', 'B', '', '', '');
    INSERT INTO series (id, study_id, series_instance_uid, modality, description, body_part, protocol_name, manufacturer) VALUES (7, 1,
      '1.1.1', 'MR', '', '', '', '');
  `);
});
afterEach(() => {
  raw.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function add({ instanceId, sopInstanceUid, variant, header }: SeriesInstance): void {
  raw
    .prepare(
      "INSERT INTO instance (id, series_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, content_hash, variant, byte_length, " +
        "frame_count, header, imported_at) VALUES (?, 7, ?, '', '', ?, ?, 0, 1, ?, '')",
    )
    .run(instanceId, sopInstanceUid, `hash ${instanceId}`, variant, JSON.stringify(header));
}

function drawOn(volumeId: string): void {
  raw.pragma("foreign_keys = OFF");
  const columns = store.database
    .prepare<[], { name: string; notnull: number; type: string; dflt_value: unknown; pk: number }>(
      "SELECT * FROM pragma_table_info('segmentation')",
    )
    .all()
    .filter(({ name, notnull, dflt_value }) => name === "volume_id" || (notnull === 1 && dflt_value === null));
  raw
    .prepare(`INSERT INTO segmentation (${columns.map(({ name }) => name).join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`)
    .run(...columns.map(({ name, type }) => (name === "volume_id" ? volumeId : type === "INTEGER" ? 1 : "x")));
  raw.pragma("foreign_keys = ON");
  raw.prepare("INSERT INTO volume_pin (volume_id, by_kind, by_id) VALUES (?, 'segmentation', 'x')").run(volumeId);
}

const volumes = () =>
  store.database
    .prepare<[], { description: string }>("SELECT description FROM volume ORDER BY ordinal")
    .all()
    .map(({ description }) => JSON.parse(description) as Volume);

it("writes volumes and the frame of each slice", () => {
  add(instance(1, [frame(5)]));
  add(instance(2, [frame(0)]));
  buildVolumes(store, 7, by);
  expect(volumes()).toMatchObject([{ studyInstanceUid: "1.1", seriesInstanceUid: "1.1.1", slices: 2, ordinal: 0 }]);
  expect(store.database.prepare("SELECT slice_index, instance_id, frame_number FROM volume_frame ORDER BY slice_index").all()).toEqual([
    { slice_index: 0, instance_id: 2, frame_number: 1 },
    { slice_index: 1, instance_id: 1, frame_number: 1 },
  ]);
});

it("keeps ids over a rebuild, and replaces a volume to which files were added", () => {
  add(instance(1, [frame(0)]));
  buildVolumes(store, 7, by);
  const [first] = volumes();
  buildVolumes(store, 7, by);
  expect(volumes()).toEqual([first]);
  add(instance(2, [frame(5)]));
  buildVolumes(store, 7, by);
  expect(volumes()).toHaveLength(1);
  expect(volumes()[0]).toMatchObject({ slices: 2 });
  expect(volumes()[0]!.id).not.toBe(first!.id);
});

it("keeps a volume that was drawn on, marked superseded, and takes the mark off when the files are as before", () => {
  add(instance(1, [frame(0)]));
  buildVolumes(store, 7, by);
  const [drawn] = volumes();
  drawOn(drawn!.id);

  add(instance(2, [frame(5)]));
  buildVolumes(store, 7, by);
  const [whole, kept] = volumes();
  expect(whole).toMatchObject({ slices: 2, ordinal: 0, warnings: [] });
  expect(kept).toMatchObject({ id: drawn!.id, slices: 1, ordinal: 1, warnings: [{ code: "superseded" }] });
  buildVolumes(store, 7, by);
  expect(volumes()[1]!.warnings).toHaveLength(1);
  expect(store.database.prepare("SELECT count(*) FROM volume_frame WHERE volume_id = ?").pluck().get(drawn!.id)).toBe(1);

  raw.prepare("DELETE FROM volume_frame WHERE instance_id = 2").run();
  raw.prepare("DELETE FROM instance WHERE id = 2").run();
  buildVolumes(store, 7, by);
  expect(volumes()).toEqual([drawn]);
});

it.each(["segmentation", "feature set", "a kind that this program does not know"])(
  "keeps a volume that a %s has pinned, and removes it when the pin is gone",
  (kind) => {
    add(instance(1, [frame(0)]));
    buildVolumes(store, 7, by);
    const [needed] = volumes();
    raw.prepare("INSERT INTO volume_pin (volume_id, by_kind, by_id) VALUES (?, ?, 'y')").run(needed!.id, kind);
    add(instance(2, [frame(5)]));
    buildVolumes(store, 7, by);
    expect(volumes()[1]).toMatchObject({ id: needed!.id, warnings: [{ code: "superseded" }] });
    raw.exec("DELETE FROM volume_pin");
    buildVolumes(store, 7, by);
    expect(volumes()).toHaveLength(1);
  },
);

it("divides the series of an earlier version's data folder anew, and keeps what was drawn on", () => {
  add(instance(1, [frame(0, { echoTime: 8.6 })]));
  add(instance(2, [frame(4, { echoTime: 8.602 })]));
  add(instance(3, [frame(8, { echoTime: 8.6 })]));
  // As planned before: one volume an echo time.
  const { id } = planVolumes("1.1", "1.1.1", [instance(1, [frame(0)]), instance(3, [frame(8)])])[0]!.volume;
  const description = {
    ...planVolumes("1.1", "1.1.1", [instance(1, [frame(0)]), instance(3, [frame(8)])])[0]!.volume,
    label: "echo 1, 8.6 ms",
  };
  for (const [volumeId, ordinal, instances] of [
    [id, 0, [1, 3]],
    ["other", 1, [2]],
  ] as const) {
    raw
      .prepare("INSERT INTO volume (id, series_id, ordinal, description) VALUES (?, 7, ?, ?)")
      .run(volumeId, ordinal, JSON.stringify({ ...description, id: volumeId, ordinal }));
    instances.forEach((instanceId, slice) =>
      raw
        .prepare("INSERT INTO volume_frame (volume_id, slice_index, instance_id, frame_number) VALUES (?, ?, ?, 1)")
        .run(volumeId, slice, instanceId),
    );
  }
  drawOn(id);
  // The database as it was before this migration.
  raw.exec(`
    UPDATE series SET volumes_stale = 0;
    DROP TRIGGER frames_added; DROP TRIGGER frames_removed; DROP TRIGGER series_frames_removed;
    DROP TRIGGER image_file_added; DROP TRIGGER image_file_removed;
    ALTER TABLE series DROP COLUMN frame_count; ALTER TABLE study DROP COLUMN frame_count;
  `);
  migration0012Replan.up(raw);
  expect(store.database.prepare("SELECT series.frame_count AS series, study.frame_count AS study FROM series JOIN study").get()).toEqual({
    series: 3,
    study: 3,
  });
  expect(store.database.prepare("SELECT volumes_stale FROM series").pluck().get()).toBe(1);
  buildVolumes(store, 7, by);
  expect(volumes()).toMatchObject([
    { slices: 3, spacingMm: [2, 2, 4], ordinal: 0, warnings: [] },
    { id, slices: 2, ordinal: 1, warnings: [{ code: "superseded" }] },
  ]);
  expect(store.database.prepare("SELECT volume_id FROM segmentation").pluck().all()).toEqual([id]);
  expect(store.database.prepare("SELECT instance_id FROM volume_frame WHERE volume_id = ? ORDER BY slice_index").pluck().all(id)).toEqual([
    1, 3,
  ]);
});

it("takes in files that another program adds between planning and writing, and then counts as done", () => {
  add(instance(1, [frame(0)]));
  const whenLocking = () => {
    if (!raw.prepare("SELECT 1 FROM instance WHERE id = 2").get()) add(instance(2, [frame(5)]));
  };
  const write: Store["write"] = (author, work) => {
    whenLocking();
    return store.write(author, work);
  };
  buildVolumes({ ...store, write }, 7, by);
  expect(volumes()).toHaveLength(1);
  expect(volumes()[0]).toMatchObject({ slices: 2 });
  expect(store.database.prepare("SELECT volumes_stale FROM series").pluck().get()).toBe(0);
});
