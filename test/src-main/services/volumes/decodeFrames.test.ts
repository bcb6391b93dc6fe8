import { createHash } from "node:crypto";
import { readFileSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { openDicomFile } from "../../../../src-main/services/dicom/index.ts";
import { decodeFrames, type DecodeTask } from "../../../../src-main/services/volumes/index.ts";
import { readPixelHeader } from "../../../../src-main/services/dicom/header/readPixelHeader.ts";
import { sliceBytes } from "../import/importing.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

/** The file of a slice whose pixels are all of one value, and the task that reads it. */
function taskOf(value: number): DecodeTask {
  const bytes = sliceBytes(0, { pixels: Buffer.alloc(128, value) });
  const path = join(folder, `${createHash("sha256").update(bytes).digest("hex")}.dcm`);
  writeFileSync(path, bytes);
  const { dataSet, transferSyntaxUid } = openDicomFile(readFileSync(path));
  return {
    path,
    pixels: readPixelHeader(dataSet, transferSyntaxUid, 1),
    scalarType: "uint16",
    frames: [{ frameNumber: 1, rescale: { slope: 1, intercept: 0, modalityLutBits: null, tile: null }, cachePath: null }],
  };
}

const voxelsOf = (value: number) => [{ bytes: new Uint8Array(Buffer.alloc(128, value)) }];
test.each([
  [true, voxelsOf(7)],
  [false, [{ error: expect.stringContaining("is damaged") as string }]],
])("files stay open for the next task where that is wanted (%s), else the last one alone", async (keepsFiles, ofFirst) => {
  const tasks = [taskOf(7), taskOf(8)];
  for (const task of tasks) await decodeFrames(task, keepsFiles);
  for (const { path } of tasks) writeFileSync(path, "damaged");
  // What is open is not read again.
  expect(await decodeFrames(tasks[1]!, keepsFiles)).toEqual(voxelsOf(8));
  expect(await decodeFrames(tasks[0]!, keepsFiles)).toEqual(ofFirst);
});

test("a kept frame that a power cut left short, empty or filled with zeros is not believed", async () => {
  const cachePath = join(folder, "cache", "0.uint16");
  const plain = taskOf(7);
  const task: DecodeTask = { ...plain, frames: [{ ...plain.frames[0]!, cachePath }] };
  const first = await decodeFrames(task);
  expect(first).toEqual([{ bytes: new Uint8Array(Buffer.alloc(128, 7)) }]);
  const kept = readFileSync(cachePath);
  for (const damage of [
    () => truncateSync(cachePath, 20),
    () => truncateSync(cachePath, 0),
    () => writeFileSync(cachePath, Buffer.alloc(kept.length)),
  ]) {
    damage();
    expect(await decodeFrames(task)).toEqual(first);
    expect(readFileSync(cachePath).equals(kept)).toBe(true);
  }
  expect(readdirSync(join(folder, "cache"))).toEqual(["0.uint16"]);
});
