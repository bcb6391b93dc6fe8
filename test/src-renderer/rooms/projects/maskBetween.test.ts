import { expect, test } from "vitest";
import { maskBetween } from "../../../../src-renderer/rooms/projects/looks/maskBetween.ts";

const slice = { columns: 64, rows: 32 };

test("a drag hides every voxel that it touches, whichever way it goes", () => {
  const expected = { column: 10, row: 4, columns: 3, rows: 2 };
  expect(maskBetween([10.9, 4.1], [12.1, 5.9], slice)).toEqual(expected);
  expect(maskBetween([12.1, 5.9], [10.9, 4.1], slice)).toEqual(expected);
  expect(maskBetween([12.1, 4.1], [10.9, 5.9], slice)).toEqual(expected);
});

test("what reaches beyond the slice ends at its border; a click hides one voxel", () => {
  expect(maskBetween([-20, -3], [900, 900], slice)).toEqual({ column: 0, row: 0, columns: 64, rows: 32 });
  expect(maskBetween([64, 32], [64, 32], slice)).toEqual({ column: 63, row: 31, columns: 1, rows: 1 });
});
