import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  makeIncomingFolder,
  processMark,
  removeAbandonedFolders,
  removeIncomingFolder,
  removeLeftTemporary,
  temporaryPath,
} from "../../../../src-main/services/system/index.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let dataFolder: string;
beforeEach(() => {
  dataFolder = temporaryFolder();
});
afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

/** Beyond any process id. */
const dead = `${2 ** 30}_1.a`;

test.each(["upload", "sample", "derived", "inference"] as const)(
  "what a killed program left (%s) is removed at the next start, and is no import to be finished; what is in use stays",
  async (purpose) => {
    const own = makeIncomingFolder(dataFolder, purpose);
    const left = join(dataFolder, "incoming", `${dead}-${purpose}-x`);
    mkdirSync(left);
    writeFileSync(join(left, "channel-0"), "voxels");
    expect(removeAbandonedFolders(dataFolder)).toBe(false);
    expect(readdirSync(join(dataFolder, "incoming")).map((name) => join(dataFolder, "incoming", name))).toEqual([own]);
    await removeIncomingFolder(own);
  },
);

test("what a killed import left says that originals may lie in the store without rows", () => {
  mkdirSync(join(dataFolder, "incoming", `${dead}-import-x`), { recursive: true });
  expect(removeAbandonedFolders(dataFolder)).toBe(true);
  expect(removeAbandonedFolders(dataFolder)).toBe(false);
});

test("in the system's temporary folder what a killed program left is removed, and what a living one uses is not", () => {
  const [own, ownFolder] = [temporaryPath("inference"), temporaryPath("bundle")];
  const left = [own, ownFolder].map((path) => path.replace(processMark(), dead));
  const other = join(tmpdir(), `fascicle-inference-${dead}.txt`);
  for (const path of [own, left[0]!, other]) writeFileSync(path, "");
  for (const path of [ownFolder, left[1]!]) mkdirSync(path);
  try {
    removeLeftTemporary();
    expect([own, ownFolder, other].filter(existsSync)).toEqual([own, ownFolder, other]);
    expect(left.filter(existsSync)).toEqual([]);
  } finally {
    for (const path of [own, ownFolder, other, ...left]) rmSync(path, { recursive: true, force: true });
  }
});

test("a temporary folder that cannot be read keeps no program from its start", () => {
  vi.stubEnv("TMPDIR", join(dataFolder, "nowhere"));
  vi.stubEnv("TEMP", join(dataFolder, "nowhere"));
  try {
    expect(() => removeLeftTemporary()).not.toThrow();
  } finally {
    vi.unstubAllEnvs();
  }
});
