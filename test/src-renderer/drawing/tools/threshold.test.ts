import { describe, expect, it } from "vitest";
import { isOnAllSlices } from "../../../../src-renderer/drawing/thresholdEdit.ts";
import { suggestRange } from "../../../../src-renderer/drawing/thresholdEdit.ts";
import { at, rectangle, ToolBench } from "../toolBench.ts";

/** Columns 0 to 4 hold 10, the others 90, but one voxel that holds 50. */
function bench(): ToolBench {
  const made = new ToolBench("threshold");
  made.voxels = Uint8Array.from({ length: 144 }, (_, index) => (index === 13 ? 50 : index % 12 < 5 ? 10 : 90));
  return made;
}

const given = () => new Promise((resolve) => void setTimeout(resolve));

describe("the threshold", () => {
  it("takes its range from a rectangle, shows what is in it, and gives it with Enter as one step", async () => {
    const made = bench();
    made.drag([
      [0.6, 0.6],
      [2.4, 1.4],
    ]);
    // The centres of columns 1 and 2 of row 1.
    expect(made.session.state.value.range).toEqual([10, 50]);
    expect(made.drawn()).toEqual([]);
    made.tools.hover(null);
    expect(made.tools.preview.value?.voxels?.indices.length).toBe(60);
    expect(made.tools.key("Enter")).toBe(true);
    await given();
    expect(made.drawn()).toEqual(rectangle(0, 4, 0, 11));
    expect(made.said.at(-1)).toBe("60 voxels from 10 to 50 on this slice went to “s1”.");
    expect(made.strokes).toEqual(["threshold"]);
    await made.session.undo();
    expect(made.drawn()).toEqual([]);
  });

  it("stays within the rules: locked segments and those that are not to be painted keep their voxels", async () => {
    const made = bench();
    made.session.state.patch({ range: [10, 10] });
    made.session.labels.fill(2, 0, 24);
    made.settings = { ...made.settings, over: "background" };
    made.tools.key("Enter");
    await given();
    expect(made.drawn()).toEqual(rectangle(0, 4, 2, 11));
  });

  it("on all slices takes the values of each", async () => {
    const made = bench();
    made.session.state.patch({ range: [90, 90] });
    made.others = new Uint8Array(144).fill(10).fill(90, 5, 7);
    isOnAllSlices.set(true);
    made.tools.key("Enter");
    await given();
    isOnAllSlices.set(false);
    expect(made.drawn(1, 1)).toEqual(["5,0", "6,0"]);
    expect(made.drawn(1, 0)).toHaveLength(84);
    expect(made.strokes).toEqual(["threshold"]);
  });

  it("suggests the brighter or darker of two classes", async () => {
    const made = bench();
    await suggestRange(made.tools, "otsu", "brighter");
    expect(made.session.state.value.range).toEqual([90, 90]);
    await suggestRange(made.tools, "two classes", "darker");
    // 59 of 10, 1 of 50 and 84 of 90: the means 10.67 and 90 meet at 50.33.
    expect(made.session.state.value.range![0]).toBe(10);
    expect(made.session.state.value.range![1]).toBeCloseTo((640 / 60 + 90) / 2, 9);
  });

  it("gives every voxel to one of the two parts where values are no whole numbers", async () => {
    const made = bench();
    // 256 bins between 0 and 25.6, and every other value in the darker half of its bin.
    made.voxels = Float32Array.from({ length: 144 }, (_, index) => (index === 143 ? 25.6 : index * 0.1 + (index % 2 === 0 ? 0.02 : 0.08)));
    for (const how of ["otsu", "two classes"] as const) {
      await suggestRange(made.tools, how, "darker");
      const [low, upTo] = made.session.state.value.range!;
      await suggestRange(made.tools, how, "brighter");
      const [from, high] = made.session.state.value.range!;
      const parts = Array.from(made.voxels).map(
        (value) => [value >= low && value <= upTo, value >= from && value <= high].filter(Boolean).length,
      );
      expect(new Set(parts)).toEqual(new Set([1]));
      expect(Array.from(made.voxels)).toContain(from);
    }
  });

  it("is given up while its rectangle is dragged", () => {
    const made = bench();
    made.press([1, 1]);
    made.tools.move([at([6, 6])]);
    expect(made.tools.giveUp()).toBe(true);
    expect(made.session.state.value.range).toBeNull();
  });
});
