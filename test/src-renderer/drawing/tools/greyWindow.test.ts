import { expect, it } from "vitest";
import { ToolBench } from "../toolBench.ts";

it("the grey window follows the drag: 500 pixels run through the volume's 1st to 99th percentile", () => {
  const bench = new ToolBench("window");
  // 20 pixels a voxel: 100 to the right and 40 down, of a spread of 500.
  bench.drag([
    [2, 2],
    [4, 3],
    [7, 4],
  ]);
  expect(bench.shown.window).toEqual({ center: 90, width: 200 });
});
