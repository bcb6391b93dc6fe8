import { beforeEach, describe, expect, it } from "vitest";
import { at, rectangle, ToolBench } from "../toolBench.ts";

let bench: ToolBench;
const square = rectangle(3, 7, 3, 7);

beforeEach(() => {
  bench = new ToolBench("edit contour");
  for (const voxel of square) {
    const [column, row] = voxel.split(",").map(Number) as [number, number];
    bench.session.slice(0)[row * 12 + column] = 1;
  }
  bench.settings = { ...bench.settings, brushRadiusMm: 3 };
});

const gained = () => bench.drawn().filter((voxel) => !square.includes(voxel));
const lost = () => square.filter((voxel) => !bench.drawn().includes(voxel));

describe("editing a contour", () => {
  it("shows the line with points to take hold of, and away from it the circle that pushes", () => {
    bench.tools.hover(at([5, 5]));
    expect(bench.tools.preview.value?.lines).toHaveLength(1);
    expect(bench.tools.preview.value?.handles?.length).toBeGreaterThanOrEqual(6);
    expect(bench.tools.preview.value?.circle?.radiusMm).toBe(3);
    // On the line: between the last column inside and the first outside.
    bench.tools.hover(at([7.5, 5]));
    expect(bench.tools.preview.value?.circle).toBeUndefined();
  });

  it("drags the line where it is held, as one step that is undone; what was not moved stays", async () => {
    bench.drag([
      [7.5, 5],
      [9, 5],
      [10, 5],
    ]);
    expect(bench.drawn()).toEqual(expect.arrayContaining([...square, "8,5", "9,5"]));
    expect(gained().every((voxel) => Number(voxel.split(",")[0]) > 7)).toBe(true);
    expect(bench.said).toEqual([`The contour was changed by ${gained().length} voxels.`]);
    await bench.session.settled();
    expect(bench.strokes).toEqual(["edit contour"]);
    await bench.session.undo();
    expect(bench.drawn()).toEqual(square);
  });

  it("pushes it in and out under the circle", () => {
    bench.drag([
      [6, 5],
      [8, 5],
    ]);
    expect(lost()).toEqual([]);
    expect(gained()).toContain("8,5");
    expect(gained().every((voxel) => Number(voxel.split(",")[0]) > 7)).toBe(true);
    bench.drag([
      [1, 5],
      [4, 5],
    ]);
    expect(lost()).toContain("3,5");
    // The border at 2.5 lies in the inner half of the circle from the start, and goes along by the whole way of 3.
    expect(lost().every((voxel) => Number(voxel.split(",")[0]) < 5.5)).toBe(true);
  });

  it("shows what it would make meanwhile, and gives it up by Esc", () => {
    bench.press([6, 5]);
    bench.tools.move([at([9, 5])]);
    expect(bench.tools.preview.value?.labels?.[5 * 12 + 8]).toBe(1);
    expect(bench.drawn()).toEqual(square);
    expect(bench.tools.giveUp()).toBe(true);
    expect(bench.drawn()).toEqual(square);
    expect(bench.tools.preview.value?.labels).toBeUndefined();
  });

  it("takes nothing from a locked segment, nor from any where only empty voxels may be taken", () => {
    bench.session.slice(0)[5 * 12 + 8] = 2;
    bench.session.setLocked(2, true);
    bench.drag([
      [7.5, 5],
      [10, 5],
    ]);
    expect(bench.drawn(2)).toEqual(["8,5"]);
    bench.session.setLocked(2, false);
    bench.settings = { ...bench.settings, over: "background" };
    bench.drag([
      [6, 5],
      [8.5, 5],
    ]);
    expect(bench.drawn(2)).toEqual(["8,5"]);
  });

  it("smooths the contour: corners are rounded, one step", async () => {
    bench.tools.key("Shift+G");
    expect(gained()).toEqual([]);
    for (const corner of ["3,3", "7,3", "3,7", "7,7"]) expect(lost()).toContain(corner);
    await bench.session.settled();
    expect(bench.strokes).toEqual(["smooth contour"]);
  });

  it("says where there is no contour", () => {
    bench.shown.sliceIndex = 1;
    bench.drag([
      [5, 5],
      [6, 6],
    ]);
    expect([bench.said.at(-1), bench.strokes]).toEqual([expect.stringMatching(/no contour on this slice/), []]);
  });
});
