import { expect, it } from "vitest";
import { paintOverAll } from "#shared/domain/drawing/paintRules.ts";
import { ToolBench } from "./toolBench.ts";

it("an edit of several slices is one step: undone at once, and locked segments keep their voxels", async () => {
  const bench = new ToolBench("brush");
  const { session } = bench;
  session.labels[5] = 1;
  session.labels[7] = 2;
  session.setLocked(2, true);
  // Moves the voxel of column 5 to column 6 on both slices, and would take column 7.
  const count = session.edit("move", [0, 1], (index) => (index === 5 ? false : index === 6 || index === 7 ? true : null), {
    rule: paintOverAll,
  });
  await session.settled();
  // On the first slice 5 is lost and 6 taken, on the second 6 and 7 are taken.
  expect(count).toBe(4);
  expect([bench.drawn(1, 0), bench.drawn(2, 0), bench.drawn(1, 1)]).toEqual([["6,0"], ["7,0"], ["6,0", "7,0"]]);
  expect(bench.strokes).toEqual(["move"]);
  await session.undo();
  expect([bench.drawn(1, 0), bench.drawn(2, 0), bench.drawn(1, 1)]).toEqual([["5,0"], ["7,0"], []]);
  await session.redo();
  expect([bench.drawn(1, 0), bench.drawn(1, 1)]).toEqual([["6,0"], ["6,0", "7,0"]]);
});
