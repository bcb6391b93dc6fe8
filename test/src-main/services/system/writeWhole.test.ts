import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { isThere, writeFolder, writeWhole } from "../../../../src-main/services/system/index.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

test("a file is replaced whole, and nothing else is left in its folder", async () => {
  const path = join(folder, "a.csv");
  writeFileSync(path, "old");
  await writeWhole(path, "new");
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(readdirSync(folder)).toEqual(["a.csv"]);
});

test("what stands in the way is told by name, and nothing is left", async () => {
  mkdirSync(join(folder, "a.csv"));
  await expect(writeWhole(join(folder, "a.csv"), "new")).rejects.toThrow(/^a\.csv could not be written/);
  expect(readdirSync(folder)).toEqual(["a.csv"]);
});

test.skipIf(process.platform === "win32")("a link stays a link: its file is written", async () => {
  writeFileSync(join(folder, "real.csv"), "old");
  symlinkSync("real.csv", join(folder, "link.csv"));
  await writeWhole(join(folder, "link.csv"), "new");
  expect(lstatSync(join(folder, "link.csv")).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, "real.csv"), "utf8")).toBe("new");
});

test.skipIf(process.platform === "win32")("a link to nothing is there: neither a file nor a folder takes its place", async () => {
  const link = join(folder, "link.csv");
  symlinkSync("gone.csv", link);
  expect([await isThere(link), await isThere(join(folder, "gone.csv"))]).toEqual([true, false]);
  await expect(writeWhole(link, "new")).rejects.toThrow(/^link\.csv is a link to what is not there\..*Nothing was written/);
  await expect(writeFolder(link, { "a.csv": "new" })).rejects.toThrow(/^link\.csv is there already and is a link/);
  // A link to an empty folder cannot be replaced by the folder that was written either.
  mkdirSync(join(folder, "empty"));
  symlinkSync("empty", join(folder, "linked"));
  await expect(writeFolder(join(folder, "linked"), { "a.csv": "new" })).rejects.toThrow(/^linked is there already and is a link/);
  expect(readdirSync(folder).toSorted()).toEqual(["empty", "link.csv", "linked"]);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
});

test.skipIf(process.platform === "win32")("a pipe is written into, not replaced", async () => {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  const read = new Promise<string>((resolve, reject) => {
    import("node:fs/promises").then(({ readFile }) => readFile(pipe, "utf8")).then(resolve, reject);
  });
  await writeWhole(pipe, "through");
  expect(await read).toBe("through");
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});
