import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createStudies } from "../../../../src-main/services/studies/index.ts";
import { createSegmentations } from "../../../../src-main/services/segmentation/index.ts";
import { createVolumes } from "../../../../src-main/services/volumes/index.ts";
import { openImport, sliceBytes } from "../import/importing.ts";
import { writeRleSlice } from "../volumes/writeDicom.ts";
import { by, change } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let opened: ReturnType<typeof openImport>;
let volumes: ReturnType<typeof createVolumes>;
beforeEach(() => {
  opened = openImport(temporaryFolder());
  volumes = createVolumes({ store: opened.store });
});
afterEach(async () => {
  await volumes.close();
  await opened.close();
});

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Imports three slices of each of two studies, the first with a segmentation and what hangs on it; answers what was written. */
async function twoStudies() {
  const files = join(opened.folder, "files");
  mkdirSync(files);
  const first = [0, 1, 2].map((slice) => sliceBytes(slice, { studyInstanceUid: "2.25.1" }));
  const second = [0, 1, 2].map((slice) =>
    sliceBytes(slice, { studyInstanceUid: "2.25.9", seriesInstanceUid: "2.25.92", sopInstanceUid: `2.25.93.${slice}` }),
  );
  for (const [at, bytes] of [...first, ...second].entries()) writeFileSync(join(files, `${at}.dcm`), bytes);
  await opened.run(files);
  const { store } = opened;
  const [volume] = volumes.describeStudy("2.25.1").series[0]!.volumes;
  const segmentations = createSegmentations({ store, volumes });
  const drawn = segmentations.create(by, { volumeId: volume!.id, name: "Muscles" });
  segmentations.addSegment(by, drawn.id, { name: "soleus" });
  segmentations.applyStroke(by, drawn.id, 1, { tool: "brush", slices: [{ sliceIndex: 1, labels: new Uint8Array(64).fill(1) }] });
  const taken = segmentations.create(by, { volumeId: volume!.id, name: "Taken from the lists" });
  segmentations.remove(by, taken.id);
  change(store, (database) => {
    database
      .prepare(`INSERT INTO feature_set (id, volume_id, segmentation_id, segmentation_revision, segment_number, segment_name, settings,
        settings_hash, engine_version, image_hash, mask_hash, reader, created_at, features)
    VALUES ('set', ?, ?, 1, 1, 'soleus', '{}', '', '', '', '', '', '', '[]')`)
      .run(volume!.id, drawn.id);
    database
      .prepare("INSERT INTO feature_map (id, segmentation_id, created_at, description, region) VALUES ('map', ?, '', '{}', x'')")
      .run(drawn.id);
    database
      .prepare(
        "INSERT INTO prediction (id, model_id, source_kind, segmentation_id, content, created_at) VALUES ('guess', '', 'features', ?, '{}', '')",
      )
      .run(drawn.id);
    for (const [kind, id] of [
      ["feature set", "set"],
      ["feature map", "map"],
      ["prediction", "guess"],
    ])
      database.prepare("INSERT INTO volume_pin (volume_id, by_kind, by_id) VALUES (?, ?, ?)").run(volume!.id, kind, id);
  });
  writeFileSync(join(store.mapsFolder, "map.nrrd"), "a map");
  await volumes.thumbnail(volume!.id);
  return { first, second, volumeId: volume!.id };
}

const originals = () =>
  readdirSync(opened.store.instancesFolder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".dcm"))
    .map((name) => name.slice(3, -4))
    .toSorted();

/** The names of all files in the cache: pictures and decoded frames. */
const cached = () =>
  readdirSync(opened.store.cacheFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

const tables = [
  "study",
  "series",
  "instance",
  "volume",
  "volume_frame",
  "segmentation",
  "segment",
  "stroke",
  "segmentation_slice",
  "feature_set",
  "feature_map",
  "prediction",
  "file_to_remove",
];

test("a study goes with all that hangs on it, counted beforehand; another study keeps every row and file", async () => {
  const { first, second, volumeId } = await twoStudies();
  const { store } = opened;
  expect(cached()).toContain(`${volumeId}.png`);
  const studies = createStudies(store);
  const contents = studies.contents(by, "2.25.1");
  expect(contents).toEqual({
    series: 1,
    originals: 3,
    originalBytes: first.reduce((sum, bytes) => sum + bytes.length, 0),
    volumes: 1,
    segmentations: 2,
    featureSets: 1,
    featureMaps: 1,
    measures: 0,
    predictions: 1,
  });
  expect(await studies.remove(by, "2.25.1", contents)).toEqual({ volumeIds: [volumeId] });

  expect(Object.fromEntries(tables.map((table) => [table, opened.count(table)]))).toEqual({
    study: 1,
    series: 1,
    instance: 3,
    volume: 1,
    volume_frame: 3,
    segmentation: 0,
    segment: 0,
    stroke: 0,
    segmentation_slice: 0,
    feature_set: 0,
    feature_map: 0,
    prediction: 0,
    file_to_remove: 0,
  });
  expect(originals()).toEqual(second.map(sha256).toSorted());
  expect(existsSync(join(store.mapsFolder, "map.nrrd"))).toBe(false);
  expect(cached()).toEqual([]);
  expect(store.database.pragma("foreign_key_check")).toEqual([]);
  expect(store.database.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(() => studies.contents(by, "2.25.1")).toThrow(/not in the data folder/);
});

test("no name of the patient is left in the database's file", async () => {
  const files = join(opened.folder, "files");
  mkdirSync(files);
  writeFileSync(join(files, "0.dcm"), sliceBytes(0, { patientName: "Quastenflosser^Xaver" }));
  await opened.run(files);
  const studies = createStudies(opened.store);
  opened.store.database.pragma("wal_checkpoint(TRUNCATE)");
  const bytes = () =>
    ["fascicle.db", "fascicle.db-wal"].map((name) => readFileSync(join(opened.dataFolder, name)).toString("latin1")).join("");
  expect(bytes()).toContain("Quastenflosser");
  await studies.remove(by, "2.25.1", studies.contents(by, "2.25.1"));
  expect(bytes().toLowerCase()).not.toContain("quastenflosser");
});

test("nothing is removed where the reader agreed to something else, or work is under way", async () => {
  const { first, second } = await twoStudies();
  const studies = createStudies(opened.store);
  const contents = studies.contents(by, "2.25.1");
  await expect(studies.remove(by, "2.25.1", { ...contents, segmentations: 1 })).rejects.toThrow(/has changed since you were asked/);
  let finish = () => {};
  const jobId = opened.jobs.start({
    kind: "import",
    lane: "engine",
    title: "Importing a folder",
    run: () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
  });
  await expect(studies.remove(by, "2.25.1", contents)).rejects.toThrow("Importing a folder");
  finish();
  await opened.jobs.finished(jobId);
  expect(studies.contents(by, "2.25.1")).toEqual(contents);
  expect(originals()).toEqual([...first, ...second].map(sha256).toSorted());
});

test("files that a kill left are removed later, but not one that was imported again", async () => {
  const { first, second } = await twoStudies();
  const { store } = opened;
  const left = first.map((bytes) => {
    const hash = sha256(bytes);
    return { path: join("instances", hash.slice(0, 2), `${hash}.dcm`), hash };
  });
  // As a kill between the rows and the files leaves it: the rows gone, the list of files there; the first file has come back since.
  change(store, (database) => database.prepare("DELETE FROM study WHERE study_instance_uid = '2.25.1'").run());
  change(store, (database) => {
    for (const { path, hash } of left) database.prepare("INSERT INTO file_to_remove VALUES (?, ?)").run(path, hash);
  });
  const again = join(opened.folder, "again.dcm");
  writeFileSync(again, first[0]!);
  await opened.run(again);
  expect(await createStudies(store).removeLeftFiles()).toBe(0);
  expect(originals()).toEqual([first[0]!, ...second].map(sha256).toSorted());
  expect(opened.count("file_to_remove")).toBe(0);
});

test("other files under the same UIDs, imported after a removal, are what is shown and measured then", async () => {
  const path = join(opened.folder, "one.dcm");
  const studies = createStudies(opened.store);
  const frameOf = async (bytes: Uint8Array) => {
    writeFileSync(path, bytes);
    await opened.run(path);
    const row = opened.store.database
      .prepare<[], { id: string; study: string }>(
        "SELECT volume.id, study_instance_uid AS study FROM volume JOIN series ON series.id = series_id JOIN study ON study.id = study_id",
      )
      .get()!;
    const { bytes: voxels } = await volumes.readFrame(row.id, 0);
    const { voxels: measured } = await volumes.readImage(row.id);
    return { ...row, shown: voxels[0], measured: measured[0] };
  };
  // A compressed slice (RLE) is kept decoded in the cache, a plain one in memory.
  for (const [first, second, values] of [
    [sliceBytes(0, { pixels: Buffer.alloc(128, 3) }), sliceBytes(0, { pixels: Buffer.alloc(128, 7) }), [0x0303, 0x0707]],
    [
      writeRleSlice(
        1,
        0,
        Array.from({ length: 12 }, () => 5),
      ),
      writeRleSlice(
        1,
        0,
        Array.from({ length: 12 }, () => 9),
      ),
      [5, 9],
    ],
  ] as const) {
    const before = await frameOf(first);
    expect([before.shown, before.measured]).toEqual([values[0] & 0xff, values[0]]);
    await studies.remove(by, before.study, studies.contents(by, before.study));
    expect(cached()).toEqual([]);
    const after = await frameOf(second);
    expect([after.id, after.shown, after.measured]).toEqual([before.id, values[1] & 0xff, values[1]]);
    await studies.remove(by, after.study, studies.contents(by, after.study));
  }
});

test("a decoded frame of other files does not count, although its study's cache is still there", async () => {
  const path = join(opened.folder, "one.dcm");
  writeFileSync(
    path,
    writeRleSlice(
      1,
      0,
      Array.from({ length: 12 }, () => 5),
    ),
  );
  await opened.run(path);
  const idOf = () => opened.store.database.prepare<[], string>("SELECT id FROM volume").pluck().get()!;
  expect((await volumes.readImage(idOf())).voxels[0]).toBe(5);
  // As a kill, or work under way, leaves it: the rows gone, the files not yet.
  change(opened.store, (database) => database.prepare("DELETE FROM study").run());
  writeFileSync(
    path,
    writeRleSlice(
      1,
      0,
      Array.from({ length: 12 }, () => 9),
    ),
  );
  await opened.run(path);
  expect((await volumes.readImage(idOf())).voxels[0]).toBe(9);
});
