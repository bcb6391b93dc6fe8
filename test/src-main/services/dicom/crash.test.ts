import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeDicomFiles } from "../../../dicomFiles.ts";
import { openImport } from "./importing.ts";

describe("an import that is killed", () => {
  it("is finished by the next one, without duplicates, orphans or leftovers", async () => {
    const folder = mkdtempSync(join(tmpdir(), "fascicle-killed-"));
    const count = 400;
    const source = writeDicomFiles(join(folder, "many"), count, 64);
    const child = spawn(process.execPath, [join(import.meta.dirname, "importUntilKilled.ts"), folder, source], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");

    const opened = openImport(folder);
    try {
      // What the dead process had begun is gone at the start, and the job says what happened.
      expect(readdirSync(join(opened.dataFolder, "incoming")).filter((name) => name.startsWith(`${child.pid}-`))).toEqual([]);
      expect(opened.jobs.list().find(({ kind }) => kind === "import")?.state).toBe("interrupted");
      expect(opened.store.database.pragma("integrity_check", { simple: true })).toBe("ok");
      const rows = opened.count("instance");

      const result = await opened.run(source);
      expect(result).toMatchObject({ instances: count - rows, duplicates: rows, conflicts: [], rejected: [] });
      const kept = globSync("**/*.dcm", { cwd: opened.store.instancesFolder });
      const hashes = opened.store.database.prepare<[], string>("SELECT content_hash FROM instance").pluck().all();
      expect(new Set(kept.map((path) => path.slice(3, -4)))).toEqual(new Set(hashes));
      for (const path of kept) expect(createHash("sha256").update(readFileSync(join(opened.store.instancesFolder, path))).digest("hex")).toBe(path.slice(3, -4));
      for (const { id, kind } of opened.jobs.list()) if (kind === "volumes") await opened.jobs.finished(id);
      expect(opened.count("volume_frame")).toBe(count);
    } finally {
      await opened.close();
    }
  });

  it("leaves alone what a program that still runs is bringing in", async () => {
    const folder = mkdtempSync(join(tmpdir(), "fascicle-living-"));
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
