import { expect, test } from "vitest";
import { liesOn } from "../../../../../src-renderer/rooms/reading/maps/mapPlace.ts";
import { volumeOf } from "../../../volumeOf.ts";

test("a map lies over its own volume and those on the same grid in the same space, over no other", () => {
  const mapped = volumeOf();
  const other = (part: Parameters<typeof volumeOf>[0]) => liesOn(mapped, volumeOf({ id: "other", ...part }));
  expect(liesOn(mapped, mapped)).toBe(true);
  expect(other({})).toBe(true);
  expect(other({ spacingMm: [2, 2, 4] })).toBe(false);
  expect(other({ columns: 8 })).toBe(false);
  expect(other({ originMm: [-10, -20, 35] })).toBe(false);
  expect(other({ originMm: [-10, -20, 50], direction: [1, 0, 0, 0, 1, 0, 0, 0, -1] })).toBe(false);
  expect(other({ frameOfReferenceUid: "1.9" })).toBe(false);
  expect(other({ frameOfReferenceUid: null })).toBe(false);
  expect(other({ studyInstanceUid: "2" })).toBe(false);
  expect(other({ isRegular: false })).toBe(false);
  // A volume with unknown places still carries its own maps.
  const uneven = volumeOf({ isRegular: false, frameOfReferenceUid: null });
  expect(liesOn(uneven, uneven)).toBe(true);
});
