import { expect, it } from "vitest";
import { mergeStroke } from "../../../../../src-renderer/rooms/reading/drawing/mergeStroke.ts";

// Two slices of four voxels. This window painted 1 and erased a 3; meanwhile the other painted 2 elsewhere on the same slice.
const drawn = {
  stroke: { tool: "brush", slices: [{ sliceIndex: 1, labels: Uint8Array.of(1, 0, 0, 0) }] },
  before: [{ sliceIndex: 1, labels: Uint8Array.of(0, 3, 0, 0) }],
};

it("keeps what both windows drew on a slice, and other slices out of it", () => {
  expect(mergeStroke(drawn, Uint8Array.of(9, 9, 9, 9, 0, 3, 2, 2))).toEqual({ tool: "brush", slices: [{ sliceIndex: 1, labels: Uint8Array.of(1, 0, 2, 2) }] });
});

it("changes nothing where the stroke is there already", () => {
  expect(mergeStroke(drawn, Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0)).slices[0]!.labels).toEqual(drawn.stroke.slices[0]!.labels);
});
