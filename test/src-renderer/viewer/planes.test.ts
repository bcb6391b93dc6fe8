import { describe, expect, it } from "vitest";
import type { Vector3 } from "#shared/domain/geometry.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import {
  areNearlyParallel,
  patientPoint,
  referenceLine,
  sliceAtPosition,
  slicePlane,
  whyNoReformat,
  type PlaneInSpace,
} from "../../../src-renderer/viewer/planes.ts";
import { sliceGrid } from "../../../src-shared/domain/sliceGrid.ts";
import { volumeOf } from "../volumeOf.ts";

const axial = volumeOf({ columns: 100, rows: 80, slices: 20, spacingMm: [2, 2, 5], originMm: [-99, -79, 0] });
/** i to posterior, j to the feet, k to the left. */
const sagittal = volumeOf({
  columns: 160,
  rows: 120,
  slices: 40,
  spacingMm: [1, 1, 4],
  originMm: [-78, -80, 119],
  direction: [0, 0, 1, 1, 0, 0, 0, -1, 0],
});
/** Slices at z = 0, 5, 10 and 15, then at 60 and 65 mm. */
const uneven = volumeOf({ ...axial, slices: 6, slicePositionsMm: [0, 5, 10, 15, 60, 65], isRegular: false });

/** The line of a slice in another plane. */
function lineOf(source: Volume, sliceIndex: number, target: PlaneInSpace): [Vector3, Vector3] | null {
  return referenceLine(slicePlane(source, sliceIndex)!, sliceGrid(source, sliceIndex)!, target);
}

function rounded(point: Vector3 | undefined): number[] {
  return (point ?? []).map((value) => Math.round(value * 1e9) / 1e9 + 0);
}

describe("sliceAtPosition", () => {
  it("finds the slice by position, not by index", () => {
    // 12 mm apart, from z = -57: slice 7 is at z = 27, slice 8 at z = 39.
    const coarse = volumeOf({ columns: 50, rows: 50, slices: 12, spacingMm: [3, 3, 12], originMm: [0, 0, -57] });
    expect(sliceAtPosition(coarse, [0, 0, 30], 0)).toBe(7);
    expect(sliceAtPosition(coarse, [400, -90, 32], 0)).toBe(7);
    expect(sliceAtPosition(coarse, [0, 0, 34], 0)).toBe(8);
  });

  it("is null more than half a slice outside", () => {
    expect(sliceAtPosition(axial, [0, 0, -2.4], 0)).toBe(0);
    expect(sliceAtPosition(axial, [0, 0, -2.6], 0)).toBeNull();
    expect(sliceAtPosition(axial, [0, 0, 97.4], 0)).toBe(19);
    expect(sliceAtPosition(axial, [0, 0, 97.6], 0)).toBeNull();
  });

  it("goes along the slices of a grid that runs to the feet", () => {
    const down: Volume = { ...axial, originMm: [0, 0, 100], direction: [1, 0, 0, 0, -1, 0, 0, 0, -1] };
    expect(sliceAtPosition(down, [0, 0, 80], 0)).toBe(4);
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
    const line = lineOf(axial, 8, slicePlane(sagittal, 20)!);
    const [a, b] = line!.toSorted((p, q) => p[1] - q[1]);
    expect(rounded(a)).toEqual([2, -80, 40]);
    expect(rounded(b)).toEqual([2, 80, 40]);
  });

  it("draws a sagittal slice as an upright line on an axial one", () => {
    // Sagittal slice 0 is at x = -78; it reaches in y from -80.5 to 79.5.
    const [a, b] = lineOf(sagittal, 0, slicePlane(axial, 3)!)!.toSorted((p, q) => p[1] - q[1]);
    expect(rounded(a)).toEqual([-78, -80.5, 15]);
    expect(rounded(b)).toEqual([-78, 79.5, 15]);
  });

  it("crosses an oblique plane where both planes are", () => {
    const normal: Vector3 = [0, Math.SQRT1_2, Math.SQRT1_2];
    const [a, b] = lineOf(axial, 4, { pointMm: [0, 0, 0], normal })!;
    // z = 20 and y + z = 0.
    for (const end of [a, b]) {
      expect(end[2]).toBeCloseTo(20, 9);
      expect(end[1]).toBeCloseTo(-20, 9);
    }
    expect(Math.abs(a[0] - b[0])).toBeCloseTo(200, 9);
  });

  it("is null between parallel planes, and where the planes meet outside the volume", () => {
    expect(lineOf(axial, 2, slicePlane(axial, 9)!)).toBeNull();
    expect(lineOf(axial, 2, { pointMm: [500, 0, 0], normal: [1, 0, 0] })).toBeNull();
  });
});

describe("a volume whose slices lie unevenly", () => {
  it("has its slices where the files say, not on an even grid", () => {
    expect(slicePlane(uneven, 4)).toEqual({ pointMm: [0, 0, 60], normal: [0, 0, 1] });
    expect(patientPoint(uneven, [0, 79, 5])).toEqual([-99, 79, 65]);
    expect(patientPoint(uneven, [0, 79, 4.5])).toBeNull();
  });

  it("is found by position", () => {
    expect(sliceAtPosition(uneven, [0, 0, 58], 0)).toBe(4);
    expect(sliceAtPosition(uneven, [0, 0, 20], 0)).toBe(3);
    expect(sliceAtPosition(uneven, [0, 0, 68], 0)).toBeNull();
  });

  it("keeps the slice on show where several lie at one place", () => {
    const repeated = volumeOf({ slices: 4, slicePositionsMm: [0, 5, 5, 10], isRegular: false });
    expect(sliceAtPosition(repeated, [0, 0, 35], 2)).toBe(2);
    expect(sliceAtPosition(repeated, [0, 0, 35], 3)).toBe(1);
  });

  it("draws its lines where its slices are", () => {
    const line = lineOf(uneven, 4, slicePlane(sagittal, 20)!)!.toSorted((p, q) => p[1] - q[1]);
    expect(line.map(rounded)).toEqual([
      [2, -80, 60],
      [2, 80, 60],
    ]);
  });

  it("says nothing where places are unknown", () => {
    const tilted = volumeOf({ isRegular: false, slicePositionsMm: null });
    expect(slicePlane(tilted, 2)).toBeNull();
    expect(patientPoint(tilted, [0, 0, 2])).toBeNull();
    expect(sliceAtPosition(tilted, [0, 0, 40], 0)).toBeNull();
  });
});

describe("referenceLine of a reformat", () => {
  it("reaches over the whole volume, half a voxel beyond the outer centres", () => {
    // A coronal cut at y = 0 on the sagittal slice at x = 2: z from -2.5 to 97.5.
    const line = referenceLine({ pointMm: [0, 0, 0], normal: [0, 1, 0] }, gridOf(axial), slicePlane(sagittal, 20)!)!.toSorted(
      (p, q) => p[2] - q[2],
    );
    expect(line.map(rounded)).toEqual([
      [2, 0, -2.5],
      [2, 0, 97.5],
    ]);
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
