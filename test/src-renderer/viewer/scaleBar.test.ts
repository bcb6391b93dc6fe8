import { expect, it } from "vitest";
import { scaleBar } from "../../../src-renderer/viewer/scaleBar.ts";

it.each([
  [73, 50, "5 cm"],
  [50, 50, "5 cm"],
  [49.9, 20, "2 cm"],
  [199, 100, "10 cm"],
  [12, 10, "1 cm"],
  [9, 5, "5 mm"],
  [1.9, 1, "1 mm"],
  [0.6, 0.5, "0.5 mm"],
])("no longer than %d mm: %d mm, %s", (longest, lengthMm, label) => {
  expect(scaleBar(longest)).toEqual({ lengthMm, label });
});

it("is null without a length", () => {
  for (const length of [0, -3, Number.NaN, Infinity]) expect(scaleBar(length)).toBeNull();
});
