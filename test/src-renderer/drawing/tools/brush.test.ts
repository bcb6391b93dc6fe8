import { describe, expect, it } from "vitest";
import { sliceSheet } from "../../../../src-renderer/drawing/sheet.ts";
import { at, rectangle, ToolBench } from "../toolBench.ts";

// A disc of 1 mm around (2, 8) to (6, 8), with voxels of 1 mm: three rows, the middle one a voxel longer at both ends.
const line = [...rectangle(2, 6, 7, 7), ...rectangle(1, 7, 8, 8), ...rectangle(2, 6, 9, 9)];

describe("the brush", () => {
  it("paints the voxels within its radius of the path, on the slice on show only", () => {
    const bench = new ToolBench("brush");
    bench.drag([
      [2, 8],
      [4, 8],
      [6, 8],
    ]);
    expect(bench.drawn()).toEqual(line);
    expect(bench.drawn(1, 1)).toEqual([]);
  });

  it("erases with Shift, and with a pen's other end; the stroke is the eraser's", async () => {
    for (const event of [{ shiftKey: true }, { button: 5 }]) {
      const bench = new ToolBench("brush");
      bench.session.labels.fill(1, 0, 144);
      bench.drag([[5, 5]], event);
      await bench.session.settled();
      expect(bench.drawn(0)).toEqual(["5,4", "4,5", "5,5", "6,5", "5,6"]);
      expect(bench.strokes).toEqual(["eraser"]);
    }
  });

  it("takes voxels from other segments, but not from locked ones, nor where it paints only on background", () => {
    for (const [isLocked, over] of [
      [true, "all"],
      [false, "background"],
    ] as const) {
      const bench = new ToolBench("brush");
      bench.session.labels.fill(2, 0, 8 * 12);
      if (isLocked) bench.session.setLocked(2, true);
      bench.settings = { ...bench.settings, over };
      bench.drag([
        [2, 8],
        [6, 8],
      ]);
      expect(bench.drawn()).toEqual([...rectangle(1, 7, 8, 8), ...rectangle(2, 6, 9, 9)]);
    }
  });

  it("as a ball paints the slices beside, as far as it reaches there; on slices that are no neighbours it stays on its own", () => {
    const bench = new ToolBench("brush");
    bench.settings = { ...bench.settings, isBall: true, brushRadiusMm: 5.1 };
    bench.drag([[6, 6]]);
    // Five mm to the next slice: a disc of sqrt(5.1^2 - 5^2) = 1.005 mm there.
    expect(bench.drawn(1, 1)).toEqual(["6,5", "5,6", "6,6", "7,6", "6,7"]);
    expect(bench.drawn()).toContain("1,6");
    expect(bench.strokes).toEqual(["brush"]);
    bench.drag([[6, 6]], { shiftKey: true });
    expect([bench.drawn(1, 0), bench.drawn(1, 1)]).toEqual([[], []]);
  });

  it("keeps to the range of values where the rule has one, painting and erasing", () => {
    const bench = new ToolBench("brush");
    bench.voxels = Uint8Array.from({ length: 144 }, (_, index) => (index % 12 < 5 ? 10 : 90));
    bench.session.state.patch({ range: [90, 90] });
    bench.settings = { ...bench.settings, isRangeOn: true };
    bench.session.labels[8 * 12 + 4] = 1;
    bench.drag([[5, 8]]);
    expect(bench.drawn()).toEqual(["5,7", "4,8", "5,8", "6,8", "5,9"]);
    bench.drag([[5, 8]], { shiftKey: true });
    expect(bench.drawn()).toEqual(["4,8"]);
  });

  it("draws nothing on a slice that was left with the button down, and no line back when it returns", () => {
    const bench = new ToolBench("brush");
    bench.press([2, 8]);
    bench.shown.sliceIndex = 1;
    bench.tools.move([at([9, 2])]);
    bench.shown.sliceIndex = 0;
    bench.tools.move([at([9, 2])]);
    bench.tools.up(at([9, 2]));
    expect(bench.drawn()).toEqual(["9,1", "8,2", "9,2", "10,2", "9,3", "2,7", "1,8", "2,8", "3,8", "2,9"]);
    expect(bench.drawn(1, 1)).toEqual([]);
  });

  it("that comes up untold keeps what was drawn, and draws no line to where the mouse is next", () => {
    const bench = new ToolBench("brush");
    bench.press([2, 8]);
    bench.tools.move([at([6, 8])]);
    bench.tools.up(null);
    expect(bench.drawn()).toEqual(line);
  });

  it("shows its size where the mouse is", () => {
    const bench = new ToolBench("brush");
    bench.tools.hover(at([3, 4]));
    expect(bench.tools.preview.value).toEqual({
      sheet: sliceSheet(bench.volume, 0),
      circle: { centre: [3, 4, 0], radiusMm: 1, isSampling: false },
    });
    bench.tool = "freehand";
    bench.tools.refresh();
    expect(bench.tools.preview.value).toBeNull();
  });
});
