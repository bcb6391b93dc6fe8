import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { encodePng } from "../../../../src-main/services/volumes/encodePng.ts";

/** The data of a chunk, by its type (W3C PNG 3, 5.3). */
function chunkOf(png: Uint8Array, type: string): Buffer {
  const bytes = Buffer.from(png);
  const at = bytes.indexOf(type, 8, "latin1");
  return bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4));
}

test("pixels of one sample are places in a palette where there is one", () => {
  const png = encodePng(2, 2, 1, Uint8Array.of(0, 1, 1, 0), Uint8Array.of(255, 0, 0, 0, 0, 255));
  // Width, height, 8 bits, colour type 3: a palette.
  expect([...chunkOf(png, "IHDR")]).toEqual([0, 0, 0, 2, 0, 0, 0, 2, 8, 3, 0, 0, 0]);
  expect([...chunkOf(png, "PLTE")]).toEqual([255, 0, 0, 0, 0, 255]);
  // Each row begins with its filter, none.
  expect([...inflateSync(chunkOf(png, "IDAT"))]).toEqual([0, 0, 1, 0, 1, 0]);
});
