import { expect, test } from "vitest";
import { measureBench } from "../measures/measureBench.ts";

test("an ellipse fills the box that was dragged; its axes are the screen's", async () => {
  const { bench, desk } = await measureBench("ellipse");
  bench.drag([
    [2, 3],
    [10, 7],
  ]);
  await desk.settled();
  expect(desk.state.value.measures).toMatchObject([
    {
      points: [
        [6, 5, 0],
        [10, 5, 0],
        [6, 7, 0],
      ],
    },
  ]);
});
