import { expect, it } from "vitest";
import { ToolBench } from "../toolBench.ts";

it("the crosshair points where it is pressed and dragged, also without a segmentation, and draws nothing", () => {
  const bench = new ToolBench("crosshair");
  bench.shown.plane = "coronal";
  bench.drag([
    [2, 3],
    [4, 5],
    [6, 5],
  ]);
  // Of several places between two frames of the screen, the last.
  expect(bench.moved).toEqual(["point 2 3 0", "point 6 5 0"]);
  expect(bench.strokes).toEqual([]);
});

it("a click with Ctrl picks, a drag with Ctrl is the grey window's", () => {
  const bench = new ToolBench("brush");
  const window = { ...bench.shown.window };
  bench.press([2, 3], { ctrlKey: true });
  bench.tools.move([{ canvas: [41, 62], voxel: [2.05, 3.1, 0], patientMm: null }]);
  bench.tools.up(null);
  expect(bench.moved).toEqual(["pick 2 3 0"]);
  expect(bench.shown.window).toEqual(window);
  bench.drag(
    [
      [2, 3],
      [4, 3],
    ],
    { ctrlKey: true },
  );
  expect(bench.moved).toEqual(["pick 2 3 0"]);
  expect(bench.shown.window.width).toBeGreaterThan(window.width);
  expect(bench.strokes).toEqual([]);
});
