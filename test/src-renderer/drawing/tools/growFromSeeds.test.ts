import { beforeEach, describe, expect, it } from "vitest";
import { at, rectangle, ToolBench } from "../toolBench.ts";

const bright = rectangle(3, 8, 3, 8);
const middleLine = [
  [5, 5],
  [6, 6],
] as const;

let bench: ToolBench;
beforeEach(() => {
  bench = new ToolBench("grow from seeds");
  bench.settings = { ...bench.settings, brushRadiusMm: 0.5 };
  bench.voxels = Float32Array.from({ length: 144 }, (_, index) => (bright.includes(`${index % 12},${Math.floor(index / 12)}`) ? 100 : 0));
});
const background = () => bench.drag([[0, 0]], { shiftKey: true });
const shown = () => {
  bench.tools.refresh();
  return bench.tools.preview.value;
};

describe("growing from seeds", () => {
  it("shows what grows from strokes of a segment and of the background, and keeps it by Enter as one step", async () => {
    bench.drag(middleLine);
    expect([...(shown()?.labels ?? [])].filter((label) => label === 1).length).toBeLessThan(6);
    bench.tools.key("Enter");
    expect(bench.said).toEqual([expect.stringMatching(/two classes/)]);
    background();
    const grown = shown();
    expect([[...(grown?.proposed ?? [])], [...(grown?.labels ?? [])].filter((label) => label === 1).length]).toEqual([[1], bright.length]);
    // Each stroke in the colour of its segment; those of the background dotted.
    expect(grown?.lines?.map(({ colour, isDotted }) => [colour, isDotted])).toEqual([
      ["#ff0000", false],
      ["#fff", true],
    ]);
    expect([bench.drawn(), bench.strokes]).toEqual([[], []]);
    bench.tools.key("Enter");
    expect(bench.drawn()).toEqual(bright);
    expect(bench.said.at(-1)).toBe("Grown from seeds: 1 segment, 36 voxels changed.");
    await bench.session.settled();
    expect([bench.strokes, shown()]).toEqual([["grow from seeds"], null]);
    await bench.session.undo();
    expect(bench.drawn()).toEqual([]);
  });

  it("takes segments on the slice as seeds, and grows again after more strokes", () => {
    bench.session.slice(0)[5 * 12 + 5] = 2;
    background();
    expect(shown()?.labels?.[4 * 12 + 4]).toBe(2);
    // A stroke over it puts the whole rectangle into the other segment.
    bench.drag([[5, 5]]);
    expect(shown()?.labels?.[4 * 12 + 4]).toBe(1);
    bench.tools.key("Backspace");
    expect(shown()?.labels?.[4 * 12 + 4]).toBe(2);
    bench.tools.key("Enter");
    expect([bench.drawn(2), bench.drawn(1)]).toEqual([bright, []]);
  });

  it("leaves locked segments their voxels, and others theirs where only what is empty may be taken", () => {
    bench.session.slice(0)[5 * 12 + 5] = 2;
    bench.session.setLocked(2, true);
    bench.drag([[4, 4]]);
    background();
    bench.tools.key("Enter");
    expect([bench.drawn(2), bench.drawn(1)]).toEqual([["5,5"], bright.filter((voxel) => voxel !== "5,5")]);
    bench.session.setLocked(2, false);
    bench.settings = { ...bench.settings, over: "background" };
    bench.drag([[5, 5]]);
    background();
    bench.tools.key("Enter");
    expect(bench.drawn(2)).toEqual(["5,5"]);
  });

  it("is given up by Esc, has no stroke of a palm, and waits on its slice", () => {
    bench.press([5, 5]);
    bench.tools.cancel();
    expect(shown()).toBeNull();
    bench.drag(middleLine);
    bench.shown.sliceIndex = 1;
    bench.drag([[5, 5]]);
    bench.tools.key("Enter");
    expect(bench.said.map((words) => words.includes("wait on slice 1"))).toEqual([true, true]);
    expect(bench.tools.giveUp()).toBe(false);
    bench.shown.sliceIndex = 0;
    bench.tools.hover(at([1, 1]));
    expect([shown()?.lines?.length, bench.tools.giveUp(), shown()?.lines, bench.strokes]).toEqual([1, true, undefined, []]);
  });
});
