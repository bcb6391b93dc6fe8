import { expect, it } from "vitest";
import { movedSoFar } from "../../../../src-renderer/drawing/placing/placingDesk.ts";
import { volumeOf } from "../../volumeOf.ts";
import { benchVolume, ToolBench } from "../toolBench.ts";

/** Its middle lies at (6, 6, 0), mm: 20 pixels a mm on the bench. */
const moving = volumeOf({ id: "moving", columns: 5, rows: 5, slices: 1, spacingMm: [1, 1, 5], originMm: [4, 4, 0] });

function placing(): ToolBench {
  const bench = new ToolBench("place");
  bench.placing.begin(benchVolume, moving);
  return bench;
}

it("a drag moves the image by as much as the mouse", () => {
  const bench = placing();
  bench.drag([
    [5, 5],
    [6, 5],
    [8, 4],
  ]);
  const { shiftMm, degrees } = movedSoFar(bench.placing.state.value!);
  expect([...shiftMm, degrees]).toEqual([3, -1, 0, 0]);
});

it("the ring about its middle turns it, and so does Shift anywhere", () => {
  // The ring has a radius of 0.3 of 400 pixels: 6 mm. From the right of the middle to below it: a quarter, clockwise.
  for (const [event, radius] of [
    [{}, 6],
    [{ shiftKey: true }, 2],
  ] as const) {
    const bench = placing();
    bench.drag(
      [
        [6 + radius, 6],
        [6, 6 + radius],
      ],
      event,
    );
    const { shiftMm, degrees } = movedSoFar(bench.placing.state.value!);
    expect(degrees).toBeCloseTo(90, 9);
    for (const each of shiftMm) expect(each).toBeCloseTo(0, 9);
  }
});

it("Escape amid a drag puts it back to where the drag began", () => {
  const bench = placing();
  bench.drag([
    [5, 5],
    [7, 5],
  ]);
  bench.press([5, 5]);
  bench.tools.move([{ canvas: [180, 180], voxel: [9, 9, 0], patientMm: [9, 9, 0] }]);
  bench.tools.cancel();
  expect(movedSoFar(bench.placing.state.value!).shiftMm).toEqual([2, 0, 0]);
});

it("where no image is placed, it is said", () => {
  const bench = new ToolBench("place");
  bench.drag([
    [5, 5],
    [7, 5],
  ]);
  expect(bench.said).toEqual(["Place the image where the fixed one is on show."]);
});
