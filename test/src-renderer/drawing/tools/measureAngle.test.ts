import { expect, test } from "vitest";
import { measureBench } from "../measures/measureBench.ts";

test("an angle is a dragged arm and a click, or three clicks", async () => {
  const { bench, desk } = await measureBench("angle");
  bench.drag([
    [1, 1],
    [5, 1],
  ]);
  bench.click([5, 4]);
  bench.click([1, 6]);
  bench.click([3, 6]);
  expect(bench.said.at(-1)).toMatch(/end of the other arm/);
  bench.click([3, 9]);
  // Nothing is asked for any more.
  expect(bench.said.at(-1)).toBe("");
  await desk.settled();
  expect(desk.state.value.measures.map(({ points }) => points)).toEqual([
    [
      [1, 1, 0],
      [5, 1, 0],
      [5, 4, 0],
    ],
    [
      [1, 6, 0],
      [3, 6, 0],
      [3, 9, 0],
    ],
  ]);
});
