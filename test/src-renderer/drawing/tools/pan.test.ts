import { expect, it } from "vitest";
import { ToolBench } from "../toolBench.ts";

it("pan moves the picture with the mouse", () => {
  const bench = new ToolBench("pan");
  bench.press([2, 2]);
  for (const [x, y] of [
    [3, 2],
    [3, 4],
  ] as const)
    bench.tools.move([{ canvas: [x * 20, y * 20], voxel: [x, y, 0], patientMm: null }]);
  bench.tools.up(null);
  expect(bench.moved).toEqual(["pan 20 0", "pan 0 40"]);
});
