import { expect, it } from "vitest";
import { encodeRuns } from "#shared/domain/runLength.ts";
import type { DrawnStroke } from "../../../src-renderer/client/segmentationDoor.ts";
import { mergeStroke, strokeAsItLies } from "../../../src-renderer/drawing/mergeStroke.ts";

// Two slices of four voxels. This window painted 1 and erased a 3; meanwhile the other painted 2 elsewhere on the same slice.
const drawn = stroke([0, 3, 0, 0], [1, 0, 0, 0]);
/** A stroke that changed slice 1. */
function stroke(before: readonly number[], after: readonly number[]): DrawnStroke {
  const [was, became] = [before, after].map((labels) => encodeRuns(Uint8Array.from(labels))) as [Uint8Array, Uint8Array];
  return { id: "a", reverses: null, tool: "brush", changes: [{ sliceIndex: 1, before: was, after: became }] };
}
const all = () => true;

it("keeps what both windows drew on a slice, and other slices out of it", () => {
  const newest = Uint8Array.of(9, 9, 9, 9, 0, 3, 2, 2);
  expect(mergeStroke(drawn, newest, 4, all)).toEqual(stroke([0, 3, 2, 2], [1, 0, 2, 2]));
  expect(newest).toEqual(Uint8Array.of(9, 9, 9, 9, 1, 0, 2, 2));
});

it("leaves nothing of a stroke that is there already", () => {
  expect(mergeStroke(drawn, Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0), 4, all)).toBeNull();
});

it("sends a stroke that is there already once more, as one that changes nothing", () => {
  const again = strokeAsItLies(drawn, Uint8Array.of(9, 9, 9, 9, 1, 0, 2, 2), 4)!;
  expect(again).toEqual(stroke([1, 0, 2, 2], [1, 0, 2, 2]));
  expect(strokeAsItLies(again, new Uint8Array(8), 4)).toEqual(stroke([0, 0, 0, 0], [0, 0, 0, 0]));
  expect(strokeAsItLies(drawn, Uint8Array.of(9, 9, 9, 9, 0, 3, 0, 0), 4)).toBeNull();
});

it("draws over what the other window drew; but what is undone gives back only what nobody touched since", () => {
  const newest = () => Uint8Array.of(0, 0, 0, 0, 5, 3, 0, 0);
  expect(mergeStroke(drawn, newest(), 4, all)?.changes[0]!.after).toEqual(encodeRuns(Uint8Array.of(1, 0, 0, 0)));
  expect(mergeStroke({ ...drawn, reverses: "x" }, newest(), 4, all)?.changes[0]!.after).toEqual(encodeRuns(Uint8Array.of(5, 0, 0, 0)));
});

it("never draws a segment that is gone", () => {
  expect(mergeStroke(drawn, Uint8Array.of(0, 0, 0, 0, 0, 3, 0, 0), 4, (label) => label !== 1)?.changes[0]!.after).toEqual(
    encodeRuns(Uint8Array.of(0, 0, 0, 0)),
  );
});

it("clears nothing of a segment that the other window drew there since: an eraser is of one segment", () => {
  const newest = Uint8Array.of(0, 0, 0, 0, 0, 2, 0, 0);
  expect(mergeStroke(drawn, newest, 4, all)).toEqual(stroke([0, 2, 0, 0], [1, 2, 0, 0]));
  expect(mergeStroke(stroke([0, 3, 0, 0], [0, 0, 0, 0]), Uint8Array.of(0, 0, 0, 0, 0, 2, 0, 0), 4, all)).toBeNull();
});
