import { beforeEach, describe, expect, it } from "vitest";
import { at, rectangle, ToolBench } from "../toolBench.ts";

let bench: ToolBench;
const bar = rectangle(3, 5, 4, 8);

beforeEach(() => {
  bench = new ToolBench("move");
  for (const voxel of bar) {
    const [column, row] = voxel.split(",").map(Number) as [number, number];
    bench.session.slice(0)[row * 12 + column] = 1;
  }
  bench.tools.hover(at([0, 0]));
});

describe("moving the segment", () => {
  it("drags it as often as wanted, and keeps it by Enter as one step", async () => {
    bench.drag([
      [4, 6],
      [6, 6.2],
      [7, 6],
    ]);
    bench.drag([
      [7, 6],
      [7, 5],
    ]);
    expect([bench.drawn(), bench.strokes]).toEqual([bar, []]);
    expect(bench.tools.preview.value?.labels?.[4 * 12 + 7]).toBe(1);
    bench.tools.key("Enter");
    expect(bench.drawn()).toEqual(rectangle(6, 8, 3, 7));
    expect(bench.said).toEqual(["Moved “s1” on slice 1: 30 voxels changed."]);
    await bench.session.settled();
    expect(bench.strokes).toEqual(["move"]);
    await bench.session.undo();
    expect(bench.drawn()).toEqual(bar);
  });

  it("goes by pixels with the arrows, as they point on the screen", () => {
    for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowUp"]) bench.tools.key(key);
    bench.tools.key("Enter");
    expect(bench.drawn()).toEqual(rectangle(4, 6, 3, 7));
  });

  it("turns by its upper handle and scales by its corner, from the first shape", () => {
    const handles = bench.tools.preview.value!.handles!;
    const turn = handles.at(-1)!;
    // From above the box to its right: a quarter about its middle, voxel 4, 6.
    bench.drag([
      [turn[0], turn[1]],
      [4 + (6 - turn[1]), 6],
    ]);
    bench.tools.key("Enter");
    expect(bench.drawn().length).toBeGreaterThanOrEqual(13);
    expect(bench.drawn().filter((voxel) => !rectangle(2, 6, 5, 7).includes(voxel))).toEqual([]);
    const corner = bench.tools.preview.value!.handles![0]!;
    bench.drag([
      [corner[0], corner[1]],
      [4 + 1.5 * (corner[0] - 4), 6 + 1.5 * (corner[1] - 6)],
    ]);
    bench.tools.key("Enter");
    // Half as large again both ways; so small a shape loses much of its corners.
    expect(bench.drawn().length).toBeGreaterThan(13 * 1.5);
    expect(bench.drawn().length).toBeLessThan(15 * 2.6);
  });

  it.each([
    ["Esc", () => bench.tools.giveUp()],
    ["undo", () => bench.tools.key("Ctrl+Z")],
  ])("is given up by %s", (_, giveUp) => {
    bench.drag([
      [4, 6],
      [7, 6],
    ]);
    giveUp();
    bench.tools.key("Enter");
    expect([bench.drawn(), bench.strokes]).toEqual([bar, []]);
    expect(bench.tools.giveUp()).toBe(false);
  });

  it.each([
    ["another tool", () => (bench.tool = "brush")],
    ["another slice", () => (bench.shown.sliceIndex = 1)],
    ["another segment", () => bench.session.activate(2)],
  ])("is kept when %s is chosen", (_, change) => {
    bench.tools.key("ArrowRight");
    change();
    bench.tools.refresh();
    expect([bench.drawn(), bench.drawn(2), bench.drawn(1, 1)]).toEqual([rectangle(4, 6, 4, 8), [], []]);
  });

  it("takes no voxel of a locked segment", () => {
    bench.session.slice(0)[6 * 12 + 6] = 2;
    bench.session.setLocked(2, true);
    bench.tools.key("ArrowRight");
    bench.tools.key("Enter");
    expect(bench.drawn(2)).toEqual(["6,6"]);
    expect(bench.drawn()).toEqual(rectangle(4, 6, 4, 8).filter((voxel) => voxel !== "6,6"));
  });

  it("leaves the arrows and undo to the room where nothing can be moved, and draws nothing when its image goes away", () => {
    bench.tools.key("ArrowRight");
    bench.tools.dispose();
    expect([bench.drawn(), bench.said.at(-1)]).toEqual([bar, expect.stringMatching(/given up/)]);
    expect(bench.tools.key("Ctrl+Z")).toBe(false);
  });
});
