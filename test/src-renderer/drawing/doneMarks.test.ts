import { expect, it } from "vitest";
import { countWork, setDone, workOfAllOn, workOn } from "../../../src-renderer/drawing/doneMarks.ts";
import { firstState } from "../../../src-renderer/drawing/drawingState.ts";
import { ToolBench } from "./toolBench.ts";

it("a mark holds as long as the segment's voxels on the slice are those it was made for; other segments and slices do not count", async () => {
  const bench = new ToolBench("brush");
  const { session } = bench;
  bench.drag([[3, 3]]);
  expect([workOn(session, 1, 0), workOn(session, 1, 1), workOn(session, 2, 0)]).toEqual(["drawn", "empty", "empty"]);
  setDone(session, 1, 0, true);
  expect([workOn(session, 1, 0), workOfAllOn(session, 0)]).toEqual(["done", "done"]);
  session.activate(2);
  bench.drag([[8, 8]]);
  expect([workOn(session, 1, 0), workOn(session, 2, 0), workOfAllOn(session, 0)]).toEqual(["done", "drawn", "drawn"]);
  session.activate(1);
  bench.drag([[5, 3]]);
  expect([workOn(session, 1, 0), workOfAllOn(session, 0), countWork(session, 1)]).toEqual([
    "changed",
    "changed",
    { slices: 1, done: 0, changed: 1 },
  ]);
  await session.undo();
  expect([workOn(session, 1, 0), countWork(session, 1)]).toEqual(["done", { slices: 1, done: 1, changed: 0 }]);
  setDone(session, 1, 0, false);
  expect(workOn(session, 1, 0)).toBe("drawn");
});

it("marks and looks of a kept view are taken up where segment and slice are still there", () => {
  const { segmentation } = new ToolBench("brush").session.state.value;
  const look = { style: "fill", opacity: 0.6 } as const;
  const view = {
    activeSegment: 1,
    hidden: [],
    locked: [],
    polygon: null,
    look,
    looks: [{ segment: 2, style: "outline", opacity: 0.1 } as const, { segment: 9, style: "outline", opacity: 0.1 } as const],
    done: [
      { segment: 1, slice: 1, print: 77 },
      { segment: 1, slice: 2, print: 78 },
      { segment: 9, slice: 1, print: 79 },
    ],
  };
  const steps = { undoable: [], redoable: [], ofSegments: [] };
  const state = firstState(segmentation, 2, { view, steps });
  expect([state.look, [...state.looks], [...state.done]]).toEqual([look, [[2, { style: "outline", opacity: 0.1 }]], [["1/1", 77]]]);
  // A view of an earlier version says nothing of them.
  const { activeSegment, hidden, locked, polygon } = view;
  const earlier = { activeSegment, hidden, locked, polygon };
  const before = firstState(segmentation, 2, { view: earlier, steps, look });
  expect([before.look, before.looks.size, before.done.size]).toEqual([look, 0, 0]);
});
