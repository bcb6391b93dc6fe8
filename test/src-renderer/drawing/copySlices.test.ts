import { beforeEach, describe, expect, it } from "vitest";
import { paintOnBackground, paintOverAll } from "#shared/domain/drawing/paintRules.ts";
import { copyToSlice, pasteShape, takeShape } from "../../../src-renderer/drawing/copySlices.ts";
import { rectangle, ToolBench } from "./toolBench.ts";

let bench: ToolBench;
const [one, two] = [rectangle(2, 4, 2, 4), rectangle(5, 6, 2, 4)];
const active = { isAll: false, paint: { rule: paintOverAll } };

function put(voxels: readonly string[], label: number, sliceIndex = 0): void {
  for (const voxel of voxels) {
    const [column, row] = voxel.split(",").map(Number) as [number, number];
    bench.session.slice(sliceIndex)[row * 12 + column] = label;
  }
}

beforeEach(() => {
  bench = new ToolBench("brush", 3);
  put(one, 1);
  put(two, 2);
});

describe("copying to another slice", () => {
  it("copies the active segment, or all, as one step", async () => {
    expect(copyToSlice(bench.session, 0, 1, active)).toEqual({ isCopied: true, message: "Copied “s1” to slice 2: 9 voxels." });
    expect([bench.drawn(1, 1), bench.drawn(2, 1)]).toEqual([one, []]);
    expect(copyToSlice(bench.session, 0, 2, { ...active, isAll: true }).message).toBe("Copied 2 segments to slice 3: 15 voxels.");
    expect([bench.drawn(1, 2), bench.drawn(2, 2)]).toEqual([one, two]);
    await bench.session.settled();
    expect(bench.strokes).toEqual(["copy to slice", "copy to slice"]);
    await bench.session.undo();
    expect([bench.drawn(1, 2), bench.drawn(2, 2)]).toEqual([[], []]);
  });

  it("leaves a segment that is drawn there already", () => {
    put(["9,9"], 1, 1);
    expect(copyToSlice(bench.session, 0, 1, active)).toEqual({
      isCopied: false,
      message: "“s1” is drawn on slice 2 already, and stays as it is.",
    });
    expect(copyToSlice(bench.session, 0, 1, { ...active, isAll: true }).message).toBe(
      "Copied 1 segment to slice 2: 6 voxels. 1 drawn there already stayed as it was.",
    );
    expect([bench.drawn(1, 1), bench.drawn(2, 1)]).toEqual([["9,9"], two]);
    expect(copyToSlice(bench.session, 2, 1, active)).toEqual({
      isCopied: false,
      message: "The active segment has no voxels on this slice.",
    });
  });

  it("takes no voxels of locked segments, and only empty ones where that is asked for", () => {
    put(["2,2"], 2, 1);
    bench.session.setLocked(2, true);
    copyToSlice(bench.session, 0, 1, active);
    expect([bench.drawn(1, 1), bench.drawn(2, 1)]).toEqual([one.slice(1), ["2,2"]]);
    bench.session.setLocked(2, false);
    put(["2,2"], 2, 2);
    copyToSlice(bench.session, 0, 2, { isAll: false, paint: { rule: paintOnBackground } });
    expect([bench.drawn(1, 2), bench.drawn(2, 2)]).toEqual([one.slice(1), ["2,2"]]);
  });
});

describe("copying all segments", () => {
  it("keeps to the rule of painting as copying one does", () => {
    const values = new Uint8Array(144).fill(5).fill(50, 0, 4 * 12);
    const paint = { rule: { ...paintOverAll, range: [0, 10] as const }, values: () => values };
    // Rows 0 to 3 are out of range.
    expect(copyToSlice(bench.session, 0, 1, { isAll: true, paint }).message).toBe("Copied 2 segments to slice 2: 5 voxels.");
    expect([bench.drawn(1, 1), bench.drawn(2, 1)]).toEqual([rectangle(2, 4, 4, 4), rectangle(5, 6, 4, 4)]);
    const outside = { rule: { ...paintOverAll, over: "inside" as const, chosen: new Set([1]) } };
    expect(copyToSlice(bench.session, 0, 2, { isAll: true, paint: outside }).message).toMatch(/: 0 voxels\.$/);
  });
});

describe("pasting a shape", () => {
  it("adds it to the active segment, whichever that is then", () => {
    expect(pasteShape(bench.session, 1, active.paint)).toMatch(/Take a segment's shape first/);
    expect(takeShape(bench.session, 0)).toMatch(/“s1” of slice 1 is taken/);
    bench.session.activate(2);
    expect(pasteShape(bench.session, 1, active.paint)).toBe("Pasted the shape of slice 1 into “s2”: 9 voxels.");
    expect(bench.drawn(2, 1)).toEqual(one);
    expect(takeShape(bench.session, 2)).toMatch(/no voxels on this slice/);
  });
});
