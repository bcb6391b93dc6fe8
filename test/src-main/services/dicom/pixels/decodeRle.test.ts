import { expect, it } from "vitest";
import { decodeRle } from "../../../../../src-main/services/dicom/pixels/decodeRle.ts";

/** A frame of these segments, as PS3.5 G.5 lays it out. */
function frameOf(...segments: number[][]): Uint8Array {
  const bytes = new Uint8Array(64 + segments.reduce((sum, { length }) => sum + length, 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, segments.length, true);
  let at = 64;
  segments.forEach((segment, index) => {
    view.setUint32(4 + index * 4, at, true);
    bytes.set(segment, at);
    at += segment.length;
  });
  return bytes;
}

it("unpacks literal and repeated runs", () => {
  // 3 bytes as they are, one four times (257 - 253), nothing (-128), one more.
  expect([...decodeRle(frameOf([2, 1, 2, 3, 253, 9, 128, 0, 7]), 8, 1, 1)]).toEqual([1, 2, 3, 9, 9, 9, 9, 7]);
});

it("puts the most significant byte plane first, as the standard orders segments", () => {
  expect([...decodeRle(frameOf([1, 0x12, 0x00], [1, 0x34, 0xff]), 2, 1, 2)]).toEqual([0x34, 0x12, 0xff, 0x00]);
});

it("interleaves colours, one segment each", () => {
  expect([...decodeRle(frameOf([1, 10, 11], [1, 20, 21], [1, 30, 31]), 2, 3, 1)]).toEqual([10, 20, 30, 11, 21, 31]);
});

it("refuses a wrong number of segments, and a segment that ends early", () => {
  expect(() => decodeRle(frameOf([1, 1, 2]), 2, 3, 1)).toThrow("1 segments where 3 are needed");
  expect(() => decodeRle(frameOf([1, 1, 2]), 9, 1, 1)).toThrow("cut short");
});
