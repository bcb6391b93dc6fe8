import { describe, expect, it } from "vitest";
import { labelsOnScreen, paintLabels } from "../../../src-renderer/viewer/labelOverlay.ts";

/** 2 x 2 x 2 voxels, each with its own label. */
const cube = { size: [2, 2, 2] as const, labels: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
const at = (origin: [number, number, number], right: [number, number, number], down: [number, number, number]) => ({ origin, right, down });

describe("labelsOnScreen", () => {
  it("shows each voxel as a square around its centre", () => {
    // Two pixels a voxel; the screen begins at the outer corner of voxel (0, 0, 1).
    const screen = labelsOnScreen(cube, at([-0.5, -0.5, 1], [0.5, 0, 0], [0, 0.5, 0]), { x: 0, y: 0, width: 5, height: 4 });
    expect([...screen]).toEqual([5, 5, 6, 6, 0, 5, 5, 6, 6, 0, 7, 7, 8, 8, 0, 7, 7, 8, 8, 0]);
  });

  it("follows a picture flipped sideways", () => {
    const screen = labelsOnScreen(cube, at([1.5, -0.5, 0], [-1, 0, 0], [0, 1, 0]), { x: 0, y: 0, width: 2, height: 2 });
    expect([...screen]).toEqual([2, 1, 4, 3]);
  });

  it("cuts across the slices in a reformat", () => {
    // Column i = 1, to the right j, down k.
    const screen = labelsOnScreen(cube, at([1, -0.5, -0.5], [0, 1, 0], [0, 0, 1]), { x: 0, y: 0, width: 2, height: 2 });
    expect([...screen]).toEqual([2, 4, 6, 8]);
  });

  it("gives the part of the screen that is asked for", () => {
    const map = at([-0.5, -0.5, 1], [0.5, 0, 0], [0, 0.5, 0]);
    expect([...labelsOnScreen(cube, map, { x: 1, y: 1, width: 2, height: 2 })]).toEqual([5, 6, 7, 8]);
  });
});

describe("paintLabels", () => {
  const segments = [
    { number: 1, name: "a", color: "#ff8000", side: "none" as const },
    { number: 2, name: "b", color: "#0000ff", side: "none" as const },
  ];
  const shown = { segments, hidden: new Set<number>(), fillOpacity: 0.2, isOutlined: true, activeSegment: 1 };
  const square = Uint8Array.from({ length: 25 }, (_, index) => (index % 5 >= 1 && index % 5 <= 3 && index >= 5 && index < 20 ? 1 : 0));

  it("fills inside and outlines the border", () => {
    const rgba = paintLabels(square, 5, 5, shown, 1);
    expect(Array.from(rgba.slice(0, 4))).toEqual([0, 0, 0, 0]);
    expect(Array.from(rgba.slice(6 * 4, 6 * 4 + 4))).toEqual([255, 128, 0, 255]);
    expect(Array.from(rgba.slice(12 * 4, 12 * 4 + 4))).toEqual([255, 128, 0, 51]);
  });

  it("gives a segment a look of its own", () => {
    const looks = new Map([[1, { fillOpacity: 0, isOutlined: false }]]);
    expect(paintLabels(square, 5, 5, { ...shown, looks }, 1).every((value, at) => at % 4 !== 3 || value === 0)).toBe(true);
    const other = paintLabels(square, 5, 5, { ...shown, looks: new Map([[2, { fillOpacity: 0.6, isOutlined: false }]]) }, 1);
    // Segment 1 as before: an outline, and 20 % within; of segment 2 there is nothing here.
    expect([other[6 * 4 + 3], other[12 * 4 + 3]]).toEqual([255, 51]);
    const filled = paintLabels(
      square,
      5,
      5,
      { ...shown, isOutlined: false, looks: new Map([[1, { fillOpacity: 0.6, isOutlined: false }]]) },
      1,
    );
    expect([filled[6 * 4 + 3], filled[12 * 4 + 3]]).toEqual([153, 153]);
  });

  it("shows black segments, and no hidden ones", () => {
    expect(paintLabels(Uint8Array.of(1), 1, 1, { ...shown, segments: [{ ...segments[0]!, color: "#000000" }] }, 1)[3]).toBe(51);
    expect(paintLabels(square, 5, 5, { ...shown, hidden: new Set([1]) }, 1).every((value) => value === 0)).toBe(true);
  });
});
