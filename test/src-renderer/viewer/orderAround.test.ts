import { expect, it } from "vitest";
import { orderAround } from "../../../src-renderer/viewer/orderAround.ts";
import { imageIdOf, parseImageId } from "../../../src-renderer/viewer/imageIds.ts";

it("wants what is near first, and of two as near the one ahead", () => {
  expect(orderAround(2, 6, 1)).toEqual([2, 3, 1, 4, 0, 5]);
  expect(orderAround(2, 6, -1)).toEqual([2, 1, 3, 0, 4, 5]);
  expect(orderAround(0, 1, 1)).toEqual([0]);
});

it("names slices and reads the names back", () => {
  expect(parseImageId(imageIdOf("1.2.3-0", 17))).toEqual({ volumeId: "1.2.3-0", sliceIndex: 17 });
  expect(() => parseImageId("wadouri:1")).toThrow(RangeError);
});
