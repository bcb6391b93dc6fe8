import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ImportResult } from "#shared/api/import.ts";
import { checkData } from "../../../../src-main/app/commands/checkData.ts";
import { createApp } from "../../../../src-main/app/createApp.ts";
import { checkVerb } from "../../../../src-main/hosts/cli/verbs/check.ts";
import { settingsHash } from "../../../../src-main/services/radiomics/index.ts";
import { sliceBytes } from "../../services/import/importing.ts";
import { sampleBundle, writeBundle } from "../../services/models/sampleBundle.ts";
import { by } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let made: string, folder: string, dataFolder: string;
const app = () => createApp({ dataFolder, host: { name: "loopback" } });
const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const original = (slice: number) =>
  join(dataFolder, "instances", hashOf(sliceBytes(slice)).slice(0, 2), `${hashOf(sliceBytes(slice))}.dcm`);
const bundle = sampleBundle();
const realBundle = { ...bundle, input: { ...bundle.input, settingsHash: settingsHash(bundle.input.settings) } };
const flip = (path: string, fromEnd: number) => {
  const bytes = readFileSync(path);
  bytes[bytes.length - fromEnd]! ^= 1;
  writeFileSync(path, bytes);
};

/** A data folder with three originals, a drawing of one stroke, a feature map and a model. */
beforeAll(async () => {
  made = temporaryFolder();
  folder = join(made, "first");
  mkdirSync(folder);
  dataFolder = join(folder, "data");
  for (const slice of [0, 1, 2]) writeFileSync(join(folder, `${slice}.dcm`), sliceBytes(slice));
  const { services, close } = app();
  await services.jobs.finished(
    services.dicomImport.start(
      by,
      [0, 1, 2].map((slice) => join(folder, `${slice}.dcm`)),
    ),
  );
  const volumeId = [...services.worklist.studies()][0]!.series[0]!.volumes[0]!.id;
  const { id } = services.segmentations.create(by, { volumeId, name: "Muscles" });
  services.segmentations.addSegment(by, id, { name: "Sartorius" });
  services.segmentations.applyStroke({ ...by, name: "A reader" }, id, 1, {
    tool: "brush",
    slices: [0, 1, 2].map((sliceIndex) => ({ sliceIndex, labels: new Uint8Array(64).fill(1, 9, 40) })),
  });
  const settings = { imageType: { Original: {} }, featureClass: { firstorder: ["Mean"] }, voxelSetting: { kernelRadius: 1 } };
  const maps = await services.jobs.finished(services.featureMaps.startExtraction(by, { segmentationId: id, segmentNumber: 1, settings }));
  if (maps.error !== null) throw new Error(maps.error);
  await services.models.install(by, writeBundle(join(folder, "bundle"), realBundle));
  await close();
}, 60_000);
beforeEach((context) => {
  folder = join(made, context.task.id);
  cpSync(join(made, "first"), folder, { recursive: true });
  dataFolder = join(folder, "data");
});

const check = async (repair = false) => {
  const { findings } = await checkData(dataFolder, { repair });
  return findings
    .map(({ area, name, problem, mended }) => `${mended ? "mended" : "wrong"} ${area} ${name.slice(0, 20)}: ${problem}`)
    .toSorted();
};
const run = async (...args: string[]) => {
  let text = "";
  const code = await checkVerb([...args, "--data", dataFolder], {
    stdout: { write: (words: string) => (text += words) } as never,
    stderr: { write: () => true } as never,
  });
  return { code, text };
};
const mapFile = () => join(dataFolder, "maps", readdirSync(join(dataFolder, "maps"))[0]!);

describe("fascicle check", () => {
  test("says that all is right, of how many, and changes nothing", async () => {
    expect(await run()).toEqual({
      code: 0,
      text: "Verified: the database, 3 originals, 1 models, 1 drawings, 1 feature maps, 0 projects. All is right.\n",
    });
    expect(JSON.parse((await run("--json")).text)).toEqual({
      originals: 3,
      models: 1,
      labelMaps: 1,
      featureMaps: 1,
      projects: 0,
      findings: [],
    });
  });

  test("finds a flipped bit, a cut and a missing file wherever they are, and what cannot be mended stays wrong", async () => {
    const model = join(dataFolder, "models", readdirSync(join(dataFolder, "models"))[0]!);
    flip(original(0), 5);
    truncateSync(original(1), 500);
    rmSync(original(2));
    flip(join(model, "model.onnx"), 9);
    flip(mapFile(), 3);
    // By their problems: the names are hashes.
    const found = (await check()).toSorted((a, b) => (a.split(": ")[1]! < b.split(": ")[1]! ? -1 : 1));
    expect(found).toEqual([
      expect.stringMatching(/^wrong original instances.*: damaged/),
      expect.stringMatching(/^wrong original instances.*: damaged/),
      expect.stringMatching(/^wrong original instances.*: gone$/),
      expect.stringMatching(/^wrong feature map maps\/.*its file is gone or damaged$/),
      "wrong model Two features 1.0: its files are damaged: they are not those that were installed",
    ]);
    const { code, text } = await run("--repair");
    expect(code).toBe(1);
    expect(text).toMatch(/4 wrong, 1 mended\.\n$/);
    expect(text).toMatch(/mended {2}feature map .* The map was removed; compute it again\./);
    // Nothing was deleted that somebody may want.
    expect(readdirSync(join(dataFolder, "set-aside", "maps"))).toHaveLength(1);

    // The words' advice: import and install the same again.
    const { services, close } = app();
    const job = await services.jobs.finished(
      services.dicomImport.start(
        by,
        [0, 1, 2].map((slice) => join(folder, `${slice}.dcm`)),
      ),
    );
    const { instances, duplicates, notes } = job.result as ImportResult;
    expect({ instances, duplicates }).toEqual({ instances: 0, duplicates: 3 });
    expect(notes.map(({ reason }) => reason)).toEqual([
      "its original in the data folder was damaged, and was replaced by this file",
      "its original in the data folder was damaged, and was replaced by this file",
      "its original was gone from the data folder, and was put back",
    ]);
    expect((await services.models.install(by, join(folder, "bundle"))).restored).toBe(true);
    await close();
    expect(await run()).toMatchObject({ code: 0 });
  });

  test("takes in what no row names, and sets aside what nobody knows", async () => {
    const whole = sliceBytes(7);
    const planted = (hash: string) => join(dataFolder, "instances", hash.slice(0, 2), `${hash}.dcm`);
    const put = (path: string, bytes: Uint8Array) => {
      mkdirSync(join(path, ".."), { recursive: true });
      writeFileSync(path, bytes);
    };
    put(planted(hashOf(whole)), whole);
    put(planted("ab".repeat(32)), whole);
    put(planted(hashOf(Buffer.from("no image"))), Buffer.from("no image"));
    writeFileSync(join(dataFolder, "instances", "notes.txt"), "hello");
    writeFileSync(join(dataFolder, "maps", "x.nrrd"), "NRRD0004\n");
    mkdirSync(join(dataFolder, "incoming", "999999999_1.a-import-x"), { recursive: true });
    writeBundle(join(dataFolder, "models", "c".repeat(64)), realBundle);
    expect(await check()).toHaveLength(7);
    expect(existsSync(planted("ab".repeat(32)))).toBe(true);

    expect((await run("--repair")).code).toBe(0);
    expect(await check()).toEqual([]);
    expect(existsSync(planted(hashOf(whole)))).toBe(true);
    expect(readFileSync(join(dataFolder, "set-aside", "instances", "notes.txt"), "utf8")).toBe("hello");
    expect(readFileSync(join(dataFolder, "set-aside", "instances", "ab", `${"ab".repeat(32)}.dcm`)).equals(whole)).toBe(true);
    const { services, close } = app();
    expect([...services.worklist.studies()][0]!.series[0]!.volumes.map(({ slices }) => slices)).toEqual(expect.arrayContaining([3]));
    expect(services.store.database.prepare("SELECT count(*) FROM instance").pluck().get()).toBe(4);
    await close();
  });

  test("deletes what a removal left, and takes nothing of it in again; nor does a start after a killed import", async () => {
    const database = new Database(join(dataFolder, "fascicle.db"));
    const left = [0, 1, 2].map((slice) => hashOf(sliceBytes(slice)));
    // As a kill between the rows and the files of a removal leaves it.
    database.exec("DELETE FROM prediction; DELETE FROM feature_map; DELETE FROM segmentation; DELETE FROM study");
    for (const hash of left)
      database.prepare("INSERT INTO file_to_remove VALUES (?, ?)").run(join("instances", hash.slice(0, 2), `${hash}.dcm`), hash);
    database.prepare("INSERT INTO file_to_remove VALUES (?, NULL)").run(join("maps", readdirSync(join(dataFolder, "maps"))[0]!));
    database.close();
    expect(await check()).toEqual(["wrong leftover removed studies: 4 of their files were not deleted yet"]);
    const copy = join(folder, "copy");
    cpSync(dataFolder, copy, { recursive: true });
    expect(await check(true)).toEqual(["mended leftover removed studies: 4 of their files were not deleted yet"]);
    expect(existsSync(original(0))).toBe(false);
    expect([readdirSync(join(dataFolder, "maps")), existsSync(join(dataFolder, "set-aside"))]).toEqual([[], false]);
    expect(await check()).toEqual([]);

    dataFolder = copy;
    mkdirSync(join(dataFolder, "incoming", "999999999_1.a-import-x"), { recursive: true });
    const { services, close } = app();
    for (const { id } of services.jobs.list()) await services.jobs.finished(id);
    expect([...services.worklist.studies()]).toEqual([]);
    await close();
    await app().close();
    expect(await check()).toEqual([]);
    expect(existsSync(original(0))).toBe(false);
  });

  test("a label that is found gets a segment for the revisions in which it has none, beside a later segment of its number", async () => {
    const database = new Database(join(dataFolder, "fascicle.db"));
    const id = database.prepare<[], string>("SELECT id FROM segmentation").pluck().get()!;
    // The label is 5 in revision 2; segment 5 is there from revision 3 on only, under another name.
    database.prepare("UPDATE segmentation_slice SET labels = ? WHERE slice_index = 0").run(Buffer.from([0, 9, 5, 31, 0, 24]));
    database.exec(
      "INSERT INTO stroke (segmentation_id, revision, tool, created_at, reader, stroke_id) SELECT segmentation_id, 3, tool, created_at, " +
        "reader, 'second' FROM stroke WHERE revision = 2",
    );
    database.exec("UPDATE segmentation SET revision = 3");
    database
      .prepare(
        "INSERT INTO segment (segmentation_id, number, added_revision, name, color, side, rank) VALUES (?, 5, 3, 'Gracilis', '#00ff00', 'none', 1)",
      )
      .run(id);
    database.close();
    expect(await check(true)).toEqual([expect.stringMatching(/^mended label map .*label 5 belongs to no segment/)]);
    const { services, close } = app();
    const namesAt = async (revision: number) =>
      (await services.segmentations.readLabelMap(id, revision)).segmentation.segments.map(({ number, name }) => `${number} ${name}`);
    expect(await namesAt(2)).toEqual(["1 Sartorius", "5 Recovered 5"]);
    expect(await namesAt(3)).toEqual(["1 Sartorius", "5 Gracilis"]);
    // Two segments of one number could not be changed any more.
    expect(services.segmentations.updateSegment(by, id, 5, { name: "Gracilis left" }).segments).toHaveLength(2);
    await close();
    expect(await check()).toEqual([]);
  });

  test("finds drawings whose slices are cut short, whose labels no segment has, or whose volume is gone", async () => {
    const database = new Database(join(dataFolder, "fascicle.db"));
    // Runs of 64 voxels: 9 of background, 31 of label 1, 24 of background; the label stands at byte 2.
    database.prepare("UPDATE segmentation_slice SET labels = ? WHERE slice_index = 0").run(Buffer.from([0, 9, 5, 31, 0, 24]));
    database.prepare("UPDATE segmentation_slice SET labels = ? WHERE slice_index = 1").run(Buffer.from([0, 9, 1, 31]));
    database.close();
    expect(await check()).toEqual([
      expect.stringMatching(/label 5 belongs to no segment/),
      expect.stringMatching(/slice 2 in revision 2 is damaged/),
    ]);
    expect((await check(true)).filter((words) => words.startsWith("mended"))).toHaveLength(1);
    const { services, close } = app();
    expect(
      services.segmentations
        .list({ volumeId: [...services.worklist.studies()][0]!.series[0]!.volumes[0]!.id })[0]!
        .segments.map(({ number, name }) => `${number} ${name}`),
    ).toEqual(["1 Sartorius", "5 Recovered 5"]);
    await close();
    const again = new Database(join(dataFolder, "fascicle.db"));
    again.exec("DELETE FROM volume");
    again.close();
    expect(await check()).toEqual(expect.arrayContaining([expect.stringMatching(/the volume it was drawn on is not there/)]));
  });

  test("finds broken references, counts, words and indexes in the database, and makes them right", async () => {
    const database = new Database(join(dataFolder, "fascicle.db"));
    database.pragma("foreign_keys = OFF");
    database.exec("UPDATE series SET instance_count = 99");
    database.exec("UPDATE study SET frame_count = 99");
    database.exec("INSERT INTO series_search (series_search) VALUES ('delete-all')");
    database.exec("INSERT INTO volume_frame (volume_id, slice_index, instance_id, frame_number) VALUES ('nowhere', 0, 1, 1)");
    database.close();
    expect(await check()).toEqual([
      "wrong database counts: 2 studies or series are listed with a wrong number of series or images",
      "wrong database index series_search: the index of words does not fit the series: searching may miss some",
      expect.stringMatching(/^wrong database table volume_frame: 1 row of volume_frame names something in volume/),
    ]);
    expect((await run("--repair")).code).toBe(0);
    expect(await check()).toEqual([]);
  });

  test("an empty database beside full folders is refused, and is made again from the originals only when asked", async () => {
    const file = join(dataFolder, "fascicle.db");
    renameSync(file, join(folder, "kept.db"));
    writeFileSync(file, "");
    expect(() => app()).toThrow(
      /fascicle\.db\) is empty, but the folder holds original images, installed models, feature maps\..*put back a copy/,
    );
    await expect(run()).rejects.toThrow(/is empty/);
    expect(readFileSync(file)).toHaveLength(0);
    rmSync(file);
    expect(() => app()).toThrow(/is gone, but the folder holds/);
    expect(existsSync(file)).toBe(false);
    // A copy put back is all there was.
    writeFileSync(file, readFileSync(join(folder, "kept.db")));
    expect(await run()).toMatchObject({ code: 0 });
    rmSync(file);
    const { code, text } = await run("--repair");
    expect(code).toBe(0);
    expect(text.match(/It was taken in/g)).toHaveLength(4);
    expect(await run()).toMatchObject({
      code: 0,
      text: expect.stringContaining("3 originals, 1 models, 0 drawings, 0 feature maps, 0 projects. All is right.") as string,
    });
  });

  test("a folder that is none is named", async () => {
    await expect(checkData(join(folder, "nowhere"), { repair: true })).rejects.toThrow(/is no data folder of Fascicle/);
    expect(existsSync(join(folder, "nowhere"))).toBe(false);
  });
});
