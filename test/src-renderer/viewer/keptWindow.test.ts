import { expect, it } from "vitest";
import { keptWindow, windowOfKept } from "../../../src-renderer/viewer/keptWindow.ts";

it("a window of MR is remembered by its place in the volume's range, and found in the range of another", () => {
  // From 100 to 500: 300 wide 200 is from 200 to 400, a quarter and three quarters of the way.
  const kept = keptWindow({ center: 300, width: 200 }, "MR", { low: 100, high: 500 });
  expect(kept).toEqual({ unit: "share", low: 0.25, high: 0.75 });
  expect(windowOfKept(kept!, { low: 0, high: 1000 })).toEqual({ center: 500, width: 500 });
  expect(windowOfKept(kept!, null)).toBeNull();
  expect(keptWindow({ center: 300, width: 200 }, "MR", null)).toBeNull();
  expect(keptWindow({ center: 300, width: 200 }, "MR", { low: 7, high: 7 })).toBeNull();
});

it("a window of CT is remembered in Hounsfield units", () => {
  const kept = keptWindow({ center: 40, width: 400 }, "CT", { low: 100, high: 500 });
  expect(kept).toEqual({ unit: "hounsfield", low: -160, high: 240 });
  expect(windowOfKept(kept!, null)).toEqual({ center: 40, width: 400 });
});
