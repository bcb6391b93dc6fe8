import { expect, it } from "vitest";
import { ToolBench } from "../toolBench.ts";

it("scroll goes through the slices: 400 pixels of height are 40 slices, parts of one add up", () => {
  const bench = new ToolBench("scroll");
  bench.shown.sliceCount = 40;
  bench.press([0, 0]);
  for (const pixels of [6, 12, 45]) bench.tools.move([{ canvas: [0, pixels], voxel: [0, 0, 0], patientMm: null }]);
  bench.tools.up(null);
  // Slices at 6, 12 and 45 pixels: 0, 1 and 4 of them passed.
  expect(bench.moved).toEqual(["scroll 1", "scroll 3"]);
});
