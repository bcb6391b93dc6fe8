import { globSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { EffectValues, Extent } from "../../../src-renderer/drawing/effect.ts";
import { EffectDesk } from "../../../src-renderer/drawing/effectDesk.ts";
import { effectAnswer } from "../../../src-renderer/drawing/effectJob.ts";
import { effects } from "../../../src-renderer/drawing/effects.ts";
import { at, rectangle, ToolBench } from "./toolBench.ts";

let bench: ToolBench;
let desk: EffectDesk;

beforeEach(() => {
  bench = new ToolBench("brush");
  desk = new EffectDesk({ run: (job) => Promise.resolve(effectAnswer(structuredClone(job))), stop: () => {} });
});

/** Gives a rectangle of voxels, first and last column and row included, a label. */
function paint(label: number, [i0, i1, j0, j1]: readonly [number, number, number, number], sliceIndex = 0): void {
  const labels = bench.session.slice(sliceIndex);
  for (let j = j0; j <= j1; j++) for (let i = i0; i <= i1; i++) labels[j * 12 + i] = label;
}

/** Chooses an effect and shows what it would do. */
async function preview(id: string, values: EffectValues = {}, extent: Extent = "slice"): Promise<string> {
  desk.choose(id);
  desk.set(values);
  desk.state.patch({ extent });
  await desk.update(bench.tools, false);
  return desk.preview.value.words;
}

async function apply(id: string, values: EffectValues = {}, extent: Extent = "slice"): Promise<void> {
  await preview(id, values, extent);
  await desk.apply(bench.tools, false);
}

describe("the registry of effects", () => {
  it("has every file of effects/, each with what a reader must know, an id and a place of its own", () => {
    const files = globSync("src-renderer/drawing/effects/*.ts", { cwd: join(import.meta.dirname, "..", "..", "..") });
    expect(effects.length).toBe(files.length);
    for (const what of [effects.map(({ id }) => id), effects.map(({ name }) => name), effects.map(({ order }) => String(order))])
      expect(new Set(what).size).toBe(effects.length);
    expect(effects.every(({ name, help, icon }) => name !== "" && help !== "" && Boolean(icon))).toBe(true);
  });
});

describe("an effect", () => {
  it("is shown first, changes nothing then, is done as one step, and is undone at once", async () => {
    paint(1, [4, 6, 4, 6]);
    expect(await preview("grow", { margin: 1 })).toBe("“s1” +12 voxels.");
    expect(bench.drawn()).toEqual(rectangle(4, 6, 4, 6));
    await desk.apply(bench.tools, false);
    expect(bench.drawn()).toHaveLength(21);
    expect(bench.said.at(-1)).toBe("Grow: “s1” +12 voxels.");
    expect(bench.strokes).toEqual(["grow"]);
    // What was just done is not shown as if it were to be done again, until something is set.
    await desk.update(bench.tools, false);
    expect(desk.preview.value.outcome).toBeNull();
    desk.set({ margin: 2 });
    await desk.update(bench.tools, false);
    expect(desk.preview.value.outcome).not.toBeNull();
    await bench.session.undo();
    expect(bench.drawn()).toEqual(rectangle(4, 6, 4, 6));
  });

  it("is given up, and shows nothing more", async () => {
    paint(1, [4, 6, 4, 6]);
    await preview("grow");
    expect([desk.giveUp(), desk.giveUp(), desk.preview.value.outcome, desk.state.value.chosen]).toEqual([true, false, null, null]);
  });

  it("stays within locks and the rule of painting, and says how much they kept", async () => {
    paint(1, [4, 6, 4, 6]);
    paint(2, [7, 8, 4, 6]);
    bench.session.setLocked(2, true);
    expect(await preview("grow", { margin: 1 })).toBe("“s1” +9 voxels. 3 voxels are kept by a lock or the rule of painting.");
    bench.session.setLocked(2, false);
    expect(await preview("grow", { margin: 1 })).toBe("“s1” +12, “s2” −3 voxels.");
    bench.settings = { ...bench.settings, over: "background" };
    expect(await preview("grow", { margin: 1 })).toBe("“s1” +9 voxels. 3 voxels are kept by a lock or the rule of painting.");
    bench.settings = { ...bench.settings, over: "all", isRangeOn: true };
    bench.session.state.patch({ range: [5, 9] });
    bench.voxels = new Uint8Array(144).fill(4).fill(5, 3 * 12, 4 * 12);
    expect(await preview("grow", { margin: 1 })).toBe("“s1” +3 voxels. 9 voxels are kept by a lock or the rule of painting.");
  });

  it("is done on the slice on show, on each slice, or in 3D", async () => {
    paint(1, [4, 6, 4, 6]);
    paint(1, [0, 1, 0, 1], 1);
    expect(await preview("shrink", { margin: 1 }, "slice")).toBe("“s1” −8 voxels.");
    expect(await preview("shrink", { margin: 1 }, "slices")).toBe("“s1” −11 voxels on 2 slices.");
    // Slices are 5 mm apart: the voxels of each take those below with them.
    expect(await preview("shrink", { margin: 5 }, "volume")).toBe("“s1” −13 voxels on 2 slices.");
    await apply("grow", { margin: 5 }, "volume");
    expect(bench.drawn(1, 1)).toEqual(expect.arrayContaining(rectangle(4, 6, 4, 6)));
    expect(bench.strokes).toEqual(["grow"]);
  });

  it("says why it cannot be done: no active segment, a lock, another segment that is missing", async () => {
    bench.session.setLocked(1, true);
    expect(await preview("grow")).toMatch(/locked/);
    bench.session.setLocked(1, false);
    expect(await preview("combine")).toBe("Choose the other segment.");
    expect(await preview("copy to segment", { other: "1" })).toBe("Choose another segment than the active one.");
  });

  it("of this slice, in a reformat, is done to the cut on show, with its own millimetres; each slice stays one as acquired", async () => {
    bench = new ToolBench("brush", 6);
    bench.reformat("coronal", { pointMm: [0, 4, 0], normal: [0, 1, 0] }, [0, 2]);
    bench.session.edit("import", [2], (index) => (index % 12 === 5 ? true : null), { rule: bench.tools.rule });
    // 1 mm from column to column and 5 mm from slice to slice.
    expect(await preview("grow", { margin: 4 })).toBe("“s1” +8 voxels.");
    await desk.apply(bench.tools, false);
    const others = Array.from({ length: 12 }, (_, j) => j).filter((j) => j !== 4);
    expect(bench.drawn(1, 2).toSorted()).toEqual([...rectangle(1, 9, 4, 4), ...others.map((j) => `5,${j}`)].toSorted());
    await bench.session.undo();
    await apply("grow", { margin: 5 });
    expect([1, 2, 3].map((k) => bench.drawn(1, k).filter((voxel) => voxel.endsWith(",4")))).toEqual([
      ["5,4"],
      rectangle(0, 10, 4, 4),
      ["5,4"],
    ]);
    await bench.session.undo();
    await apply("grow", { margin: 1 }, "slices");
    expect([bench.drawn(1, 1), bench.drawn(1, 2)]).toEqual([[], rectangle(4, 6, 0, 11)]);
  });
});

describe("an effect that takes its time", () => {
  /** Lets the answers come. */
  let release: () => void;
  let stopped: number;

  beforeEach(() => {
    stopped = 0;
    const waiting: Array<() => void> = [];
    release = () => {
      for (const each of waiting.splice(0)) each();
    };
    desk = new EffectDesk({
      run: (job) =>
        new Promise((resolve) => {
          const copy = structuredClone(job);
          waiting.push(() => resolve(effectAnswer(copy)));
        }),
      stop: () => {
        stopped++;
      },
    });
    paint(1, [4, 6, 4, 6]);
    desk.choose("grow");
    desk.set({ margin: 1 });
  });

  const applied = async (meanwhile: () => void) => {
    const done = desk.apply(bench.tools, false);
    // Until the job is on its way.
    await Promise.resolve();
    await Promise.resolve();
    meanwhile();
    release();
    await done;
  };

  it("keeps what is drawn meanwhile, as if it had been drawn afterwards, and is undone without it", async () => {
    await applied(() => {
      bench.session.activate(2);
      bench.session.edit("brush", [0], (index) => (index === 5 * 12 + 7 || index === 0 ? true : null), bench.tools.paint);
    });
    expect([bench.drawn().length, bench.drawn(2)]).toEqual([20, ["0,0", "7,5"]]);
    expect([bench.strokes, bench.said.at(-1)]).toEqual([["brush", "grow"], "Grow: “s1” +11 voxels."]);
    await bench.session.undo();
    expect([bench.drawn(), bench.drawn(2)]).toEqual([rectangle(4, 6, 4, 6), ["0,0", "7,5"]]);
  });

  it("waits for a stroke that is being drawn, which goes on as if nothing were", async () => {
    bench.press([1, 9]);
    const done = desk.apply(bench.tools, false);
    await Promise.resolve();
    await Promise.resolve();
    release();
    await Promise.resolve();
    await Promise.resolve();
    expect(bench.drawn()).not.toContain("7,5");
    bench.tools.move([at([4, 9])]);
    bench.tools.up(at([4, 9]));
    await done;
    expect(bench.drawn()).toEqual(expect.arrayContaining(["1,9", "4,9", "7,5"]));
    expect(bench.strokes).toEqual(["brush", "grow"]);
    await bench.session.undo();
    expect(bench.drawn()).not.toContain("7,5");
    expect(bench.drawn()).toContain("4,9");
  });

  it("is given up with Escape, and nothing comes of it", async () => {
    const before = stopped;
    await applied(() => {
      expect(desk.work.value).toBe("apply");
      desk.giveUp();
      expect(desk.work.value).toBe("none");
    });
    expect([bench.drawn(), bench.strokes, stopped > before]).toEqual([rectangle(4, 6, 4, 6), [], true]);
  });

  it("is not done twice, and not to a segmentation that went away", async () => {
    await applied(() => {
      void desk.apply(bench.tools, false);
      bench.shown = { ...bench.shown, volume: { id: "another", columns: 12 } };
    });
    expect([bench.drawn(), bench.strokes]).toEqual([rectangle(4, 6, 4, 6), []]);
    expect(bench.said.at(-1)).toBe("Grow was not done: another segmentation came on the screen.");
  });

  it("that is previewed already is not computed again, and no segment that is gone gets anything", async () => {
    desk.choose("margin");
    desk.set({ margin: 1, other: "2" });
    const shown = desk.update(bench.tools, false);
    await Promise.resolve();
    await Promise.resolve();
    release();
    await shown;
    expect(desk.preview.value.words).toBe("“s2” +12 voxels.");
    const { segmentation } = bench.session.state.value;
    bench.session.adopt({ ...segmentation, segments: segmentation.segments.filter(({ number }) => number !== 2) });
    // Nothing is released: the preview's answer is taken.
    await desk.apply(bench.tools, false);
    expect([bench.drawn(2), bench.said.at(-1)]).toEqual([[], "Margin to segment: No voxel changes."]);
  });
});

describe("what the effects do", () => {
  it("margin to segment: around it, or just inside it", async () => {
    paint(1, [4, 7, 4, 7]);
    await apply("margin", { margin: 1, other: "2" });
    expect([bench.drawn().length, bench.drawn(2).length]).toEqual([16, 16]);
    await apply("margin", { margin: 1, side: "inside", other: "2" });
    expect(bench.drawn()).toEqual(rectangle(5, 6, 5, 6));
  });

  it("smooth: the median, closing, and all segments together", async () => {
    paint(1, [2, 6, 2, 6]);
    paint(1, [9, 9, 4, 4]);
    await apply("smooth", { method: "median", radius: 1 });
    expect(bench.drawn()).toEqual(rectangle(2, 6, 2, 6));
    paint(0, [4, 4, 2, 6]);
    await apply("smooth", { method: "closing", radius: 1 });
    // Not the gap's two ends, where a disc of that radius comes in from outside.
    expect(bench.drawn()).toEqual(rectangle(2, 6, 2, 6).filter((voxel) => voxel !== "4,2" && voxel !== "4,6"));
    paint(1, [4, 4, 2, 6]);
    paint(2, [7, 9, 2, 6]);
    paint(2, [6, 6, 4, 4]);
    await apply("smooth", { method: "joint", sigma: 1 });
    expect(bench.drawn()).toContain("6,4");
    bench.settings = { ...bench.settings, over: "background" };
    expect(await preview("smooth", { method: "joint" })).toMatch(/^Joint smoothing moves borders/);
  });

  it("islands: the largest stays, or small ones go", async () => {
    paint(1, [1, 3, 1, 3]);
    paint(1, [6, 7, 6, 7]);
    paint(1, [10, 10, 10, 10]);
    await apply("islands", { method: "small", least: 2 });
    expect(bench.drawn()).toEqual([...rectangle(1, 3, 1, 3), ...rectangle(6, 7, 6, 7)]);
    await apply("islands", { method: "largest" });
    expect(bench.drawn()).toEqual(rectangle(1, 3, 1, 3));
  });

  it("islands split: each large one is shown in a segment of its own; a reading's segments are the protocol's", async () => {
    paint(1, [1, 3, 1, 3]);
    paint(1, [6, 7, 6, 7]);
    paint(1, [10, 10, 10, 10]);
    expect(await preview("islands", { method: "split", least: 2 })).toBe("2 segments: “s1” −4 voxels.");
    const made = desk.preview.value.outcome!.slices.get(0)!.labels;
    // 1 and 2 are taken: the new one is shown as 3. What is too small stays.
    expect([made[13], made[6 * 12 + 6], made[10 * 12 + 10]]).toEqual([1, 3, 1]);
    desk.set({ least: 1 });
    await desk.update(bench.tools, true);
    expect(desk.preview.value.words).toMatch(/protocol/);
  });

  it("fill holes: background only", async () => {
    paint(1, [2, 8, 2, 8]);
    paint(0, [4, 6, 4, 6]);
    paint(2, [5, 5, 5, 5]);
    await apply("fill all holes");
    expect([bench.drawn().length, bench.drawn(2)]).toEqual([48, ["5,5"]]);
  });

  it("combine: union, subtraction of what is near, intersection with what is near", async () => {
    paint(1, [2, 6, 2, 2]);
    paint(2, [7, 9, 2, 2]);
    expect(await preview("combine", { method: "subtract", other: "2" })).toBe("No voxel changes.");
    await apply("combine", { method: "subtract", other: "2", margin: 1 });
    expect(bench.drawn()).toEqual(rectangle(2, 5, 2, 2));
    await apply("combine", { method: "intersect", other: "2", margin: 3 });
    expect(bench.drawn()).toEqual(rectangle(4, 5, 2, 2));
    await apply("combine", { method: "union", other: "2", margin: 0 });
    expect([bench.drawn(), bench.drawn(2)]).toEqual([[...rectangle(4, 5, 2, 2), ...rectangle(7, 9, 2, 2)], []]);
  });

  it("invert: all background, or another segment's voxels", async () => {
    paint(1, [0, 11, 0, 5]);
    paint(2, [0, 11, 6, 8]);
    expect(await preview("invert")).toBe("“s1” +36 −72 voxels.");
    await apply("invert", { within: "segment", other: "2" });
    expect([bench.drawn(), bench.drawn(2)]).toEqual([rectangle(0, 11, 6, 8), []]);
  });

  it("copy to segment: the voxels go to the other one", async () => {
    paint(1, [2, 3, 2, 3]);
    paint(1, [2, 3, 2, 3], 1);
    await apply("copy to segment", { other: "2" }, "slices");
    expect([bench.drawn(), bench.drawn(2), bench.drawn(2, 1)]).toEqual([[], rectangle(2, 3, 2, 3), rectangle(2, 3, 2, 3)]);
    expect(bench.strokes).toEqual(["copy to segment"]);
  });
});
