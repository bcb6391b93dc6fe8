import { describe, expect, it } from "vitest";
import { ToolBench } from "../toolBench.ts";

describe("the eraser", () => {
  it("clears the active segment's voxels under it and no other's, as one step", async () => {
    const bench = new ToolBench("eraser");
    bench.session.labels.fill(1, 0, 144);
    bench.session.labels.fill(2, 6 * 12, 144);
    bench.drag([[5, 5]]);
    await bench.session.settled();
    // The disc of 1 mm around (5, 5) but for (5, 6), which is the other segment's.
    expect(bench.drawn(0)).toEqual(["5,4", "4,5", "5,5", "6,5"]);
    expect(bench.drawn(2)).toHaveLength(72);
    expect(bench.strokes).toEqual(["eraser"]);
  });
});
