import { beforeEach, describe, expect, it } from "vitest";
import { paintOverAll } from "#shared/domain/drawing/paintRules.ts";
import { seedAnswer } from "../../../src-renderer/drawing/seedJob.ts";
import { SeedStack } from "../../../src-renderer/drawing/seedStack.ts";
import type { Place, Sheet } from "../../../src-renderer/drawing/sheet.ts";
import { stackOf, type SliceStack } from "../../../src-renderer/drawing/sliceStack.ts";
import { rectangle, ToolBench } from "./toolBench.ts";

let bench: ToolBench;
let slices: SliceStack;
let stack: SeedStack;
let grew: number;

/** A bar of bright voxels, which goes along by a column from each slice to the next. */
const bright = (k: number) => rectangle(2 + k, 5 + k, 3, 8);
const valuesOf = (place: Place) => {
  const sheet = place as Sheet;
  const at = (cell: number): readonly [number, number, number] => {
    const voxel = sheet.cut ? sheet.cut.voxels[cell]! : sheet.sliceIndex * 144 + cell;
    return [voxel % 12, Math.floor(voxel / 12) % 12, Math.floor(voxel / 144)];
  };
  return Float32Array.from({ length: sheet.columns * sheet.rows }, (_, cell) => {
    const [i, j, k] = at(cell);
    return bright(k).includes(`${i},${j}`) ? 100 : 0;
  });
};
const stroke = (sliceIndex: number, label: number, at: readonly [number, number]) =>
  stack.begin(slices.sheet(sliceIndex), valuesOf, label, at, 0.5);
const grown = () => stack.grown(paintOverAll, () => grew++);
/** The voxels that a label would have on each slice. */
const shown = (label: number) =>
  [...(grown() ?? [])].map(([{ columns }, { labels }]) =>
    [...labels.keys()].filter((at) => labels[at] === label).map((at) => `${at % columns},${Math.floor(at / columns)}`),
  );

function open(): void {
  const found = stackOf(bench.session, bench.tools.viewport.state);
  if (found === null || typeof found === "string") throw new Error("no stack");
  slices = found;
  stack = new SeedStack(bench.session, slices, { run: (job) => Promise.resolve(seedAnswer(structuredClone(job))), stop: () => {} });
}

beforeEach(() => {
  bench = new ToolBench("grow from seeds", 4);
  grew = 0;
  open();
});

describe("seeds on several slices", () => {
  it("grow through the slices between, and are told when they have; on one slice at once", async () => {
    stroke(0, 1, [3, 5]);
    stroke(0, 0, [11, 11]);
    expect(shown(1)).toEqual([bright(0)]);
    stroke(3, 1, [6, 5]);
    stroke(3, 0, [0, 0]);
    expect([grown(), stack.whyNotGrown]).toEqual([null, "The seeds are still growing through the slices."]);
    await expect.poll(() => grew).toBe(1);
    expect(shown(1)).toEqual([0, 1, 2, 3].map(bright));
    expect([stack.whyNotGrown, stack.slices, bench.drawn()]).toEqual([null, [0, 3], []]);
    // Slices between show it as well; others do not.
    expect(stack.on(slices.sheet(2))?.sheet.sliceIndex).toBe(2);
  });

  it("are taken back stroke by stroke, and grow anew after what is drawn", async () => {
    stroke(0, 1, [3, 5]);
    stroke(1, 2, [4, 5]);
    grown();
    await expect.poll(() => grew).toBe(1);
    expect(shown(2)[1]).toContain("4,5");
    bench.session.setLocked(2, true);
    expect(grown()).toBeNull();
    bench.session.setLocked(2, false);
    expect([stack.takeBack(), stack.slices, stack.takeBack(), stack.takeBack()]).toEqual([1, [0], 0, null]);
  });

  it("of a reformat grow through its slices", async () => {
    bench.reformat("coronal", { pointMm: [0, 4, 0], normal: [0, 1, 0] }, [0, 2], 4);
    bench.shown = { ...bench.shown, sliceCount: 12, sliceSpacingMm: 1 };
    open();
    stroke(4, 1, [3, 0]);
    // The bar parts the background of each of these slices into two.
    stroke(4, 0, [0, 3]);
    stroke(7, 0, [11, 3]);
    grown();
    await expect.poll(() => grew).toBe(1);
    const bar = [0, 1, 2, 3].flatMap((k) => rectangle(2 + k, 5 + k, k, k));
    expect(shown(1).map((voxels) => voxels.toSorted())).toEqual([4, 5, 6, 7].map(() => bar.toSorted()));
  });
});
