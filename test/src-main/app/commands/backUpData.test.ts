import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backUpData, restoreData } from "../../../../src-main/app/commands/backUpData.ts";
import { checkData } from "../../../../src-main/app/commands/checkData.ts";
import { createApp } from "../../../../src-main/app/createApp.ts";
import { backupVerb } from "../../../../src-main/hosts/cli/verbs/backup.ts";
import { restoreVerb } from "../../../../src-main/hosts/cli/verbs/restore.ts";
import { createProjects } from "../../../../src-main/services/projects/index.ts";
import { settingsHash } from "../../../../src-main/services/radiomics/index.ts";
import { openStore } from "../../../../src-main/services/store/index.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { by } from "../../author.ts";
import { runVerb } from "../../hosts/cli/verbs/runVerb.ts";
import { sampleBundle, writeBundle } from "../../services/models/sampleBundle.ts";
import { openStudy, type RunningStudy } from "../../services/projects/readings/runningStudy.ts";

const passphrase = "right passphrase";
const asking = (as: string | undefined, secret = passphrase) => ({ as, askPassphrase: () => Promise.resolve(secret) });
const coordinator = asking("Coordinator");
const head = ({ number, hash }: { number: number; hash: string }) => `${number}:${hash}`;

let study: RunningStudy;
let folder: string;
let revision = 0;
/** The data folder with a reading that is drawn in, a model, an image file and a computed volume. */
beforeAll(async () => {
  study = await openStudy();
  folder = temporaryFolder();
  const app = createApp({ dataFolder: study.dataFolder, host: { name: "loopback" } });
  const { services } = app;
  const volumeId = study.volumeOf("2.25.101", 1);
  const bundle = sampleBundle();
  await services.models.install(
    by,
    writeBundle(join(folder, "bundle"), { ...bundle, input: { ...bundle.input, settingsHash: settingsHash(bundle.input.settings) } }),
  );
  const image = await services.volumes.readImage(volumeId);
  await services.volumes.addDerived(by, {
    image,
    description: "the same",
    steps: [{ name: "copy", parameters: {} }],
    sourceVolumeIds: [volumeId],
  });
  mkdirSync(join(folder, "files"));
  writeFileSync(join(folder, "files", "P9_t1.nrrd"), nrrd());
  await services.jobs.finished(services.dicomImport.start(by, [join(folder, "files", "P9_t1.nrrd")]));
  await app.close();
  study.projects.start(study.coordinator, study.id);
  const [own] = study.readings.own(study.reader1);
  study.readings.open(study.reader1, own!.next!.readingId);
}, 120_000);
afterAll(() => study.close());

function nrrd(): Buffer {
  const header =
    "NRRD0005\ntype: uint8\ndimension: 3\nspace: left-posterior-superior\nsizes: 2 2 2\nspace directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\nencoding: raw\n\n";
  return Buffer.concat([Buffer.from(header), Buffer.from([1, 200, 3, 40, 5, 60, 7, 80])]);
}

/** One stroke of reader 1, as the window makes it while a backup runs. */
function stroke(): void {
  const { segmentationId } = study.readings.images(study.reader1, study.readings.own(study.reader1)[0]!.begun[0]!.readingId)[0]!;
  const labels = new Uint8Array(64).fill(1, 0, 1 + (revision % 60));
  study.segmentations.applyStroke(study.reader1, segmentationId!, revision++, { tool: "brush", slices: [{ sliceIndex: 0, labels }] });
}

describe("backup and restore", () => {
  test("of a running study is its coordinator's, and lies in a new folder outside of the data folder", async () => {
    const { dataFolder } = study;
    const out = join(folder, "refused");
    await expect(backUpData(dataFolder, out, asking(undefined))).rejects.toThrow(/say who does this/);
    await expect(backUpData(dataFolder, out, asking("Reader 1"))).rejects.toThrow(/see nothing here but their own readings/);
    await expect(backUpData(dataFolder, out, asking("Coordinator", "wrong"))).rejects.toThrow(/not the right one/);
    await expect(backUpData(dataFolder, join(dataFolder, "out"), coordinator)).rejects.toThrow(/does not lie within the data folder/);
    await expect(backUpData(dataFolder, join(folder, "files"), coordinator)).rejects.toThrow(/is there already/);
    symlinkSync("gone", join(folder, "link"));
    await expect(backUpData(dataFolder, join(folder, "link"), coordinator)).rejects.toThrow(/link is there already/);
    rmSync(join(folder, "link"));
    expect(readdirSync(folder).toSorted()).toEqual(["bundle", "files"]);
  });

  test("made while strokes go on, holds the folder as it was at one time; check and verify find nothing", async () => {
    const { dataFolder } = study;
    const out = join(folder, "backup");
    stroke();
    let strokes = 0;
    const backup = await backUpData(dataFolder, out, {
      ...coordinator,
      onProgress: () => {
        stroke();
        strokes += 1;
      },
    });
    expect(backup.faults).toEqual([]);
    expect(backup.files).toBe(strokes + 1);
    const [project] = backup.projects;
    expect(project!.fault).toBeNull();
    // The strokes that came after the database was copied are not in it.
    expect(study.projects.status(study.coordinator, study.id).head.number).toBe(project!.head.number + strokes);

    const restored = join(folder, "restored");
    await expect(restoreData(out, restored, asking("Reader 1"))).rejects.toThrow(/see nothing here but their own readings/);
    expect(await restoreData(out, restored, coordinator)).toEqual({
      madeAt: backup.madeAt,
      files: backup.files,
      projects: backup.projects,
    });
    expect((await checkData(restored, { repair: false })).findings).toEqual([]);
    expect(statSync(join(restored, "fascicle.db")).mode & 0o077).toBe(0);
    await expect(restoreData(out, restored, coordinator)).rejects.toThrow(/is there already/);

    // A head that was noted later names what an older folder lacks.
    const later = head(study.projects.status(study.coordinator, study.id).head);
    const store = openStore(restored);
    const projects = createProjects(store);
    expect(projects.verify(study.id, head(project!.head)).fault).toBeNull();
    expect(projects.verify(study.id, later).fault).toMatch(
      new RegExp(`the log ends with entry ${project!.head.number}, but the known head is that of entry`),
    );
    store.close();
  });

  test("a damaged backup is refused whole, whichever file it is", async () => {
    const whole = join(folder, "backup");
    const files = readdirSync(whole, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const one = (pattern: RegExp) => {
      const { parentPath, name } = files.find((entry) => pattern.test(join(entry.parentPath, entry.name)))!;
      return join(parentPath, name).slice(whole.length + 1);
    };
    const damaged = join(folder, "damaged");
    for (const [path, edit, words] of [
      ["fascicle.db", "flip", /fascicle\.db is damaged/],
      [one(/\.dcm$/), "flip", /\.dcm is damaged/],
      [one(/instances.*\.nrrd$/), "cut", /\.nrrd is damaged/],
      [one(/place\.json$/), "flip", /place\.json is damaged/],
      [one(/derived/), "remove", /derived\/.* is not there/],
      [one(/model\.onnx$/), "flip", /model\.onnx is damaged/],
      ["fascicle-backup.json", "flip", /fascicle-backup\.json/],
      ["fascicle-backup.json", "remove", /no backup of Fascicle/],
    ] as const) {
      rmSync(damaged, { recursive: true, force: true });
      cpSync(whole, damaged, { recursive: true });
      const bytes = readFileSync(join(damaged, path));
      // In the middle: at its end a manifest has brackets alone.
      bytes[bytes.length >> 1]! ^= 1;
      if (edit === "remove") rmSync(join(damaged, path));
      else writeFileSync(join(damaged, path), edit === "cut" ? bytes.subarray(0, -1) : bytes);
      await expect(restoreData(damaged, join(folder, "none"), coordinator)).rejects.toThrow(words);
    }
    expect(readdirSync(folder).filter((name) => name.startsWith(".") || name === "none")).toEqual([]);
  });

  test("by command: what is damaged in the data folder is named, and the heads to keep", async () => {
    const { dataFolder } = study;
    const original = join(dataFolder, "instances", readdirSync(join(dataFolder, "instances"))[0]!);
    const file = join(
      original,
      readdirSync(original).find((name) => /\.(dcm|nrrd)$/.test(name))!,
    );
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.concat([bytes, Buffer.from("x")]));
    process.env["FASCICLE_PASSPHRASE"] = passphrase;
    const backup = await runVerb(backupVerb, join(folder, "again"), "--as", "Coordinator", "--data", dataFolder);
    writeFileSync(file, bytes);
    expect(backup.code).toBe(1);
    expect(backup.stdout).toMatch(
      /^WRONG {3}instances\/.*: damaged in the data folder, and so in the backup.*\nWritten: \d+ files, .* MB\.\nMuscles: head \d+:[0-9a-f]{64}\n$/,
    );
    process.env["FASCICLE_PASSPHRASE"] = passphrase;
    const restored = await runVerb(restoreVerb, join(folder, "backup"), join(folder, "by command"), "--as", "Coordinator");
    delete process.env["FASCICLE_PASSPHRASE"];
    expect([restored.code, restored.stdout]).toEqual([
      0,
      expect.stringMatching(/^Restored: \d+ files of the backup of .*Z\.\nMuscles: head /) as string,
    ]);
    expect((await runVerb(restoreVerb, join(folder, "backup"))).code).toBe(2);
  });
});
