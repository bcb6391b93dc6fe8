import { beforeEach, describe, expect, it } from "vitest";
import { isOnlyActive } from "../../../../src-renderer/drawing/betweenSlices.ts";
import { rectangle, ToolBench } from "../toolBench.ts";

let bench: ToolBench;

/** Gives voxels of a slice a label. */
function put(voxels: readonly string[], sliceIndex: number, label = 1): void {
  for (const voxel of voxels) {
    const [column, row] = voxel.split(",").map(Number) as [number, number];
    bench.session.slice(sliceIndex)[row * 12 + column] = label;
  }
}

const previewed = (label: number) =>
  [...(bench.tools.preview.value?.labels ?? []).entries()]
    .filter(([, each]) => each === label)
    .map(([index]) => `${index % 12},${Math.floor(index / 12)}`);
const goTo = (sliceIndex: number) => {
  bench.shown.sliceIndex = sliceIndex;
  bench.tools.refresh();
};
const first = rectangle(2, 4, 2, 8);
const middle = rectangle(3, 5, 2, 8);
const last = rectangle(4, 6, 2, 8);

beforeEach(() => {
  // Slices 0 and 2 and 4; a bar that goes along by a column from each to the next.
  bench = new ToolBench("fill between", 5);
  put(first, 0);
  put(last, 2);
  put(last, 4);
  bench.tools.refresh();
});

describe("filling between slices", () => {
  it("shows what would be filled on the slice on show, marks the slices, and changes nothing", () => {
    expect(bench.tools.preview.value?.proposedSlices).toEqual([1, 3]);
    expect(previewed(1)).toEqual([]);
    goTo(1);
    expect(previewed(1)).toEqual(middle);
    expect([...bench.tools.preview.value!.proposed!]).toEqual([1]);
    expect([bench.drawn(1, 1), bench.strokes]).toEqual([[], []]);
  });

  it("keeps to the rule of painting: within a range only voxels that have its values, shown and kept", async () => {
    goTo(1);
    bench.settings = { ...bench.settings, isRangeOn: true };
    bench.session.state.patch({ range: [7, 9] });
    // Rows 2 to 4 have the values; those of the other slice are still on their way.
    bench.voxels = new Uint8Array(144).fill(5).fill(8, 2 * 12, 5 * 12);
    bench.tools.refresh();
    const inRange = rectangle(3, 5, 2, 4);
    expect(previewed(1)).toEqual(inRange);
    bench.tools.key("Shift+Enter");
    expect([bench.said.at(-1), bench.drawn(1, 1)]).toEqual([expect.stringMatching(/on their way/), []]);
    bench.tools.key("Enter");
    expect([bench.drawn(1, 1), bench.said.at(-1)]).toEqual([inRange, "Filled 1 segment on slice 2: 9 voxels."]);
    await bench.session.undo();
    bench.settings = { ...bench.settings, isRangeOn: false, over: "inside" };
    bench.session.setChosen(2, true);
    bench.tools.refresh();
    expect(previewed(1)).toEqual([]);
    bench.tools.key("Enter");
    expect(bench.drawn(1, 1)).toEqual([]);
  });

  it("keeps it on this slice, or on all, each as one step that is said and undone", async () => {
    goTo(1);
    bench.tools.key("Enter");
    expect(bench.drawn(1, 1)).toEqual(middle);
    expect(bench.drawn(1, 3)).toEqual([]);
    expect(bench.said.at(-1)).toBe("Filled 1 segment on slice 2: 21 voxels.");
    expect(bench.tools.preview.value).toMatchObject({ proposedSlices: [3] });
    await bench.session.undo();
    bench.tools.refresh();
    expect(bench.tools.preview.value?.proposedSlices).toEqual([1, 3]);
    bench.tools.key("Shift+Enter");
    await bench.session.settled();
    expect([bench.drawn(1, 1), bench.drawn(1, 3)]).toEqual([middle, last]);
    expect(bench.said.at(-1)).toBe("Filled 1 segment on slices 2, 4: 42 voxels.");
    expect(bench.strokes).toEqual(["fill between", "undo", "fill between"]);
  });

  it("leaves what others hold, and segments that are locked, hidden or, where only the active one is meant, not active", () => {
    put(rectangle(5, 5, 2, 8), 1, 2);
    put(rectangle(9, 10, 2, 4), 0, 2);
    put(rectangle(9, 10, 2, 4), 4, 2);
    bench.session.state.patch({ edits: 1 });
    goTo(1);
    // The second segment is drawn on slice 1: it is filled between that and slice 4 only, and keeps what it has.
    expect(previewed(1)).toEqual(rectangle(3, 4, 2, 8));
    expect(previewed(2)).toEqual(rectangle(5, 5, 2, 8));
    goTo(3);
    expect(bench.tools.preview.value?.proposed).toEqual(new Set([1, 2]));
    for (const [change, back] of [
      [() => bench.session.setLocked(2, true), () => bench.session.setLocked(2, false)],
      [() => bench.session.setHidden(2, true), () => bench.session.setHidden(2, false)],
      [() => isOnlyActive.set(true), () => isOnlyActive.set(false)],
    ] as const) {
      change();
      bench.tools.refresh();
      expect(bench.tools.preview.value?.proposed).toEqual(new Set([1]));
      back();
    }
  });

  it("is put away with its tool, and says where there is nothing", () => {
    goTo(2);
    bench.tools.key("Enter");
    expect(bench.said.at(-1)).toMatch(/Nothing is proposed on this slice/);
    bench.tool = "brush";
    bench.tools.refresh();
    expect(bench.tools.preview.value?.labels).toBeUndefined();
    expect(bench.strokes).toEqual([]);
  });
});
