import { describe, expect, it } from "vitest";
import { at, ToolBench } from "../toolBench.ts";

/** Columns 0 to 4 hold 10, the others 90. */
function bench(): ToolBench {
  const made = new ToolBench("threshold brush");
  made.voxels = Uint8Array.from({ length: 144 }, (_, index) => (index % 12 < 5 ? 10 : 90));
  return made;
}

describe("the brush within a range", () => {
  it("paints only voxels whose value is in the range, both ends included", () => {
    const made = bench();
    made.session.state.patch({ range: [10, 89] });
    made.drag([[5, 8]]);
    expect(made.drawn()).toEqual(["4,8"]);
  });

  it("takes the volume's 1st to 99th percentile before a range was chosen", () => {
    const made = bench();
    made.drag([[5, 8]]);
    expect(made.drawn()).toEqual(["5,7", "4,8", "5,8", "6,8", "5,9"]);
  });

  it("takes its range from under the brush with Alt, and paints nothing then", () => {
    const made = bench();
    made.drag([[2, 2]], { altKey: true });
    expect(made.session.state.value.range).toEqual([10, 10]);
    expect(made.drawn()).toEqual([]);
    expect(made.said).toEqual(["The range is from 10 to 10, as the values are here."]);
  });

  it("shows the voxels that it would paint, and paints just those", () => {
    const made = bench();
    made.session.state.patch({ range: [90, 90] });
    made.tools.hover(at([5, 8]));
    expect(made.tools.preview.value?.voxels).toEqual({
      indices: [7 * 12 + 5, 8 * 12 + 5, 8 * 12 + 6, 9 * 12 + 5],
      colour: "#ff0000",
    });
    made.drag([[5, 8]]);
    expect(made.drawn()).toEqual(["5,7", "5,8", "6,8", "5,9"]);
  });
});
