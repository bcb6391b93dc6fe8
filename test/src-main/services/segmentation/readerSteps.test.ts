import { expect, test } from "vitest";
import { readerSteps, type StepRow } from "../../../../src-main/services/segmentation/readerSteps.ts";

/** "A1 brush", or "A1 undo x": reader A in window 1; strokes are called a, b, c ... in their order. */
function history(...lines: string[]): StepRow[] {
  return lines.map((line, index) => {
    const [who, tool, reverses] = line.split(" ");
    return {
      revision: index + 1,
      strokeId: "abcdefghij"[index]!,
      tool: tool!,
      readerId: who!.codePointAt(0)!,
      windowId: who![1] === "-" ? null : who!.slice(1),
      reverses: reverses ?? null,
      changesSegments: ofSegments.includes(tool!),
    };
  });
}
const ofSegments = ["rename"];
const own = { readerId: "A".codePointAt(0)!, windowId: "1", openedRevision: 0 };

test("own strokes can be taken back, the last first; drawing anew forgets what was undone", () => {
  expect(readerSteps(history("A1 brush", "A1 eraser"), own)).toEqual({ undoable: ["a", "b"], redoable: [], ofSegments: [] });
  expect(readerSteps(history("A1 brush", "A1 eraser", "A1 undo b"), own)).toEqual({ undoable: ["a"], redoable: ["c"], ofSegments: [] });
  expect(readerSteps(history("A1 brush", "A1 eraser", "A1 undo b", "A1 undo a"), own)).toEqual({
    undoable: [],
    redoable: ["c", "d"],
    ofSegments: [],
  });
  expect(readerSteps(history("A1 brush", "A1 eraser", "A1 undo b", "A1 redo c"), own)).toEqual({
    undoable: ["a", "d"],
    redoable: [],
    ofSegments: [],
  });
  expect(readerSteps(history("A1 brush", "A1 eraser", "A1 undo b", "A1 brush"), own)).toEqual({
    undoable: ["a", "d"],
    redoable: [],
    ofSegments: [],
  });
});

test("strokes of other readers and of other windows are not one's own, save those that were there when this window opened the segmentation", () => {
  const both = history("A2 brush", "B3 brush", "A1 brush", "A2 brush");
  expect(readerSteps(both, own)).toEqual({ undoable: ["c"], redoable: [], ofSegments: [] });
  expect(readerSteps(both, { ...own, openedRevision: 2 })).toEqual({ undoable: ["a", "c"], redoable: [], ofSegments: [] });
  // After a restart the window is another, and all that was drawn was there before.
  expect(readerSteps(both, { ...own, windowId: "9", openedRevision: 4 })).toEqual({
    undoable: ["a", "c", "d"],
    redoable: [],
    ofSegments: [],
  });
});

test("a step that another window took back is not taken back again", () => {
  expect(readerSteps(history("A1 brush", "A1 brush", "A2 undo b"), own)).toEqual({ undoable: ["a"], redoable: [], ofSegments: [] });
});

test("what the program does by itself is no step; versions that did not keep what was undone lead no further back", () => {
  expect(readerSteps(history("A- import", "A1 brush", "A- delete"), own)).toEqual({ undoable: ["b"], redoable: [], ofSegments: [] });
  expect(readerSteps(history("A- brush", "A- brush", "A- undo", "A- brush"), { ...own, openedRevision: 4 })).toEqual({
    undoable: ["d"],
    redoable: [],
    ofSegments: [],
  });
});
