import { expect, test } from "vitest";
import { decodeRuns } from "#shared/domain/runLength.ts";
import { obliqueGrid, openSegmentations, strokeOf } from "./sampleVolume.ts";
import { addReader, by } from "../../author.ts";

const perSlice = obliqueGrid.size[0] * obliqueGrid.size[1];
const window1 = { windowId: "w1", openedRevision: 0 };

function drawn() {
  const opened = openSegmentations();
  const { id } = opened.segmentations.create(by, { volumeId: "a", name: "s" });
  opened.segmentations.addSegment(by, id, {});
  return { ...opened, id, r1: addReader(opened.store, "R1"), r2: addReader(opened.store, "R2") };
}

test("a stroke that is sent again, because its answer was lost, is kept once; also after others have drawn", () => {
  const { segmentations, id, r1, r2 } = drawn();
  const stroke = strokeOf("brush", obliqueGrid, [1], (index) => Number(index < 3));
  const mark = { strokeId: "x", windowId: "w1" };
  expect(segmentations.applyStroke(r1, id, 1, stroke, mark)).toEqual({ revision: 2 });
  expect(segmentations.applyStroke(r1, id, 1, stroke, mark)).toEqual({ revision: 2 });
  segmentations.applyStroke(
    r2,
    id,
    2,
    strokeOf("brush", obliqueGrid, [1], () => 0),
  );
  expect(segmentations.applyStroke(r1, id, 1, stroke, mark)).toEqual({ revision: 2 });
  expect(segmentations.describe(id).revision).toBe(3);
  expect(segmentations.history(id)).toHaveLength(3);
});

test("the history says what each stroke changed, and which steps a reader can take back, also after closing and opening", () => {
  const { segmentations, id, dataFolder, close, r1 } = drawn();
  segmentations.applyStroke(
    r1,
    id,
    1,
    strokeOf("brush", obliqueGrid, [1, 2], (index) => Number(index < 3)),
    { strokeId: "x", windowId: "w1" },
  );
  segmentations.applyStroke(
    r1,
    id,
    2,
    strokeOf("brush", obliqueGrid, [2], () => 1),
    { strokeId: "y", windowId: "w1" },
  );
  segmentations.applyStroke(
    r1,
    id,
    3,
    strokeOf("undo", obliqueGrid, [2], (index) => Number(index < 3)),
    { strokeId: "z", windowId: "w1", reverses: "y" },
  );
  close();
  const again = openSegmentations(obliqueGrid, dataFolder).segmentations;
  expect(again.steps(r1, id, window1)).toEqual({ undoable: ["x"], redoable: ["z"], ofSegments: [] });
  const labels = (runs: Uint8Array) => {
    const slice = new Uint8Array(perSlice);
    decodeRuns(runs, slice);
    return slice.reduce((sum, label) => sum + label, 0);
  };
  expect(again.changes(id, "x").map(({ sliceIndex, before, after }) => [sliceIndex, labels(before), labels(after)])).toEqual([
    [1, 0, 3],
    [2, 0, 3],
  ]);
  expect(again.changes(id, "y").map(({ sliceIndex, before, after }) => [sliceIndex, labels(before), labels(after)])).toEqual([
    [2, 3, perSlice],
  ]);
  expect(() => again.changes(id, "none")).toThrow("no such step");
});

test("how each reader left a segmentation is kept, and which one that reader had open last", () => {
  const { segmentations, id, dataFolder, close, r1, r2 } = drawn();
  const other = segmentations.create(by, { volumeId: "a", name: "later" });
  expect(segmentations.view(r1, id)).toBeNull();
  expect(segmentations.lastOpened(r1, "a")).toBeNull();
  const view = {
    activeSegment: 1,
    hidden: [2],
    locked: [1, 3],
    polygon: {
      sliceIndex: 2,
      points: [
        [0.5, 1],
        [2, 3],
      ] as Array<[number, number]>,
      isErasing: true,
    },
  };
  segmentations.keepView(r1, other.id, { ...view, activeSegment: null });
  segmentations.keepView(r1, id, view);
  segmentations.keepView(r2, other.id, { ...view, polygon: null });
  close();
  const again = openSegmentations(obliqueGrid, dataFolder).segmentations;
  expect(again.view(r1, id)).toEqual(view);
  expect(again.view(r1, other.id)?.activeSegment).toBeNull();
  expect([again.lastOpened(r2, "a"), again.lastOpened(r1, "b")]).toEqual([other.id, null]);
  again.remove(by, other.id);
  expect(again.lastOpened(r2, "a")).toBeNull();
});

test("new segments are named by their number, and no two have one name and side", () => {
  const { segmentations, id } = drawn();
  segmentations.addSegment(by, id, {});
  segmentations.addSegment(by, id, {});
  segmentations.removeSegment(by, id, 1);
  expect(segmentations.addSegment(by, id, {}).segments.map(({ name }) => name)).toEqual(["Segment 2", "Segment 3", "Segment 4"]);
  segmentations.updateSegment(by, id, 2, { name: "Segment 5" });
  expect(segmentations.addSegment(by, id, {}).segments.at(-1)).toMatchObject({ number: 5, name: "Segment 6" });
  expect(() => segmentations.updateSegment(by, id, 3, { name: " Segment 5 " })).toThrow("already");
  expect(() => segmentations.addSegment(by, id, { name: "Segment 5" })).toThrow("already");
  // The other side is another region.
  expect(segmentations.addSegment(by, id, { name: "Segment 5", side: "left" }).segments).toHaveLength(5);
  expect(() => segmentations.updateSegment(by, id, 2, { side: "left" })).toThrow("on this side (left)");
});

test("several segments are added in one revision, which is one step to undo and to do again while nothing is drawn in them", async () => {
  const { segmentations, id, r1 } = drawn();
  const added = segmentations.addSegments(r1, id, [{ name: "VLA", side: "left" }, { name: "VLA", side: "right" }, {}], {
    strokeId: "add",
    windowId: "w1",
  });
  expect(added.revision).toBe(2);
  expect(added.segments.map(({ number, name, side }) => `${number} ${name} ${side}`)).toEqual([
    "1 Segment 1 none",
    "2 VLA left",
    "3 VLA right",
    "4 Segment 4 none",
  ]);
  expect(segmentations.history(id).map(({ tool }) => tool)).toContain("add segments");
  expect(segmentations.steps(r1, id, window1)).toMatchObject({ undoable: ["add"], ofSegments: ["add"] });
  const numbers = async (direction: "undo" | "redo", reverses: string, strokeId: string) =>
    (await segmentations.reverse(r1, id, { direction, mark: { strokeId, reverses, windowId: "w1" } })).segmentation.segments.map(
      ({ number }) => number,
    );
  expect(await numbers("undo", "add", "u")).toEqual([1]);
  expect(await numbers("redo", "u", "r")).toEqual([1, 2, 3, 4]);
  // All or none: the second of them has a name that is taken.
  expect(() => segmentations.addSegments(r1, id, [{ name: "new" }, { name: "VLA", side: "left" }])).toThrow("already");
  expect(segmentations.describe(id).segments).toHaveLength(4);
  segmentations.applyStroke(
    r1,
    id,
    4,
    strokeOf("brush", obliqueGrid, [1], (index) => (index < 3 ? 3 : 0)),
  );
  const refused = await segmentations.reverse(r1, id, { direction: "undo", mark: { strokeId: "u2", reverses: "r", windowId: "w1" } });
  expect(refused.refusal).toMatch(/“VLA” has been drawn in since/);
});
