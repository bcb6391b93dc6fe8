import { describe, expect, test } from "vitest";
import { measureValues } from "#shared/domain/measure/measureValues.ts";
import { measureBench } from "../measures/measureBench.ts";
import { at, ToolBench } from "../toolBench.ts";

describe("a distance", () => {
  test("is dragged from end to end, in millimetres of the patient", async () => {
    const { bench, desk, measures: before } = await measureBench("distance");
    expect(before).toEqual([]);
    bench.drag([
      [1, 2],
      [3, 4],
      [4, 6],
    ]);
    await desk.settled();
    const [measure] = desk.state.value.measures;
    expect(measure).toMatchObject({
      name: "Distance 1",
      plane: "acquisition",
      sliceIndex: 0,
      points: [
        [1, 2, 0],
        [4, 6, 0],
      ],
    });
    // 3 and 4 pixels of 1 mm.
    expect(measureValues(bench.volume, "MR", measure!, () => null)).toEqual({ kind: "distance", length: 5, unit: "mm" });
    expect(desk.draft.value).toBeNull();
  });

  test("is clicked end by end, and shown up to the mouse meanwhile", async () => {
    const { bench, desk } = await measureBench("distance");
    bench.click([1, 1]);
    bench.tools.hover(at([5, 1]));
    expect(desk.draft.value?.place.points).toEqual([
      [1, 1, 0],
      [5, 1, 0],
    ]);
    bench.click([7, 1]);
    await desk.settled();
    expect(desk.state.value.measures).toMatchObject([
      {
        points: [
          [1, 1, 0],
          [7, 1, 0],
        ],
      },
    ]);
  });

  test("is given up with Escape, and not made where it would be too small", async () => {
    const { bench, desk, asked } = await measureBench("distance");
    bench.click([1, 1]);
    expect(bench.tools.giveUp()).toBe(true);
    expect([desk.draft.value, bench.tools.giveUp()]).toEqual([null, false]);
    bench.click([1, 1]);
    bench.click([1.02, 1]);
    // It is the last that is said: the reader sees one sentence at a time.
    expect(bench.said.at(-1)).toBe("That is too small to be measured.");
    expect([desk.state.value.measures, asked]).toEqual([[], ["list"]]);
  });

  test("given up with the button down is as if it had not been", async () => {
    const { bench, desk } = await measureBench("distance");
    bench.press([1, 1]);
    bench.tools.move([at([4, 4])]);
    expect(desk.draft.value).not.toBeNull();
    expect(bench.tools.giveUp()).toBe(true);
    expect([desk.draft.value, desk.state.value.measures]).toEqual([null, []]);
  });

  test("begun on one slice is not ended on another", async () => {
    const { bench, desk } = await measureBench("distance");
    bench.click([1, 1]);
    bench.shown.sliceIndex = 1;
    bench.tools.down(at([5, 5], 1), { shiftKey: false, altKey: false, button: 0 } as PointerEvent);
    bench.tools.up(at([8, 5], 1));
    await desk.settled();
    expect(desk.state.value.measures).toMatchObject([
      {
        sliceIndex: 1,
        points: [
          [5, 5, 5],
          [8, 5, 5],
        ],
      },
    ]);
  });
});

test("in a reading nothing is measured, and that is said", () => {
  const bench = new ToolBench("distance");
  expect(bench.press([1, 1])).toBeNull();
  expect(bench.said.at(-1)).toMatch(/^Measures are no part of a reading/);
});
