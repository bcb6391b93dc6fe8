import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Volume } from "#shared/domain/volume.ts";
import { openStore, type Store } from "../../../../src-main/services/store/index.ts";
import { buildVolumes } from "../../../../src-main/services/volumes/index.ts";
import type { SeriesInstance } from "../../../../src-main/services/volumes/seriesFrame.ts";
import { frame, instance } from "./madeInstances.ts";

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fascicle-build-"));
  store = openStore(folder);
  store.database.exec(`
    INSERT INTO study (id, study_instance_uid, patient_id, patient_name, description, accession_number, imported_at) VALUES (1, '1.1', 'A', 'B', '', '', '');
    INSERT INTO series (id, study_id, series_instance_uid, modality, description, body_part, protocol_name, manufacturer) VALUES (7, 1, '1.1.1', 'MR', '', '', '', '');
  `);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function add({ instanceId, sopInstanceUid, variant, header }: SeriesInstance, into = store): void {
  into.database
    .prepare("INSERT INTO instance (id, series_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, content_hash, variant, byte_length, frame_count, header, imported_at) VALUES (?, 7, ?, '', '', ?, ?, 0, 1, ?, '')")
    .run(instanceId, sopInstanceUid, `hash ${instanceId}`, variant, JSON.stringify(header));
}

const volumes = () => store.database.prepare<[], { description: string }>("SELECT description FROM volume ORDER BY ordinal").all().map(({ description }) => JSON.parse(description) as Volume);

it("writes volumes and the frame of each slice", () => {
  add(instance(1, [frame(5)]));
  add(instance(2, [frame(0)]));
  buildVolumes(store, 7);
  expect(volumes()).toMatchObject([{ studyInstanceUid: "1.1", seriesInstanceUid: "1.1.1", slices: 2, ordinal: 0 }]);
  expect(store.database.prepare("SELECT slice_index, instance_id, frame_number FROM volume_frame ORDER BY slice_index").all()).toEqual([
    { slice_index: 0, instance_id: 2, frame_number: 1 }, { slice_index: 1, instance_id: 1, frame_number: 1 },
  ]);
});

it("keeps ids over a rebuild, and replaces a volume to which files were added", () => {
  add(instance(1, [frame(0)]));
  buildVolumes(store, 7);
  const [first] = volumes();
  buildVolumes(store, 7);
  expect(volumes()).toEqual([first]);
  add(instance(2, [frame(5)]));
  buildVolumes(store, 7);
  expect(volumes()).toHaveLength(1);
  expect(volumes()[0]).toMatchObject({ slices: 2 });
  expect(volumes()[0]!.id).not.toBe(first!.id);
});

it("keeps a volume that was drawn on, marked superseded, and takes the mark off when the files are as before", () => {
  add(instance(1, [frame(0)]));
  buildVolumes(store, 7);
  const [drawn] = volumes();
  if (!store.database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'segmentation'").get()) store.database.exec("CREATE TABLE segmentation (volume_id TEXT)");
  store.database.pragma("foreign_keys = OFF");
  const columns = store.database.prepare<[], { name: string; notnull: number; type: string; dflt_value: unknown; pk: number }>("SELECT * FROM pragma_table_info('segmentation')").all()
    .filter(({ name, notnull, dflt_value }) => name === "volume_id" || (notnull === 1 && dflt_value === null));
  store.database.prepare(`INSERT INTO segmentation (${columns.map(({ name }) => name).join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`)
    .run(...columns.map(({ name, type }) => (name === "volume_id" ? drawn!.id : type === "INTEGER" ? 1 : "x")));
  store.database.pragma("foreign_keys = ON");

  add(instance(2, [frame(5)]));
  buildVolumes(store, 7);
  const [whole, kept] = volumes();
  expect(whole).toMatchObject({ slices: 2, ordinal: 0, warnings: [] });
  expect(kept).toMatchObject({ id: drawn!.id, slices: 1, ordinal: 1, warnings: [{ code: "superseded" }] });
  buildVolumes(store, 7);
  expect(volumes()[1]!.warnings).toHaveLength(1);
  expect(store.database.prepare("SELECT count(*) FROM volume_frame WHERE volume_id = ?").pluck().get(drawn!.id)).toBe(1);

  store.database.prepare("DELETE FROM volume_frame WHERE instance_id = 2").run();
  store.database.prepare("DELETE FROM instance WHERE id = 2").run();
  buildVolumes(store, 7);
  expect(volumes()).toEqual([drawn]);
});

it("takes in files that another program adds between planning and writing, and then counts as done", () => {
  add(instance(1, [frame(0)]));
  const other = openStore(folder);
  const whenLocking = () => {
    if (!store.database.prepare("SELECT 1 FROM instance WHERE id = 2").get()) add(instance(2, [frame(5)]), other);
  };
  // buildVolumes asks for its transaction's lock by this.
  const watched = new Proxy(store.database, {
    get: (database, name) => {
      const value: unknown = Reflect.get(database, name);
      if (name !== "transaction") return typeof value === "function" ? (value.bind(database) as unknown) : value;
      return (run: (plan: unknown) => boolean) => {
        const { immediate } = database.transaction(run);
        return { immediate: (plan: unknown) => { whenLocking(); return immediate(plan); } };
      };
    },
  });
  buildVolumes({ ...store, database: watched }, 7);
  expect(volumes()).toHaveLength(1);
  expect(volumes()[0]).toMatchObject({ slices: 2 });
  expect(store.database.prepare("SELECT volumes_stale FROM series").pluck().get()).toBe(0);
  other.close();
});
