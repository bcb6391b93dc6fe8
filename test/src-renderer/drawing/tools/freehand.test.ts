import { describe, expect, it } from "vitest";
import { sliceSheet } from "../../../../src-renderer/drawing/sheet.ts";
import { at, rectangle, ToolBench } from "../toolBench.ts";

/** Around the centres of columns 2 to 6 and rows 6 to 8. */
const around = [
  [1.5, 5.5],
  [6.5, 5.5],
  [6.5, 8.5],
  [1.5, 8.5],
] as const;
const inside = rectangle(2, 6, 6, 8);

describe("the lasso", () => {
  it("fills the voxels whose centres it goes around", () => {
    const bench = new ToolBench("freehand");
    bench.drag(around);
    expect(bench.drawn()).toEqual(inside);
  });

  it("erases the active segment inside with Shift", () => {
    const bench = new ToolBench("freehand");
    bench.session.labels.fill(1, 0, 144);
    bench.drag(around, { shiftKey: true });
    expect(bench.drawn(0)).toEqual(inside);
  });

  it("shows its line while it is drawn", () => {
    const bench = new ToolBench("freehand");
    bench.press([1, 5]);
    bench.tools.move([at([10, 5])]);
    bench.tools.hover(at([10, 5]));
    expect(bench.tools.preview.value).toEqual({
      sheet: sliceSheet(bench.volume, 0),
      lines: [
        {
          points: [
            [1, 5, 0],
            [10, 5, 0],
          ],
        },
      ],
    });
    bench.tools.up(at([10, 5]));
    expect(bench.tools.preview.value).toBeNull();
  });

  it("fills in view, also where the slice was left meanwhile", () => {
    const bench = new ToolBench("freehand");
    bench.press(around[0]);
    bench.tools.move(around.slice(1).map((point) => at(point)));
    bench.shown.sliceIndex = 1;
    bench.tools.move([at([3, 3])]);
    bench.tools.up(at([3, 3]));
    expect(bench.shown.sliceIndex).toBe(0);
    expect(bench.said).toEqual([expect.stringMatching(/slice 1/)]);
    expect(bench.drawn()).toEqual(inside);
    expect(bench.drawn(1, 1)).toEqual([]);
  });

  it.each(["volume", "plane", "pane", "segmentation"])(
    "fills nothing where its %s goes with the button down: the contour waits as an open polygon, and a second one is given up",
    (left) => {
      const bench = new ToolBench("freehand");
      const lasso = () => {
        bench.press([1, 5]);
        bench.tools.move([at([10, 5]), at([10, 5.5]), at([10, 10])]);
        if (left === "volume") bench.shown = { ...bench.shown, volume: { id: "other", columns: 12 } };
        if (left === "plane") bench.shown = { ...bench.shown, plane: "coronal" };
        if (left === "pane") bench.tools.leave();
        else if (left === "segmentation") bench.tools.leaveSession();
        else bench.tools.up(null);
        bench.shown = { ...bench.shown, volume: bench.volume, plane: "acquisition" };
      };
      lasso();
      const polygon = {
        sliceIndex: 0,
        points: [
          [1, 5],
          [10, 5],
          [10, 10],
        ],
        isErasing: false,
      };
      expect(bench.session.state.value.polygon).toEqual(polygon);
      expect(bench.said).toEqual([expect.stringMatching(/not filled.*slice 1/)]);
      lasso();
      expect(bench.session.state.value.polygon).toEqual(polygon);
      expect(bench.said[1]).toMatch(/given up/);
      expect(bench.drawn()).toEqual([]);
    },
  );
});
