import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { globSync, mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeDicomFiles } from "../../../dicomFiles.ts";
import { encodeImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { makeImage } from "../radiomics/makeImage.ts";
import { openImport } from "./importing.ts";
import { by, change } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

describe("an import that is killed", () => {
  it("is finished by the next one, without duplicates, orphans or leftovers", async () => {
    const folder = temporaryFolder();
    const count = 400;
    const source = writeDicomFiles(join(folder, "many"), count, 64);
    const child = spawn(process.execPath, [join(import.meta.dirname, "importUntilKilled.ts"), folder, source], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");

    const opened = openImport(folder);
    try {
      // What the dead process had begun is gone at the start, and the job says what happened.
      expect(readdirSync(join(opened.dataFolder, "incoming")).filter((name) => name.startsWith(`${child.pid}_`))).toEqual([]);
      expect(opened.jobs.list().find(({ kind }) => kind === "import")?.state).toBe("interrupted");
      expect(opened.store.database.pragma("integrity_check", { simple: true })).toBe("ok");
      // Originals whose rows it had not written are taken in, before anything is imported again.
      for (const { id, kind } of opened.jobs.list()) if (kind === "volumes") await opened.jobs.finished(id);
      const kept = () => globSync("**/*.dcm", { cwd: opened.store.instancesFolder });
      const rows = opened.count("instance");
      expect(kept().length).toBeGreaterThan(0);
      expect(rows).toBe(kept().length);
      expect(opened.count("volume_frame")).toBe(rows);

      const result = await opened.run(source);
      expect(result).toMatchObject({ instances: count - rows, duplicates: rows, conflicts: [], rejected: [] });
      const hashes = opened.store.database.prepare<[], string>("SELECT content_hash FROM instance").pluck().all();
      expect(new Set(kept().map((path) => path.slice(3, -4)))).toEqual(new Set(hashes));
      for (const path of kept())
        expect(
          createHash("sha256")
            .update(readFileSync(join(opened.store.instancesFolder, path)))
            .digest("hex"),
        ).toBe(path.slice(3, -4));
      expect(opened.count("volume_frame")).toBe(count);
    } finally {
      await opened.close();
    }
  });

  it("of image files leaves no originals of which nothing says where they came from", async () => {
    const folder = temporaryFolder();
    const source = join(folder, "many");
    mkdirSync(source);
    const image = (seed: number) =>
      makeImage(
        [16, 16, 8],
        Int16Array.from({ length: 2048 }, (_, at) => (at * seed) % 251),
      );
    for (let number = 0; number < 60; number += 1)
      writeFileSync(join(source, `${number}.nii.gz`), await encodeImageFile("x.nii.gz", image(number + 1), { segments: [] }));
    const child = spawn(process.execPath, [join(import.meta.dirname, "importUntilKilled.ts"), folder, source], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");

    const opened = openImport(folder);
    try {
      expect(readdirSync(join(opened.dataFolder, "incoming")).filter((name) => name.startsWith(`${child.pid}_`))).toEqual([]);
      const finishing = opened.jobs.list().find(({ kind }) => kind === "volumes")!;
      expect(await opened.jobs.finished(finishing.id)).toMatchObject({ state: "succeeded", result: { rejected: [] } });
      const rows = opened.count("image_file");
      const kept = () => globSync("**/*.nii.gz", { cwd: opened.store.instancesFolder }).length;
      expect(kept()).toBe(rows);
      expect(globSync("**/*.place.json", { cwd: opened.store.instancesFolder })).toHaveLength(rows);
      expect(await opened.run(source)).toMatchObject({ imageFiles: 60 - rows, duplicates: rows, notes: [], rejected: [] });
      expect(kept()).toBe(60);
    } finally {
      await opened.close();
    }
  });

  it("between an image file's note and its original leaves no note: whose original is gone keeps its own", async () => {
    const folder = temporaryFolder();
    const source = join(folder, "P01");
    mkdirSync(source);
    const image = makeImage([16, 16, 8], new Int16Array(2048).fill(3));
    writeFileSync(join(source, "t1.nii.gz"), await encodeImageFile("t1.nii.gz", image, { segments: [] }));
    const before = openImport(folder);
    await before.run(source);
    const [original] = globSync("**/*.nii.gz", { cwd: before.store.instancesFolder });
    unlinkSync(join(before.store.instancesFolder, original!));
    await before.close({ keep: true });
    const hash = "ab".repeat(32);
    const instances = join(folder, "data", "instances");
    mkdirSync(join(instances, "ab"), { recursive: true });
    writeFileSync(join(instances, "ab", `${hash}.place.json`), '{"places":[{"fileName":"x.nii.gz"}]}');
    mkdirSync(join(folder, "data", "incoming", "999999999_1.a-import-x"));
    const opened = openImport(folder);
    try {
      for (const { id, kind } of opened.jobs.list()) if (kind === "volumes") await opened.jobs.finished(id);
      expect(globSync("**/*.place.json", { cwd: instances })).toEqual([original!.replace(".nii.gz", ".place.json")]);
    } finally {
      await opened.close();
    }
  });

  it("on a disk that is full leaves no originals without rows after the next start, and no copies", async () => {
    const folder = temporaryFolder();
    const source = writeDicomFiles(join(folder, "many"), 40, 16);
    const first = openImport(folder);
    // Stands for a full disk: what SQLite reports, and every write of a row.
    change(first.store, (database) =>
      database.exec(
        "CREATE TRIGGER full BEFORE INSERT ON instance WHEN (SELECT count(*) FROM instance) >= 8 BEGIN SELECT raise(ABORT, 'database or disk is full'); END",
      ),
    );
    const job = await first.jobs.finished(first.dicomImport.start(by, [source]));
    expect(job.state).toBe("failed");
    const kept = globSync("**/*.dcm", { cwd: first.store.instancesFolder }).length;
    expect(kept).toBeGreaterThan(first.count("instance"));
    expect(globSync("**/*", { cwd: join(first.dataFolder, "incoming") }).length).toBe(1);
    change(first.store, (database) => database.exec("DROP TRIGGER full"));
    await first.close({ keep: true });

    const second = openImport(folder);
    for (const { id, kind } of second.jobs.list()) if (kind === "volumes") await second.jobs.finished(id);
    expect(second.count("instance")).toBe(kept);
    expect(second.count("volume_frame")).toBe(kept);
    expect(readdirSync(join(second.dataFolder, "incoming"))).toEqual([]);
    await second.close();
  });

  it("leaves alone what a program that still runs is bringing in", async () => {
    const folder = temporaryFolder();
    const first = openImport(folder);
    const living = join(first.dataFolder, "incoming", `${process.ppid}-abcdef`);
    const dead = join(first.dataFolder, "incoming", "2147483646-abcdef");
    for (const path of [living, dead]) {
      mkdirSync(path);
      writeFileSync(join(path, "file"), "half");
    }
    const second = openImport(folder);
    expect(readdirSync(join(first.dataFolder, "incoming"))).toEqual([`${process.ppid}-abcdef`]);
    expect(readFileSync(join(living, "file"), "utf8")).toBe("half");
    await second.close({ keep: true });
    await first.close();
  });
});
