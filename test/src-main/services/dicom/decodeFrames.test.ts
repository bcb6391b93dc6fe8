import { mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { decodeFrames, type DecodeTask, openDicomFile } from "../../../../src-main/services/dicom/index.ts";
import { readPixelHeader } from "../../../../src-main/services/dicom/readPixelHeader.ts";
import { sliceBytes } from "./importing.ts";

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "fascicle-decode-")); });
afterEach(() => rmSync(folder, { recursive: true }));

test("a kept frame that a power cut left short, empty or filled with zeros is not believed", async () => {
  const path = join(folder, "slice.dcm");
  const pixels = Buffer.alloc(128, 7);
  writeFileSync(path, sliceBytes(0, { pixels }));
  const { dataSet, transferSyntaxUid } = openDicomFile(readFileSync(path));
  const cachePath = join(folder, "cache", "0.uint16");
  const task: DecodeTask = {
    path, pixels: readPixelHeader(dataSet, transferSyntaxUid, 1), scalarType: "uint16",
    frames: [{ frameNumber: 1, rescale: { slope: 1, intercept: 0, modalityLutBits: null, tile: null }, cachePath }],
  };
  const first = await decodeFrames(task);
  expect(first).toHaveProperty("bytes");
  const kept = readFileSync(cachePath);
  for (const damage of [() => truncateSync(cachePath, 20), () => truncateSync(cachePath, 0), () => writeFileSync(cachePath, Buffer.alloc(kept.length))]) {
    damage();
    expect(await decodeFrames(task)).toEqual(first);
    expect(readFileSync(cachePath).equals(kept)).toBe(true);
  }
  expect(readdirSync(join(folder, "cache"))).toEqual(["0.uint16"]);
});
