import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  diskPath,
  isMarkAlive,
  isProcessAlive,
  makeFolder,
  pathFromBytes,
  processMark,
  processStart,
  systemErrorWords,
  writeWhole,
} from "../../../../src-main/services/system/index.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
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
  expect(isProcessAlive(process.pid, null)).toBe(true);
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  expect(isProcessAlive(child.pid!, null)).toBe(false);
  expect([0, -1, 1.5, Number.NaN].map((id) => isProcessAlive(id, null))).toEqual([false, false, false, false]);
});

test.skipIf(process.platform === "win32")("a number that went to another program is told from the process that had it", () => {
  expect(isMarkAlive(processMark())).toBe(true);
  expect(isProcessAlive(process.pid, processStart(process.pid))).toBe(true);
  // The same number, another start: as after the number was given to another program.
  expect(isProcessAlive(process.ppid, processStart(process.pid))).toBe(false);
  expect(isMarkAlive(`${process.ppid}_${processStart(process.pid)}`)).toBe(false);
  expect(isMarkAlive(String(process.ppid))).toBe(true);
});

test.skipIf(process.platform !== "linux")("a process's start is what ps says", () => {
  // ps computes it from the same field and the boot's time, in seconds.
  const ticks = Number(processStart(process.pid)!.split(".")[0]);
  const bootSeconds = Number(/btime (\d+)/.exec(readFileSync("/proc/stat", "latin1"))![1]);
  const said = execFileSync("ps", ["-o", "lstart=", "-p", String(process.pid)], {
    encoding: "latin1",
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
  });
  expect(Math.abs(Date.parse(`${said.trim()} UTC`) / 1000 - (bootSeconds + ticks / 100))).toBeLessThanOrEqual(2);
});

test.skipIf(process.platform !== "linux")("a folder below /proc is refused, and the call returns", async () => {
  expect(() => makeFolder("/proc/fascicle/data")).toThrow(expect.objectContaining({ code: "ENOENT" }));
  await expect(writeWhole("/proc/fascicle/out.csv", "x")).rejects.toThrow(/^out\.csv could not be written\./);
});

test("names that are no UTF-8 pass through strings and come back as their bytes", () => {
  const names = [
    Buffer.from("plain.dcm"),
    Buffer.from("Müller 山田.dcm"),
    Buffer.from("M\xfcller.dcm", "latin1"),
    Buffer.from([0x93, 0x5f, 0xff, 0x41]),
    Buffer.from([0xe2, 0x82]),
    Buffer.from([0xc0, 0x80]),
  ];
  for (const name of names) {
    const path = join("/some/folder", pathFromBytes(name));
    expect(Buffer.from(diskPath(path))).toEqual(Buffer.concat([Buffer.from("/some/folder/"), name]));
  }
  expect(diskPath("/a/Müller")).toBe("/a/Müller");
  expect(pathFromBytes(Buffer.from("M\xfcller", "latin1")).toWellFormed()).toBe("M\ufffdller");
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
