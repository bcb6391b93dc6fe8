import { describe, expect, test } from "vitest";
import type { Measure } from "#shared/domain/measure/measure.ts";
import { at } from "../toolBench.ts";
import { measureBench } from "./measureBench.ts";

describe("a handle", () => {
  test("of a distance is picked up and dragged, by any tool that measures", async () => {
    const { bench, desk } = await measureBench("distance");
    bench.drag([
      [1, 1],
      [5, 1],
    ]);
    await desk.settled();
    bench.tool = "ellipse";
    bench.drag([
      [5.2, 1.1],
      [5.2, 4.1],
    ]);
    await desk.settled();
    expect(desk.state.value.measures).toMatchObject([
      {
        revision: 2,
        points: [
          [1, 1, 0],
          [5.2, 4.1, 0],
        ],
      },
    ]);
  });

  test("of an ellipse changes its axis and turns it; the centre stays, the other axis keeps its length", async () => {
    const { bench, desk } = await measureBench("ellipse");
    bench.drag([
      [2, 3],
      [10, 7],
    ]);
    // From the right end of the long axis to straight below the centre: a quarter turn.
    bench.drag([
      [10, 5],
      [6, 8],
    ]);
    await desk.settled();
    const [centre, a, b] = desk.state.value.measures[0]!.points;
    expect(centre).toEqual([6, 5, 0]);
    expect(a).toEqual([6, 8, 0]);
    expect(b!.map((value) => Number(value.toFixed(9)))).toEqual([4, 5, 0]);
  });

  test("the line between the ends moves all of it; the press that is given up leaves it where it was", async () => {
    const { bench, desk } = await measureBench("distance");
    bench.drag([
      [1, 1],
      [9, 1],
    ]);
    bench.drag([
      [5, 1],
      [5, 3],
    ]);
    await desk.settled();
    expect(desk.state.value.measures).toMatchObject([
      {
        points: [
          [1, 3, 0],
          [9, 3, 0],
        ],
      },
    ]);
    bench.press([9, 3]);
    bench.tools.move([at([9, 9])]);
    expect(bench.tools.giveUp()).toBe(true);
    expect(desk.state.value.measures).toMatchObject([
      {
        points: [
          [1, 3, 0],
          [9, 3, 0],
        ],
      },
    ]);
  });

  test("of another reader's measure is not picked up, and that is said", async () => {
    const { bench, desk, kept } = await measureBench("distance");
    bench.drag([
      [1, 1],
      [9, 1],
    ]);
    await desk.settled();
    const [id, measure] = [...kept][0]!;
    kept.set(id, { ...measure, isOwn: false, reader: "Ben" });
    await desk.open({ studyInstanceUid: bench.volume.studyInstanceUid, series: [{ volumes: [bench.volume], modality: "MR" }] as never });
    expect(bench.press([9, 1])).toBeNull();
    expect(bench.said.at(-1)).toBe("“Distance 1” is a measure of Ben: only its reader moves it.");
    bench.tools.key("Delete");
    expect([desk.state.value.measures.length, kept.size]).toEqual([1, 1]);
  });
});

describe("steps", () => {
  test("are undone and done again one by one: made, moved, renamed, removed", async () => {
    const made = await measureBench("distance");
    const { bench, desk } = made;
    bench.drag([
      [1, 1],
      [5, 1],
    ]);
    bench.drag([
      [5, 1],
      [5, 5],
    ]);
    const [{ id }] = desk.state.value.measures as [Measure];
    desk.change(id, { name: "Canal" });
    expect(bench.tools.key("Delete")).toBe(true);
    await desk.settled();
    const states = async (step: "undo" | "redo", times: number) => {
      const seen: string[] = [];
      for (let time = 0; time < times; time++) {
        desk[step]();
        await desk.settled();
        const kept = [...made.kept.values()].filter(({ isRemoved }) => !isRemoved);
        expect(desk.state.value.measures.map(({ name, points }) => [name, points])).toEqual(kept.map(({ name, points }) => [name, points]));
        seen.push(kept.map(({ name, points }) => `${name} ${points[1]!.join(",")}`).join() || "none");
      }
      return seen;
    };
    expect(await states("undo", 4)).toEqual(["Canal 5,5,0", "Distance 1 5,5,0", "Distance 1 5,1,0", "none"]);
    expect(desk.state.value).toMatchObject({ canUndo: false, canRedo: true });
    expect(await states("redo", 4)).toEqual(["Distance 1 5,1,0", "Distance 1 5,5,0", "Canal 5,5,0", "none"]);
    expect(made.said.filter((sentence) => sentence.includes("not kept"))).toEqual([]);
  });

  test("that the door refuses are taken back, and said", async () => {
    const made = await measureBench("distance");
    made.refusal = "The disk is full.";
    made.bench.drag([
      [1, 1],
      [5, 1],
    ]);
    expect(made.desk.hasUnsaved).toBe(true);
    await made.desk.settled();
    expect(made.desk.state.value).toMatchObject({ measures: [], canUndo: false });
    expect(made.said[0]).toMatch(/^The measure was not kept\./);
    expect(made.desk.hasUnsaved).toBe(false);
  });
});
