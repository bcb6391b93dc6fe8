import { expect, it } from "vitest";
import { mergeStroke, strokeAsItLies, type DrawnStroke } from "../../../src-renderer/drawing/mergeStroke.ts";

// Two slices of four voxels. This window painted 1 and erased a 3; meanwhile the other painted 2 elsewhere on the same slice.
const drawn: DrawnStroke = {
  id: "a",
  reverses: null,
  stroke: { tool: "brush", slices: [{ sliceIndex: 1, labels: Uint8Array.of(1, 0, 0, 0) }] },
  before: [{ sliceIndex: 1, labels: Uint8Array.of(0, 3, 0, 0) }],
};
const all = () => true;

it("keeps what both windows drew on a slice, and other slices out of it", () => {
  const newest = Uint8Array.of(9, 9, 9, 9, 0, 3, 2, 2);
  expect(mergeStroke(drawn, newest, all)).toEqual({
    id: "a",
    reverses: null,
    stroke: { tool: "brush", slices: [{ sliceIndex: 1, labels: Uint8Array.of(1, 0, 2, 2) }] },
    before: [{ sliceIndex: 1, labels: Uint8Array.of(0, 3, 2, 2) }],
  });
  expect(newest).toEqual(Uint8Array.of(9, 9, 9, 9, 1, 0, 2, 2));
});

it("leaves nothing of a stroke that is there already", () => {
  expect(mergeStroke(drawn, Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0), all)).toBeNull();
});

it("sends a stroke that is there already once more, as one that changes nothing", () => {
  const there = { sliceIndex: 1, labels: Uint8Array.of(1, 0, 2, 2) };
  const again = strokeAsItLies(drawn, Uint8Array.of(9, 9, 9, 9, 1, 0, 2, 2))!;
  expect(again).toEqual({ id: "a", reverses: null, stroke: { tool: "brush", slices: [there] }, before: [there] });
  expect(strokeAsItLies(again, new Uint8Array(8))?.stroke.slices[0]!.labels).toEqual(new Uint8Array(4));
  expect(strokeAsItLies(drawn, Uint8Array.of(9, 9, 9, 9, 0, 3, 0, 0))).toBeNull();
});

it("draws over what the other window drew; but what is undone gives back only what nobody touched since", () => {
  const newest = () => Uint8Array.of(0, 0, 0, 0, 5, 3, 0, 0);
  expect(mergeStroke(drawn, newest(), all)?.stroke.slices[0]!.labels).toEqual(Uint8Array.of(1, 0, 0, 0));
  expect(mergeStroke({ ...drawn, reverses: "x" }, newest(), all)?.stroke.slices[0]!.labels).toEqual(Uint8Array.of(5, 0, 0, 0));
});

it("never draws a segment that is gone", () => {
  expect(mergeStroke(drawn, Uint8Array.of(0, 0, 0, 0, 0, 3, 0, 0), (label) => label !== 1)?.stroke.slices[0]!.labels).toEqual(
    Uint8Array.of(0, 0, 0, 0),
  );
});
