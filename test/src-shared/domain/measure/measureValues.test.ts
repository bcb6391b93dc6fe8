import { assert, double, pre, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import type { MeasurePlace } from "#shared/domain/measure/measure.ts";
import { whyNotPlaced } from "#shared/domain/measure/measurePlaces.ts";
import { greyUnitOf, measureValues, slicesOfMeasure } from "#shared/domain/measure/measureValues.ts";
import { measureLines } from "#shared/domain/measure/measureWords.ts";
import { volumeOf } from "../../../src-renderer/volumeOf.ts";

/** 4 x 3 x 5 voxels of 2 x 2 x 5 mm, the first at (-10, -20, 30). */
const volume = volumeOf();
const none = () => null;
const on = (kind: MeasurePlace["kind"], points: MeasurePlace["points"], sliceIndex = 0): MeasurePlace => ({
  volumeId: "volume",
  kind,
  plane: "acquisition",
  sliceIndex,
  points,
});
const coordinate = double({ min: -500, max: 500, noNaN: true });
const point = tuple(coordinate, coordinate, coordinate);
const turn = tuple(
  double({ min: -3, max: 3, noNaN: true }),
  double({ min: -3, max: 3, noNaN: true }),
  double({ min: -3, max: 3, noNaN: true }),
);
type Three = [number, number, number];

/** A point turned about x, then y, then z, and moved. */
function turned([x, y, z]: Three, [a, b, c]: Three): Three {
  const [y1, z1] = [y * Math.cos(a) - z * Math.sin(a), y * Math.sin(a) + z * Math.cos(a)];
  const [x2, z2] = [x * Math.cos(b) + z1 * Math.sin(b), -x * Math.sin(b) + z1 * Math.cos(b)];
  return [x2 * Math.cos(c) - y1 * Math.sin(c) + 7, x2 * Math.sin(c) + y1 * Math.cos(c) - 11, z2 + 3];
}

const lengthOf = (points: Three[]) => {
  const values = measureValues(volume, "MR", on("distance", points), none);
  return values.kind === "distance" ? values.length : Number.NaN;
};
const angleOf = (points: Three[]) => {
  const values = measureValues(volume, "MR", on("angle", points), none);
  return values.kind === "angle" ? values.degrees : Number.NaN;
};

describe("lengths and angles", () => {
  test("are those of a drawing by hand: 3, 4, 5 and its angles", () => {
    expect(
      measureValues(
        volume,
        "MR",
        on("distance", [
          [1, 2, 30],
          [4, 6, 30],
        ]),
        none,
      ),
    ).toEqual({ kind: "distance", length: 5, unit: "mm" });
    expect(
      angleOf([
        [3, 0, 0],
        [0, 0, 0],
        [0, 4, 0],
      ]),
    ).toBeCloseTo(90, 12);
    expect(
      angleOf([
        [0, 0, 0],
        [3, 0, 0],
        [0, 4, 0],
      ]),
    ).toBeCloseTo(53.13010235415598, 10);
    expect(
      angleOf([
        [1, 0, 0],
        [0, 0, 0],
        [-1, 0, 0],
      ]),
    ).toBe(180);
    expect(
      angleOf([
        [1, 0, 0],
        [0, 0, 0],
        [5, 0, 0],
      ]),
    ).toBe(0);
    expect(
      angleOf([
        [1, 0, 0],
        [1, 0, 0],
        [5, 0, 0],
      ]),
    ).toBeNull();
  });

  test("a very small angle is told: the arc cosine would say 0", () => {
    expect(
      angleOf([
        [1, 0, 0],
        [0, 0, 0],
        [1, 1e-9, 0],
      ]),
    ).toBeCloseTo((1e-9 * 180) / Math.PI, 15);
  });

  test("do not change when the patient is turned and moved", () => {
    assert(
      property(tuple(point, point, point), turn, (points, by) => {
        const moved = points.map((each) => turned(each, by));
        expect(lengthOf(moved.slice(0, 2))).toBeCloseTo(lengthOf(points.slice(0, 2)), 8);
        const [before, after] = [angleOf(points), angleOf(moved)];
        const shortest = Math.min(lengthOf([points[0], points[1]]), lengthOf([points[2], points[1]]));
        pre(shortest > 1e-3);
        expect(after).toBeCloseTo(before!, 5);
      }),
    );
  });

  test("do not depend on which end comes first", () => {
    assert(
      property(tuple(point, point, point), ([a, b, c]) => {
        expect(lengthOf([a, b])).toBe(lengthOf([b, a]));
        expect(angleOf([a, b, c])).toBe(angleOf([c, b, a]));
      }),
    );
  });

  test("are counted in pixels, never millimetres, where the files do not say where the images lie", () => {
    const flat = volumeOf({
      hasPatientGeometry: false,
      isRegular: false,
      slicePositionsMm: null,
      spacingMm: [2, 4, 1],
      originMm: [0, 0, 0],
    });
    const values = measureValues(
      flat,
      "XA",
      on("distance", [
        [0, 0, 0],
        [6, 16, 0],
      ]),
      none,
    );
    // 3 columns and 4 rows.
    expect(values).toEqual({ kind: "distance", length: 5, unit: "px" });
    expect(measureLines(values)).toEqual(["5.0 px"]);
    const ellipse = measureValues(
      flat,
      "XA",
      on("ellipse", [
        [4, 4, 0],
        [8, 4, 0],
        [4, 8, 0],
      ]),
      () => new Uint8Array(12),
    );
    // Half axes of 2 columns and 1 row.
    expect(ellipse).toMatchObject({ unit: "px", area: Math.PI * 2 });
    expect(measureValues(flat, "XA", on("point", [[2, 4, 0]]), () => new Uint8Array(12))).toMatchObject({ patientMm: null });
  });
});

describe("a point", () => {
  const values = Float32Array.from({ length: 12 }, (_, at) => at / 2);

  test("has the value of the nearest voxel and its place", () => {
    // Column 2, row 1: the sixth voxel.
    const probe = on("point", [[-5.3, -18.6, 35]], 1);
    expect(slicesOfMeasure(volume, probe)).toEqual([1]);
    expect(measureValues(volume, "CT", probe, (k) => (k === 1 ? values : null))).toEqual({
      kind: "point",
      values: [3],
      greyUnit: "HU",
      patientMm: [-5.3, -18.6, 35],
    });
  });

  test("has three values in colours, and none outside the volume or before the voxels have come", () => {
    const colours = volumeOf({ samplesPerPixel: 3, scalarType: "uint8" });
    const probe = on("point", [[-8, -20, 30]]);
    expect(measureValues(colours, "MR", probe, () => Uint8Array.from({ length: 36 }, (_, at) => at))).toMatchObject({ values: [3, 4, 5] });
    expect(measureValues(volume, "MR", on("point", [[-12, -20, 30]]), () => values)).toMatchObject({ values: null });
    expect(measureValues(volume, "MR", probe, none)).toMatchObject({ values: null });
  });

  test("finds its voxel in a reformat too", () => {
    const probe: MeasurePlace = { ...on("point", [[-6, -18, 41]]), plane: "coronal", sliceIndex: null };
    expect(slicesOfMeasure(volume, probe)).toEqual([2]);
    expect(measureValues(volume, "MR", probe, () => values)).toMatchObject({ values: [3], greyUnit: null });
  });
});

test("HU are those of CT as it was acquired: MR, files and computed volumes have no unit", () => {
  const computed = { kind: "derived", steps: [{ name: "z-score", parameters: {} }], stepsHash: "", sources: [] } as const;
  expect(greyUnitOf(volume, "CT")).toBe("HU");
  expect(greyUnitOf(volume, "MR")).toBeNull();
  expect(greyUnitOf(volumeOf({ source: { ...computed, steps: [...computed.steps], sources: [] } }), "CT")).toBeNull();
});

describe("what cannot be a measure is refused by the name of its field", () => {
  const inSlice = (k: number): Three => [-9, -19, 30 + 5 * k];
  test.each([
    ["points: a measure of the kind “angle” has 3 points, not 2.", on("angle", [inSlice(0), inSlice(0)])],
    ["sliceIndex: the volume has slices 0 to 4, not 5.", on("point", [inSlice(5)], 5)],
    [
      "sliceIndex: it is given in the acquisition plane, and null in a reformat.",
      { ...on("point", [inSlice(0)]), plane: "axial" as const },
    ],
    ["points: they do not lie in one plane (acquisition, slice 1).", on("point", [inSlice(0)], 1)],
    [
      "points: they do not lie in one plane (coronal).",
      {
        ...on("distance", [
          [0, 1, 0],
          [0, 2, 0],
        ]),
        plane: "coronal" as const,
        sliceIndex: null,
      },
    ],
    ["points: the axes of an ellipse are at right angles and longer than 0.", on("ellipse", [inSlice(0), [-7, -19, 30], [-7, -18, 30]])],
  ])("%s", (reason, place) => {
    expect(whyNotPlaced(volume, place)).toBe(reason);
  });

  test("a volume without reformats takes none in them", () => {
    const place = { ...on("point", [inSlice(0)]), plane: "axial" as const, sliceIndex: null };
    expect(whyNotPlaced(volumeOf({ isRegular: false }), place)).toMatch(/^plane: this volume has no reformats/);
    expect(whyNotPlaced(volume, place)).toBeNull();
  });
});

test("what is said is rounded, with units", () => {
  expect(measureLines({ kind: "angle", degrees: 90.04 })).toEqual(["90.0°"]);
  expect(measureLines({ kind: "point", values: [-57], greyUnit: "HU", patientMm: [-1.26, 2, -3] })).toEqual([
    "-57 HU",
    "R 1.3  P 2.0  F 3.0 mm",
  ]);
  const statistics = { n: 3, padded: 1, mean: 10.456_78, deviation: 0.5, minimum: 10, maximum: 11 };
  expect(measureLines({ kind: "ellipse", area: 1234, unit: "mm", statistics, greyUnit: "HU" })).toEqual([
    "12.34 cm²",
    "Mean 10.46 HU, SD 0.5 HU",
    "10 to 11 HU, n 3, 1 left out",
  ]);
});
