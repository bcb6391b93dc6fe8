import { expect, it } from "vitest";
import { ToolBench } from "../toolBench.ts";

it("zoom enlarges about where the press began, by a factor e in 150 pixels down", () => {
  const bench = new ToolBench("zoom");
  bench.drag([
    [2, 3],
    [9, 10.5],
  ]);
  expect(bench.moved).toEqual([`zoom ${Math.E.toFixed(6)} 40 60`]);
});
