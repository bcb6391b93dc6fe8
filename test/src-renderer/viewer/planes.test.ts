import { describe, expect, it } from "vitest";
import type { Grid, Vector3 } from "#shared/domain/geometry.ts";
import { areNearlyParallel, referenceLine, sliceAtPosition, slicePlane, whyNoReformat } from "../../../src-renderer/viewer/planes.ts";
import { volumeOf } from "../volumeOf.ts";

const axial: Grid = { size: [100, 80, 20], spacingMm: [2, 2, 5], originMm: [-99, -79, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
/** i to posterior, j to the feet, k to the left. */
const sagittal: Grid = { size: [160, 120, 40], spacingMm: [1, 1, 4], originMm: [-78, -80, 119], direction: [0, 0, 1, 1, 0, 0, 0, -1, 0] };

function rounded(point: Vector3 | undefined): number[] {
  return (point ?? []).map((value) => Math.round(value * 1e9) / 1e9 + 0);
}

describe("sliceAtPosition", () => {
  it("finds the slice by position, not by index", () => {
    // 12 mm apart, from z = -57: slice 7 is at z = 27, slice 8 at z = 39.
    const coarse: Grid = { ...axial, size: [50, 50, 12], spacingMm: [3, 3, 12], originMm: [0, 0, -57] };
    expect(sliceAtPosition(coarse, [0, 0, 30])).toBe(7);
    expect(sliceAtPosition(coarse, [400, -90, 32])).toBe(7);
    expect(sliceAtPosition(coarse, [0, 0, 34])).toBe(8);
  });

  it("is null more than half a slice outside", () => {
    expect(sliceAtPosition(axial, [0, 0, -2.4])).toBe(0);
    expect(sliceAtPosition(axial, [0, 0, -2.6])).toBeNull();
    expect(sliceAtPosition(axial, [0, 0, 97.4])).toBe(19);
    expect(sliceAtPosition(axial, [0, 0, 97.6])).toBeNull();
  });

  it("goes along the slices of a grid that runs to the feet", () => {
    const down: Grid = { ...axial, originMm: [0, 0, 100], direction: [1, 0, 0, 0, -1, 0, 0, 0, -1] };
    expect(sliceAtPosition(down, [0, 0, 80])).toBe(4);
  });
});

describe("areNearlyParallel", () => {
  it("takes planes up to 25 degrees apart, whichever way their normals point", () => {
    const tilted = (degrees: number): Vector3 => [0, Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
    expect(areNearlyParallel([0, 0, 1], tilted(24))).toBe(true);
    expect(areNearlyParallel([0, 0, -1], tilted(24))).toBe(true);
    expect(areNearlyParallel([0, 0, 1], tilted(26))).toBe(false);
  });
});

describe("referenceLine", () => {
  it("draws an axial slice as a level line on a sagittal one, as wide as the axial volume", () => {
    // Axial slice 8 is at z = 40; sagittal slice 20 at x = 2. The axial volume reaches in y from -80 to 80 (half a voxel beyond the centres).
    const line = referenceLine(slicePlane(axial, 8), axial, slicePlane(sagittal, 20));
    const [a, b] = line!.toSorted((p, q) => p[1] - q[1]);
    expect(rounded(a)).toEqual([2, -80, 40]);
    expect(rounded(b)).toEqual([2, 80, 40]);
  });

  it("draws a sagittal slice as an upright line on an axial one", () => {
    // Sagittal slice 0 is at x = -78; it reaches in y from -80.5 to 79.5.
    const [a, b] = referenceLine(slicePlane(sagittal, 0), sagittal, slicePlane(axial, 3))!.toSorted((p, q) => p[1] - q[1]);
    expect(rounded(a)).toEqual([-78, -80.5, 15]);
    expect(rounded(b)).toEqual([-78, 79.5, 15]);
  });

  it("crosses an oblique plane where both planes are", () => {
    const normal: Vector3 = [0, Math.SQRT1_2, Math.SQRT1_2];
    const [a, b] = referenceLine(slicePlane(axial, 4), axial, { pointMm: [0, 0, 0], normal })!;
    // z = 20 and y + z = 0.
    for (const end of [a, b]) {
      expect(end[2]).toBeCloseTo(20, 9);
      expect(end[1]).toBeCloseTo(-20, 9);
    }
    expect(Math.abs(a[0] - b[0])).toBeCloseTo(200, 9);
  });

  it("is null between parallel planes, and where the planes meet outside the volume", () => {
    expect(referenceLine(slicePlane(axial, 2), axial, slicePlane(axial, 9))).toBeNull();
    expect(referenceLine(slicePlane(axial, 2), axial, { pointMm: [500, 0, 0], normal: [1, 0, 0] })).toBeNull();
  });
});

describe("whyNoReformat", () => {
  it("is null for an even volume, and else says why in words", () => {
    expect(whyNoReformat(volumeOf())).toBeNull();
    expect(whyNoReformat(volumeOf({ slices: 1 }))).toMatch(/single slice/);
    expect(whyNoReformat(volumeOf({ isRegular: false }))).toMatch(/unevenly spaced/);
    expect(whyNoReformat(volumeOf({ hasPatientGeometry: false }))).toMatch(/no position or orientation/);
    expect(whyNoReformat(volumeOf({ samplesPerPixel: 3 }))).toMatch(/Colour/);
  });
});
