import { describe, expect, it } from "vitest";
import type { Vector3 } from "#shared/domain/geometry.ts";
import { applyTransform } from "#shared/domain/transform/applyTransform.ts";
import { isUnmoved, movedSoFar, placementMap, PlacingDesk } from "../../../../src-renderer/drawing/placing/placingDesk.ts";
import { mapPoint } from "../../../../src-shared/domain/transform/linearMap.ts";
import { volumeOf } from "../../volumeOf.ts";

const fixed = volumeOf({ id: "fixed" });
/** Its middle lies at (0, 0, 0). */
const moving = volumeOf({ id: "moving", columns: 5, rows: 5, slices: 5, spacingMm: [2, 2, 2], originMm: [-4, -4, -4] });

function begun(): PlacingDesk {
  const desk = new PlacingDesk();
  desk.begin(fixed, moving);
  return desk;
}
const close = (seen: Vector3, expected: Vector3) => seen.forEach((value, axis) => expect(value).toBeCloseTo(expected[axis]!, 9));

describe("an image that is placed by hand", () => {
  it("dragged to the left by 5 mm, a point of the fixed image finds its like 5 mm further to the right", () => {
    const desk = begun();
    expect([desk.start, isUnmoved(desk.state.value!)]).toEqual([null, true]);
    desk.moveBy([5, 0, 0]);
    close(applyTransform(desk.start!, [12, -3, 40]), [7, -3, 40]);
    close(desk.middleMm!, [5, 0, 0]);
  });

  it("is turned about its own middle, wherever that was dragged", () => {
    const desk = begun();
    desk.moveBy([10, 20, 0]);
    desk.turnBy([0, 0, 1], Math.PI / 2);
    close(desk.middleMm!, [10, 20, 0]);
    // The moving image's point 1 mm to the left of its middle is seen 1 mm posterior of where the middle is now.
    close(applyTransform(desk.start!, [10, 21, 0]), [1, 0, 0]);
    const { shiftMm, degrees } = movedSoFar(desk.state.value!);
    close(shiftMm, [10, 20, 0]);
    expect(degrees).toBeCloseTo(90, 9);
  });

  it("turned about one axis and then another, is where both turns one after the other take it", () => {
    const desk = begun();
    desk.turnBy([1, 0, 0], Math.PI / 2);
    desk.turnBy([0, 0, 1], Math.PI / 2);
    // y goes to z, which the second turn leaves; x goes to y.
    close(applyTransform(desk.start!, [0, 0, 3]), [0, 3, 0]);
    close(applyTransform(desk.start!, [0, 3, 0]), [3, 0, 0]);
    expect(movedSoFar(desk.state.value!).degrees).toBeCloseTo(120, 9);
  });

  it("goes on from where it was left, and back to where the files say", () => {
    const desk = begun();
    desk.moveBy([1, 2, 3]);
    desk.turnBy([0, 1, 0], 0.3);
    const { start } = desk;
    const again = new PlacingDesk();
    again.begin(fixed, moving, start);
    for (const point of [
      [0, 0, 0],
      [10, -5, 31],
    ] as const) {
      close(mapPoint(placementMap(again.state.value!), point), applyTransform(start!, point));
      close(applyTransform(again.start!, point), applyTransform(start!, point));
    }
    again.reset();
    expect(again.start).toBeNull();
  });
});
