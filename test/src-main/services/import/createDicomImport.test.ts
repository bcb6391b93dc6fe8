import { createHash } from "node:crypto";
import { globSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ImportResult } from "#shared/api/import.ts";
import { writeDicomFiles } from "../../../dicomFiles.ts";
import { openImport, sliceBytes } from "./importing.ts";
import { by } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let opened: ReturnType<typeof openImport>;
beforeEach(() => {
  opened = openImport(temporaryFolder());
});
afterEach(() => opened.close());

/** Writes files into a new folder beside the data folder; answers the folder. */
function folderWith(files: Readonly<Record<string, Buffer | string>>, name = "source"): string {
  const folder = join(opened.folder, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const reasons = (result: ImportResult) => Object.fromEntries(result.rejected.map(({ path, reason }) => [path.split("/").at(-1), reason]));

describe("import", () => {
  it("copies originals unchanged under their sha256 and leaves nothing on the way", async () => {
    const files = { "a/1.dcm": sliceBytes(0), "a/b/2": sliceBytes(1), "3.IMA": sliceBytes(2) };
    const result = await opened.run(folderWith(files));
    expect(result).toMatchObject({
      studies: 1,
      series: 1,
      instances: 3,
      duplicates: 0,
      rejected: [],
      conflicts: [],
      notes: [],
      firstStudyInstanceUid: "2.25.1",
    });
    for (const bytes of Object.values(files)) {
      const hash = sha256(bytes);
      expect(readFileSync(join(opened.store.instancesFolder, hash.slice(0, 2), `${hash}.dcm`)).equals(bytes)).toBe(true);
    }
    expect(readdirSync(join(opened.dataFolder, "incoming"))).toEqual([]);
    expect(opened.count("volume")).toBe(1);
  });

  it("takes the same file twice as one instance, in one import and in two", async () => {
    const folder = folderWith({ "1": sliceBytes(0), same: sliceBytes(0), "2": sliceBytes(1) });
    expect(await opened.run(folder)).toMatchObject({ instances: 2, duplicates: 1 });
    expect(await opened.run(folder)).toMatchObject({ studies: 0, series: 0, instances: 0, duplicates: 3, firstStudyInstanceUid: "2.25.1" });
    expect(opened.count("instance")).toBe(2);
  });

  it("keeps the same UID with other content apart and says so", async () => {
    await opened.run(folderWith({ "1": sliceBytes(0) }));
    const result = await opened.run(folderWith({ other: sliceBytes(0, { pixels: Buffer.alloc(128, 77) }) }, "later"));
    expect(result).toMatchObject({ instances: 1, conflicts: [{ path: join(opened.folder, "later", "other") }] });
    expect(
      opened.store.database.prepare("SELECT variant FROM instance WHERE sop_instance_uid = '2.25.3.0' ORDER BY variant").pluck().all(),
    ).toEqual([0, 1]);
  });

  it("allows one series UID in two studies, and says where one study UID has two patients", async () => {
    const result = await opened.run(
      folderWith({
        "1": sliceBytes(0),
        "2": sliceBytes(1, { studyInstanceUid: "2.25.99" }),
        "3": sliceBytes(2, { patientId: "someone else" }),
      }),
    );
    expect(result).toMatchObject({ studies: 2, series: 2, instances: 3 });
    expect(result.conflicts.map(({ reason }) => reason)).toEqual([expect.stringContaining("another Patient ID")]);
  });

  it("makes up missing UIDs, always the same from the same content", async () => {
    const without = { studyInstanceUid: "", seriesInstanceUid: "", sopInstanceUid: "" };
    const folder = folderWith({ "1": sliceBytes(0, without), "2": sliceBytes(1, without) });
    const result = await opened.run(folder);
    expect(result).toMatchObject({ studies: 1, series: 1, instances: 2 });
    expect(result.notes).toHaveLength(2);
    const uids = opened.store.database
      .prepare<[], string>(
        "SELECT study_instance_uid FROM study UNION SELECT series_instance_uid FROM series UNION SELECT sop_instance_uid FROM instance",
      )
      .pluck()
      .all();
    // PS3.5 B.2: "2.25." and the decimal number of a UUID, 128 bits at most.
    for (const uid of uids) {
      expect(uid).toMatch(/^2\.25\.[1-9]\d*$/);
      expect(BigInt(uid.slice(5)) < 2n ** 128n).toBe(true);
    }
    expect(await opened.run(folder)).toMatchObject({ instances: 0, duplicates: 2 });
  });

  it("lists what cannot be used with a reason each, and goes on", async () => {
    const whole = sliceBytes(0);
    const folder = folderWith({
      "good.dcm": whole,
      "notes.txt": "shopping list",
      "empty.dcm": "",
      "short.dcm": whole.subarray(0, whole.length - 20),
      "header.dcm": whole.subarray(0, 300),
      "damaged.gz": gzipSync(whole).subarray(0, 200),
      "picture.png": Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"),
    });
    symlinkSync(join(opened.folder, "nowhere"), join(folder, "lost"));
    const result = await opened.run(folder, join(opened.folder, "not there"));
    expect(result.instances).toBe(1);
    expect(reasons(result)).toEqual({
      "notes.txt": "not a DICOM file",
      "empty.dcm": "the file is empty",
      "short.dcm": "cut short: its pixels need 128 bytes and 108 are there",
      "header.dcm": expect.stringContaining("cut short"),
      "damaged.gz": expect.stringContaining("gzip content cannot be read"),
      "picture.png": "not a DICOM file",
      lost: "there is no such file or folder",
      "not there": "there is no such file or folder",
    });
  });

  it("takes off a gzip around a single file", async () => {
    await opened.run(folderWith({ "1.dcm.gz": gzipSync(sliceBytes(0)) }));
    expect(await opened.run(folderWith({ "1.dcm": sliceBytes(0) }, "plain"))).toMatchObject({ instances: 0, duplicates: 1 });
  });

  it("does not import its own data folder when that lies in the folder", async () => {
    folderWith({ "1": sliceBytes(0) }, "deep/source");
    expect(await opened.run(opened.folder)).toMatchObject({ instances: 1, duplicates: 0, rejected: [] });
    expect(await opened.run(opened.folder)).toMatchObject({ instances: 0, duplicates: 1, rejected: [] });
  });

  it("stops soon when cancelled, keeps what it had, and goes on with the rest the next time", async () => {
    const source = writeDicomFiles(join(opened.folder, "many"), 400, 64);
    const jobId = opened.dicomImport.start(by, [source]);
    for await (const job of opened.jobs.watch(jobId)) if (job.phase === "reading files" && job.done > 0) opened.jobs.cancel(jobId);
    const cancelled = opened.jobs.get(jobId);
    expect(cancelled.state).toBe("cancelled");
    const kept = (cancelled.result as ImportResult).instances;
    expect(kept).toBe(opened.count("instance"));
    const rest = await opened.run(source);
    expect(rest).toMatchObject({ instances: 400 - kept, duplicates: kept, rejected: [] });
    expect(globSync("**/*.dcm", { cwd: opened.store.instancesFolder })).toHaveLength(400);
    // Every instance is in a volume in the end: also those of the cancelled import, whose volumes a job of its own builds.
    for (const { id, kind } of opened.jobs.list()) if (kind === "volumes") await opened.jobs.finished(id);
    expect(opened.count("volume_frame")).toBe(400);
  });
});
