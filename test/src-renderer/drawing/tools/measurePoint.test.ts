import { expect, test } from "vitest";
import { measureBench } from "../measures/measureBench.ts";

test("a point is where the button comes up", async () => {
  const { bench, desk } = await measureBench("point");
  bench.drag([
    [2, 3],
    [4, 5],
  ]);
  await desk.settled();
  expect(desk.state.value.measures).toMatchObject([{ kind: "point", points: [[4, 5, 0]] }]);
});
