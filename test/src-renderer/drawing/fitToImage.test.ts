import { beforeEach, describe, expect, it, vi } from "vitest";
import { fitOptions } from "../../../src-renderer/drawing/fitToImage.ts";
import { betweenSlices } from "../../../src-renderer/drawing/betweenSlices.ts";
import { rectangle, ToolBench } from "./toolBench.ts";

let bench: ToolBench;

function put(voxels: readonly string[], sliceIndex: number, label = 1): void {
  for (const voxel of voxels) {
    const [column, row] = voxel.split(",").map(Number) as [number, number];
    bench.session.slice(sliceIndex)[row * 12 + column] = label;
  }
}

/** An image in which what belongs to a shape is dark. */
function imageOf(voxels: readonly string[]): Uint16Array {
  const dark = new Set(voxels);
  return Uint16Array.from({ length: 144 }, (_, at) => (dark.has(`${at % 12},${Math.floor(at / 12)}`) ? 100 : 900));
}

const goTo = (sliceIndex: number) => {
  bench.shown.sliceIndex = sliceIndex;
  bench.voxels = bench.values.get(sliceIndex)!;
  bench.tools.refresh();
};
const previewed = () =>
  [...(bench.tools.preview.value?.labels ?? []).entries()]
    .filter(([, each]) => each === 1)
    .map(([index]) => `${index % 12},${Math.floor(index / 12)}`);
const drawn = rectangle(2, 6, 2, 8);
/** Where the muscle is on the slice between: a row lower and a column narrower than where it is drawn. */
const there = rectangle(2, 6, 3, 9);

beforeEach(() => {
  fitOptions.set({ isOn: false, bandMm: 12 });
  bench = new ToolBench("fill between", 3);
  put(drawn, 0);
  put(drawn, 2);
  for (const k of [0, 2]) bench.values.set(k, imageOf(drawn));
  bench.values.set(1, imageOf(there));
  goTo(1);
});

/** Turns the fit on, and waits until the proposal on show is another than the shape's. */
async function fit(bandMm = 12): Promise<void> {
  fitOptions.set({ isOn: true, bandMm });
  bench.tools.refresh();
  await vi.waitFor(() => expect(betweenSlices(bench.session, bench.tools.viewport.state)).toHaveProperty("isFitted", true));
}

describe("filling between slices, fitted to the image", () => {
  it("proposes the shape's fill, and once the images are matched what lies at their edges; kept, it is one step", async () => {
    expect(previewed()).toEqual(drawn);
    await fit();
    expect(previewed()).toEqual(there);
    expect(bench.strokes).toEqual([]);
    bench.tools.key("Enter");
    expect(bench.drawn(1, 1)).toEqual(there);
    expect([bench.drawn(1, 0), bench.drawn(1, 2)]).toEqual([drawn, drawn]);
    await bench.session.undo();
    await bench.session.settled();
    expect([bench.drawn(1, 1), bench.strokes]).toEqual([[], ["fill between", "undo"]]);
  });

  it("keeps nothing while the images are on their way", () => {
    fitOptions.set({ isOn: true, bandMm: 12 });
    bench.tools.refresh();
    bench.tools.key("Shift+Enter");
    expect(bench.said.at(-1)).toBe("What is proposed is still being fitted to the image. Press again in a moment.");
    expect(bench.drawn(1, 1)).toEqual([]);
  });

  it("goes back to the shape's fill where it is turned off, and no farther than the band", async () => {
    await fit(0.2);
    expect(previewed()).toEqual(drawn);
    await fit();
    expect(previewed()).toEqual(there);
    fitOptions.patch({ isOn: false });
    bench.tools.refresh();
    expect(previewed()).toEqual(drawn);
  });

  it("leaves locked segments and what other segments hold", async () => {
    put(rectangle(2, 3, 9, 9), 1, 2);
    bench.session.state.patch({ edits: 1 });
    await fit();
    expect(previewed()).toEqual(there.filter((voxel) => !["2,9", "3,9"].includes(voxel)));
    bench.session.setLocked(1, true);
    bench.tools.refresh();
    expect(bench.tools.preview.value?.proposed).toBeUndefined();
  });

  it("says why where the image is in colour", async () => {
    bench = new ToolBench("fill between", 3, undefined, null, { samplesPerPixel: 3 });
    put(drawn, 0);
    put(drawn, 2);
    for (const k of [0, 1, 2]) bench.values.set(k, imageOf(drawn));
    fitOptions.set({ isOn: true, bandMm: 12 });
    goTo(1);
    await vi.waitFor(() => expect(bench.said.at(-1)).toMatch(/in colour/));
    expect(previewed()).toEqual(drawn);
  });
});
