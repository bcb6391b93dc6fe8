import { beforeEach, describe, expect, it } from "vitest";
import { at, rectangle, ToolBench } from "../toolBench.ts";

/** A bright rectangle, whose corners between pixels are at 2.5 and 8.5. */
const bright = rectangle(3, 8, 3, 8);
const corners = [
  [2.6, 2.4],
  [8.4, 2.6],
  [8.6, 8.4],
  [2.4, 8.5],
] as const;

let bench: ToolBench;
beforeEach(() => {
  bench = new ToolBench("livewire");
  bench.voxels = Float32Array.from({ length: 144 }, (_, index) => (bright.includes(`${index % 12},${Math.floor(index / 12)}`) ? 100 : 0));
});
const click = (points: ReadonlyArray<readonly [number, number]>) => {
  for (const point of points) bench.drag([point]);
};
const handles = () => {
  bench.tools.refresh();
  return bench.tools.preview.value?.handles ?? [];
};

describe("the livewire", () => {
  it.each([
    ["Enter", () => bench.tools.key("Enter")],
    ["a double-click", () => bench.tools.doubleClick()],
    ["a click on its first seed", () => click([[2.6, 2.6]])],
  ])("is filled by %s, as one step, and says so", async (_, close) => {
    click(corners);
    bench.tools.hover(at([2.5, 5]));
    expect(bench.tools.preview.value?.lines?.[0]?.points.length).toBeGreaterThan(18);
    expect(bench.drawn()).toEqual([]);
    close();
    await bench.session.settled();
    const drawn = new Set(bench.drawn());
    // Between its corners, which a Gaussian rounds by a pixel, it is the rectangle.
    const isCorner = (voxel: string) => ["3,3", "8,3", "3,8", "8,8"].includes(voxel);
    expect([...drawn].filter((voxel) => !bright.includes(voxel))).toEqual([]);
    expect(bright.filter((voxel) => !isCorner(voxel) && !drawn.has(voxel))).toEqual([]);
    expect(bench.said).toEqual([`${drawn.size} voxels given to “s1”.`]);
    expect([handles(), bench.strokes]).toEqual([[], ["livewire"]]);
    await bench.session.undo();
    expect(bench.drawn()).toEqual([]);
  });

  it("takes seeds back by Backspace and all by Esc, and waits on its slice", () => {
    click(corners.slice(0, 3));
    bench.tools.key("Backspace");
    expect(handles()).toHaveLength(2);
    bench.shown.sliceIndex = 1;
    click([[4, 4]]);
    bench.tools.key("Enter");
    expect(bench.said.every((words) => words.includes("slice 1"))).toBe(true);
    expect([bench.said.length, bench.tools.giveUp(), handles()]).toEqual([2, false, []]);
    bench.shown.sliceIndex = 0;
    bench.tool = "window";
    bench.tools.refresh();
    bench.tool = "livewire";
    expect(handles()).toHaveLength(2);
    expect([bench.tools.giveUp(), bench.tools.giveUp(), handles()]).toEqual([true, false, []]);
  });

  it("takes no seed from a palm, and is not closed with one", () => {
    bench.press([5, 5]);
    bench.tools.cancel();
    expect(handles()).toEqual([]);
    click(corners.slice(0, 1));
    bench.tools.key("Enter");
    expect([bench.said, handles().length, bench.strokes]).toEqual([["A livewire contour needs two seeds."], 1, []]);
  });

  it("leaves a locked segment its voxels, and erases with Shift", async () => {
    bench.session.slice(0)[5 * 12 + 5] = 2;
    bench.session.setLocked(2, true);
    click(corners);
    bench.tools.key("Enter");
    expect([bench.drawn(2), bench.drawn().includes("5,5")]).toEqual([["5,5"], false]);
    bench.drag([corners[0]], { shiftKey: true });
    click(corners.slice(1));
    bench.tools.key("Enter");
    expect([bench.drawn(), bench.drawn(2)]).toEqual([[], ["5,5"]]);
    expect(bench.said.at(-1)).toMatch(/^\d+ voxels of “s1” erased\.$/);
    await bench.session.settled();
  });
});
