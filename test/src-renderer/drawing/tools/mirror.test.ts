import { describe, expect, it } from "vitest";
import { at, rectangle, ToolBench } from "../toolBench.ts";

const shape = [...rectangle(1, 3, 2, 6), "4,2"];
const image = [...rectangle(8, 10, 2, 6), "7,2"];
/** From a column to 11 minus that column: about the middle of the slice. */
const line = [
  [5.6, 0],
  [5.5, 11],
] as const;

function benchWith(sides: readonly ["none" | "right", "none" | "left"]): ToolBench {
  const bench = new ToolBench("mirror", 2, sides);
  for (const voxel of shape) {
    const [column, row] = voxel.split(",").map(Number) as [number, number];
    bench.session.slice(0)[row * 12 + column] = 1;
  }
  return bench;
}

describe("mirroring", () => {
  it("gives the other side's segment the mirror image, in place of what it had, as one step", async () => {
    const bench = benchWith(["right", "left"]);
    bench.session.slice(0)[11 * 12 + 11] = 2;
    bench.drag(line);
    // What nearly runs along a column is laid along it.
    expect(bench.tools.preview.value?.handles?.map(([i]) => i)).toEqual([5.5, 5.5]);
    expect(bench.tools.preview.value?.labels?.[2 * 12 + 7]).toBe(2);
    expect(bench.strokes).toEqual([]);
    bench.tools.key("Enter");
    expect([bench.drawn(1), bench.drawn(2).toSorted()]).toEqual([expect.arrayContaining(shape), image.toSorted()]);
    expect(bench.said.at(-1)).toBe("Mirrored to 1 segment: 17 voxels changed.");
    await bench.session.settled();
    expect(bench.strokes).toEqual(["mirror"]);
    await bench.session.undo();
    expect(bench.drawn(2)).toEqual(["11,11"]);
  });

  it("adds the mirror image of a segment without another side to itself", () => {
    const bench = benchWith(["none", "none"]);
    bench.drag(line);
    bench.tools.key("Enter");
    expect(bench.drawn(1).toSorted()).toEqual([...shape, ...image].toSorted());
  });

  it("is given up by Esc, its ends can be dragged, and a locked segment stays as it is", () => {
    const bench = benchWith(["right", "left"]);
    bench.drag(line);
    expect(bench.tools.giveUp()).toBe(true);
    bench.tools.key("Enter");
    expect(bench.said.at(-1)).toMatch(/Drag a line first/);
    bench.drag([
      [2, 0],
      [5.5, 11],
    ]);
    bench.drag([
      [2, 0],
      [5.5, 0],
    ]);
    bench.session.setLocked(2, true);
    bench.tools.key("Enter");
    expect(bench.said.at(-1)).toMatch(/Locked or hidden, and left as it was: “s1”/);
    expect([bench.drawn(2), bench.strokes]).toEqual([[], []]);
    bench.session.setLocked(2, false);
    bench.drag([
      [5.5, 0],
      [5.5, 11],
    ]);
    bench.tools.key("Enter");
    expect(bench.drawn(2).toSorted()).toEqual(image.toSorted());
    bench.tools.hover(at([3, 3]));
    expect(bench.tools.preview.value).toBeNull();
  });
});
