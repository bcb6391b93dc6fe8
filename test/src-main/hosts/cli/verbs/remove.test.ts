import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import Database from "better-sqlite3";
import { beforeEach, expect, test } from "vitest";
import { removeVerb } from "../../../../../src-main/hosts/cli/verbs/remove.ts";
import { openImport, sliceBytes } from "../../../services/import/importing.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

async function remove(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const into = (parts: string[]) =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        parts.push(chunk.toString());
        done();
      },
    });
  const code = await removeVerb(args, { stdout: into(stdout), stderr: into(stderr) });
  return { code, stdout: stdout.join(""), stderr: stderr.join("") };
}

test("says what would go, and removes it only where it is told so", async () => {
  const opened = openImport(folder);
  writeFileSync(join(folder, "one.dcm"), sliceBytes(0));
  await opened.run(join(folder, "one.dcm"));
  await opened.close({ keep: true });
  const data = ["--data", opened.dataFolder];
  const originals = () =>
    readdirSync(join(opened.dataFolder, "instances"), { recursive: true }).filter((name) => String(name).endsWith(".dcm")).length;

  const asked = await remove("2.25.1", ...data);
  expect(asked).toMatchObject({ code: 0, stderr: "" });
  expect(asked.stdout).toBe("Would be removed (say --yes):\n  1 original DICOM file (1 kB)\n  1 series\n  1 volume\n");
  expect(originals()).toBe(1);

  // As an earlier version of the program leaves it: the start builds the volumes anew, which is work under way.
  const database = new Database(join(opened.dataFolder, "fascicle.db"));
  database.exec("UPDATE series SET volumes_stale = 1");
  database.close();
  const done = await remove("2.25.1", "--yes", "--json", ...data);
  expect(JSON.parse(done.stdout)).toMatchObject({ originals: 1, series: 1, volumes: 1, segmentations: 0, isRemoved: true });
  expect(originals()).toBe(0);
  await expect(remove("2.25.1", "--yes", ...data)).rejects.toThrow(/not in the data folder/);
  expect((await remove(...data)).code).toBe(2);
});
