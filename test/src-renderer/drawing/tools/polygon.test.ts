import { beforeEach, describe, expect, it } from "vitest";
import { at, rectangle, ToolBench } from "../toolBench.ts";

const corners = [
  [1.5, 5.5],
  [6.5, 5.5],
  [6.5, 8.5],
  [1.5, 8.5],
] as const;
const inside = rectangle(2, 6, 6, 8);

let bench: ToolBench;
beforeEach(() => {
  bench = new ToolBench("polygon");
});
const click = (points: ReadonlyArray<readonly [number, number]>) => {
  for (const point of points) bench.drag([point]);
};
const polygon = () => bench.session.state.value.polygon;

describe("the polygon", () => {
  it.each([
    ["Enter", () => bench.tools.key("Enter")],
    ["a double-click", () => bench.tools.doubleClick()],
    ["a click on its first corner", () => click([[1.6, 5.6]])],
  ])("is filled by %s, as one step", async (_, close) => {
    click(corners);
    expect(bench.drawn()).toEqual([]);
    close();
    await bench.session.settled();
    expect(bench.drawn()).toEqual(inside);
    expect([polygon(), bench.strokes]).toEqual([null, ["polygon"]]);
  });

  it("waits on its slice: neither Enter nor a click on another slice or plane fills or drops it", () => {
    click(corners.slice(0, 3));
    const open = polygon();
    bench.shown.sliceIndex = 1;
    bench.tools.key("Enter");
    click([[4, 4]]);
    expect(bench.said).toHaveLength(2);
    expect(bench.said.every((reason) => reason.includes("slice 1"))).toBe(true);
    expect(bench.tools.giveUp()).toBe(false);
    bench.tools.key("Backspace");
    expect([polygon(), bench.drawn(), bench.drawn(1, 1)]).toEqual([open, [], []]);
  });

  it("loses its last corner by Backspace, and all by Esc", () => {
    click(corners.slice(0, 3));
    bench.tools.key("Backspace");
    expect(polygon()?.points).toEqual(corners.slice(0, 2));
    expect(bench.tools.giveUp()).toBe(true);
    expect(polygon()).toBeNull();
    expect(bench.tools.giveUp()).toBe(false);
  });

  it("has no corner where the contact was a palm's", () => {
    click(corners.slice(0, 2));
    const before = polygon();
    bench.press([9, 9]);
    bench.tools.cancel();
    expect(polygon()).toEqual(before);
  });

  it("outlives its pane, and shows the way to its next corner there", () => {
    click(corners.slice(0, 2));
    bench.tools.dispose();
    bench.tools.hover(at([6, 8]));
    expect(bench.tools.preview.value?.lines).toEqual([
      {
        points: [
          [6.5, 5.5, 0],
          [6, 8, 0],
        ],
      },
    ]);
    click(corners.slice(2));
    bench.tools.key("Enter");
    expect(bench.drawn()).toEqual(inside);
  });

  it("stays where its segment cannot be drawn in, and is closed only with three corners", () => {
    click(corners.slice(0, 2));
    bench.tools.key("Enter");
    click(corners.slice(2, 3));
    bench.session.setLocked(1, true);
    bench.tools.key("Enter");
    expect(bench.said).toEqual([expect.stringMatching(/three corners/), expect.stringMatching(/locked/)]);
    expect(polygon()?.points).toHaveLength(3);
  });
});
