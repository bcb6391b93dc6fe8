import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isProcessAlive, systemErrorWords, writeWhole } from "../../../../src-main/services/system/index.ts";

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "fascicle-system-")); });
afterEach(() => {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true });
});

test("a file is written whole, into folders that are made, and replaces what was there", async () => {
  const path = join(folder, "deep", "out.txt");
  await writeWhole(path, "one");
  await writeWhole(path, Uint8Array.of(116, 119, 111));
  expect(readFileSync(path, "utf8")).toBe("two");
  expect(readdirSync(join(folder, "deep"))).toEqual(["out.txt"]);
});

test("what cannot be written is named, and nothing is left on the way", async () => {
  mkdirSync(join(folder, "taken"));
  await expect(writeWhole(join(folder, "taken"), "x")).rejects.toThrow(/^taken could not be written\./);
  writeFileSync(join(folder, "file"), "");
  await expect(writeWhole(join(folder, "file", "out.txt"), "x")).rejects.toThrow(/^out\.txt could not be written\./);
  expect(readdirSync(folder).toSorted()).toEqual(["file", "taken"]);
});

test("an exit in the middle of writing leaves neither half a file nor a temporary one", async () => {
  const source = new URL("../../../../src-main/services/system/index.ts", import.meta.url).href;
  // Ends once the temporary file is there, long before 512 MB are on the disk.
  const script = `
    import { readdirSync } from "node:fs";
    import { writeWhole } from ${JSON.stringify(source)};
    void writeWhole(${JSON.stringify(join(folder, "out.bin"))}, Buffer.alloc(2 ** 29, 1));
    const look = () => (readdirSync(${JSON.stringify(folder)}).some((name) => name.endsWith(".partial")) ? process.exit(130) : setImmediate(look));
    look();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { cwd: new URL("../../../../", import.meta.url) });
  expect(await once(child, "exit")).toEqual([130, null]);
  expect(readdirSync(folder)).toEqual([]);
});

test("a process is told alive from ended", async () => {
  expect(isProcessAlive(process.pid)).toBe(true);
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  expect(isProcessAlive(child.pid!)).toBe(false);
  expect([0, -1, 1.5, Number.NaN].map(isProcessAlive)).toEqual([false, false, false, false]);
});

test("errors of disk and database are told by their code, never by their message", () => {
  const coded = (code: string) => systemErrorWords(Object.assign(new Error("/home/doe^jane/secret"), { code }));
  expect(coded("ENOSPC")).toMatch(/^The disk is full/);
  expect(coded("SQLITE_FULL")).toBe(coded("ENOSPC"));
  expect(coded("EACCES")).toMatch(/permissions/);
  expect(coded("SQLITE_BUSY_SNAPSHOT")).toMatch(/Another program/);
  expect(coded("SQLITE_IOERR_WRITE")).toMatch(/disk reports an error/);
  expect(coded("ENOENT")).toBeUndefined();
  expect(systemErrorWords(undefined)).toBeUndefined();
});
