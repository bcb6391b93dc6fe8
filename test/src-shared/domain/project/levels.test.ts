import { expect, test } from "vitest";
import type { Direction, Vector3 } from "#shared/domain/geometry.ts";
import { levelOrderNote, levelRole, placeOnSeries, sliceCentreMm, type PlacedVolume } from "#shared/domain/project/levels.ts";
import type { Region } from "#shared/domain/project/region.ts";

/** Axial, 8 x 8 pixels of 0.8 mm from -100, -100 on: the centre of a slice is at -97.2, -97.2. */
const stack = (change: Partial<PlacedVolume>): PlacedVolume => ({
  id: "t1",
  studyInstanceUid: "2.25.1",
  seriesInstanceUid: "2.25.2",
  frameOfReferenceUid: "2.25.9",
  columns: 8,
  rows: 8,
  slices: 7,
  spacingMm: [0.8, 0.8, 18],
  originMm: [-100, -100, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  slicePositionsMm: [0, 18, 36, 54, 72, 90, 108],
  hasPatientGeometry: true,
  isRegular: true,
  ...change,
});
/** Slices every `step` mm from z = `from` on. */
const even = (from: number, step: number, slices: number, more: Partial<PlacedVolume> = {}) =>
  stack({
    id: "water",
    seriesInstanceUid: "2.25.3",
    slices,
    spacingMm: [0.8, 0.8, step],
    originMm: [-100, -100, from],
    slicePositionsMm: Array.from({ length: slices }, (_, k) => k * step),
    ...more,
  });
const at = (z: number): Vector3 => [-97.2, -97.2, z];

test("levels are slices of the series that is drawn on; where nothing is drawn, of the first one", () => {
  const region = (...uses: string[]) => ({ roles: uses.map((use, number) => ({ id: `role-${number}`, use })) }) as unknown as Region;
  expect(levelRole(region("shown beside", "copied to", "drawn on")).id).toBe("role-2");
  expect(levelRole(region("shown beside", "shown beside")).id).toBe("role-0");
});

test("the centre of a slice follows from the corner, the axes and the position of the slice", () => {
  expect(sliceCentreMm(stack({}), 2)).toEqual([expect.closeTo(-97.2, 9), expect.closeTo(-97.2, 9), 36]);
  // Rows run to the back, columns to the feet, slices to the right: 50 - 3 * 4, -80 + 5 * 1, 90 - 2 * 2.
  const sagittal: Direction = [0, 0, -1, 1, 0, 0, 0, -1, 0];
  const grid: Partial<PlacedVolume> = {
    columns: 11,
    rows: 5,
    slices: 4,
    spacingMm: [1, 2, 4],
    originMm: [50, -80, 90],
    direction: sagittal,
  };
  expect(sliceCentreMm(stack({ ...grid, slicePositionsMm: [0, 4, 8, 12] }), 3)).toEqual([38, -75, 86]);
  // Uneven: where the slice lies, not where even steps would lead.
  expect(sliceCentreMm(stack({ slices: 3, isRegular: false, slicePositionsMm: [0, 18, 50] }), 2)![2]).toBe(50);
  // Volumes of before positions were kept.
  expect(sliceCentreMm(stack({ slicePositionsMm: null }), 2)![2]).toBe(36);
  expect(sliceCentreMm(stack({ slicePositionsMm: null, isRegular: false }), 2)).toBeNull();
  expect(sliceCentreMm(stack({ hasPatientGeometry: false }), 2)).toBeNull();
  expect(sliceCentreMm(stack({}), 7)).toBeNull();
});

test.each([
  ["slices every 2 mm from 0.5 on: 18.5 is 0.5 mm away", 18, even(0.5, 2, 60), 9],
  ["17 and 19 are both half of 2 mm away: the first one", 18, even(1, 2, 60), 8],
  ["slices every 18 mm, 9 mm apart from those of the level: just half a distance", 18, even(9, 18, 5), 0],
  [
    "slices that run to the feet from 36 on: 18 and 16 are both 1 mm away, the first one",
    17,
    even(36, 2, 20, { direction: [1, 0, 0, 0, -1, 0, 0, 0, -1] }),
    9,
  ],
  [
    "a patient on the belly: columns run to the right, rows to the front, and the place along the slices is the same",
    36,
    even(0, 18, 5, { direction: [-1, 0, 0, 0, -1, 0, 0, 0, 1], originMm: [100, 100, 0] }),
    2,
  ],
  ["another field of view: the place along the normal counts", 36, even(0, 18, 5, { originMm: [-40, 20, 0], columns: 4 }), 2],
  ["a lone slice 8 mm away, where the level's series has one every 18 mm", 18, even(26, 99, 1), 0],
  ["slices that are tilted by 8 degrees", 0, even(0, 18, 5, { ...tilted(8), originMm: [-97.2, -97.2, 0] }), 0],
])("%s", (_, z, other, sliceIndex) => {
  expect(placeOnSeries(stack({}), at(z), other)).toEqual({ sliceIndex, why: null });
});

function tilted(degrees: number): { direction: Direction } {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return { direction: [1, 0, 0, 0, c, -s, 0, s, c] };
}

test.each([
  ["beyond the end", 108, even(0, 2, 50), "not there: the nearest slice is 10 mm away"],
  [
    "in a gap: slices usually follow every 5 mm",
    14,
    even(0, 5, 5, { isRegular: false, slicePositionsMm: [0, 5, 10, 20, 25] }),
    "not there: the nearest slice is 4 mm away",
  ],
  ["tilted by 12 degrees", 0, even(0, 18, 5, tilted(12)), "its slices are tilted by 12 degrees against those of the level"],
  ["another frame of reference", 18, even(0, 18, 5, { frameOfReferenceUid: "2.25.8" }), "it has another frame of reference"],
  ["another study, whatever it says of its frame", 18, even(0, 18, 5, { studyInstanceUid: "2.25.7" }), "it has another frame of reference"],
  ["no geometry", 18, even(0, 18, 5, { hasPatientGeometry: false }), "its files do not say where its slices lie"],
])("%s: no slice shows the place", (_, z, other, why) => {
  expect(placeOnSeries(stack({}), at(z), other)).toEqual({ sliceIndex: null, why });
});

test("a level of thin slices is not taken for the thick one beside it", () => {
  expect(placeOnSeries(even(0.5, 2, 60), at(8.5), stack({}))).toEqual({
    sliceIndex: null,
    why: "not there: the nearest slice is 8.5 mm away",
  });
  expect(placeOnSeries(even(0.5, 2, 60), at(18.5), stack({}))).toEqual({ sliceIndex: 1, why: null });
});

test("two lone slices show one place where they lie at it: thickness is never asked", () => {
  const lone = (z: number) => even(z, 6, 1);
  expect(placeOnSeries(stack({ slices: 1, slicePositionsMm: [0] }), at(0), lone(0.05)).sliceIndex).toBe(0);
  expect(placeOnSeries(stack({ slices: 1, slicePositionsMm: [0] }), at(0), lone(0.2)).sliceIndex).toBeNull();
});

test("three slices or more that do not run one way are told, fewer are not", () => {
  const levels = ["proximal", "middle", "distal"].map((id) => ({ id, name: id }));
  const note = (...slices: (number | undefined)[]) =>
    levelOrderNote({ levels }, new Map(levels.flatMap(({ id }, index) => (slices[index] === undefined ? [] : [[id, slices[index]]]))));
  expect(note(2, 5, 9)).toBeNull();
  expect(note(9, 5, 2)).toBeNull();
  expect(note(9, undefined, 2)).toBeNull();
  expect(note(5, 2)).toBeNull();
  expect(note(2, 8, 4)).toContain("the slices of proximal (3), middle (9), distal (5) do not run in one direction");
});
