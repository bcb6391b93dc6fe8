import { afterEach, describe, expect, it } from "vitest";
import { regionOptions } from "../../../../src-renderer/drawing/regionPress.ts";
import { at, rectangle, ToolBench } from "../toolBench.ts";

afterEach(() => regionOptions.set({ radiusMm: 50, is3D: false, tolerance: null }));

/** Each column holds ten times its number. */
function bench(): ToolBench {
  const made = new ToolBench("region growing");
  made.voxels = Uint8Array.from({ length: 144 }, (_, index) => 10 * (index % 12));
  regionOptions.patch({ tolerance: 10 });
  return made;
}

describe("region growing", () => {
  it("takes what is like the voxel of the click; dragged up, more; shown meanwhile, kept as one step", async () => {
    const made = bench();
    made.press([5, 5]);
    expect(made.tools.preview.value?.voxels?.indices.length).toBe(36);
    // The bench's spread is 500 over 800 pixels: 16 pixels up are ten more.
    made.tools.move([at([5, 4.2])]);
    expect(made.tools.preview.value?.note?.words).toBe("± 20 · 60 voxels");
    expect(made.drawn()).toEqual([]);
    made.tools.up(at([5, 4.2]));
    expect(made.drawn()).toEqual(rectangle(3, 7, 0, 11));
    expect(made.said.at(-1)).toBe("60 voxels of 30 to 70 went to “s1”.");
    expect(regionOptions.value.tolerance).toBe(20);
    await made.session.undo();
    expect(made.drawn()).toEqual([]);
  });

  it("goes no farther than its radius, nor into or through another segment, locked or not", () => {
    const made = bench();
    regionOptions.patch({ radiusMm: 2 });
    made.drag([[5, 5]]);
    expect(made.drawn()).toEqual(["5,3", "4,4", "5,4", "6,4", "4,5", "5,5", "6,5", "4,6", "5,6", "6,6", "5,7"]);
    regionOptions.patch({ radiusMm: 50, tolerance: 200 });
    made.session.labels.fill(2, 12 * 8, 12 * 9);
    made.drag([[5, 5]]);
    expect(made.drawn()).toEqual(rectangle(0, 11, 0, 7));
  });

  it("with Shift takes from the active segment only", () => {
    const made = bench();
    made.session.labels.fill(1, 0, 24);
    made.session.labels[5] = 2;
    made.drag([[4, 1]], { shiftKey: true });
    // Columns 3 to 5 of both rows, but for the voxel of the other segment.
    expect(made.drawn()).toEqual([
      ...rectangle(0, 2, 0, 0),
      ...rectangle(6, 11, 0, 0),
      ...rectangle(0, 2, 1, 1),
      ...rectangle(6, 11, 1, 1),
    ]);
    expect(made.drawn(2)).toEqual(["5,0"]);
  });

  it("is given up with Escape, and where its slice is left", () => {
    const made = bench();
    made.press([5, 5]);
    expect(made.tools.giveUp()).toBe(true);
    expect([made.drawn(), made.tools.preview.value]).toEqual([[], null]);
    made.press([5, 5]);
    made.shown.sliceIndex = 1;
    made.tools.up(at([5, 5]));
    made.shown.sliceIndex = 0;
    expect(made.drawn()).toEqual([]);
  });

  it("in 3D waits for the values of the slices beside, and grows through them", () => {
    const made = bench();
    regionOptions.patch({ is3D: true });
    expect(made.press([5, 5])).toBeNull();
    expect(made.fetched).toEqual([1]);
    made.others = Uint8Array.from({ length: 144 }, (_, index) => (index === 65 ? 50 : 200));
    made.drag([[5, 5]]);
    expect(made.drawn(1, 1)).toEqual(["5,5"]);
    expect(made.drawn(1, 0)).toHaveLength(36);
  });
});
