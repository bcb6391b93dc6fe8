import { describe, expect, test } from "vitest";
import { voxelToPatient, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { labelsThrough } from "#shared/domain/labelsThrough.ts";
import { invertTransform } from "#shared/domain/transform/applyTransform.ts";
import type { BSplineTransform, RigidTransform, SlicesTransform, Transform } from "#shared/domain/transform/transform.ts";
import { resampleImage } from "../../../../src-main/services/registration/index.ts";
import { centred, straight } from "./phantom.ts";

function through(labels: Uint8Array, source: Grid, target: Grid, transform: Transform): Uint8Array {
  const [columns, rows, slices] = target.size;
  const all = new Uint8Array(columns * rows * slices);
  const sample = labelsThrough(source, target, transform);
  for (let slice = 0; slice < slices; slice++) sample(labels, slice, all.subarray(slice * columns * rows, (slice + 1) * columns * rows));
  return all;
}

function drawn({ size: [columns, rows, slices], ...grid }: Grid, labelOf: (point: Vector3) => number): Uint8Array {
  return Uint8Array.from({ length: columns * rows * slices }, (_, at) =>
    labelOf(
      voxelToPatient({ size: [columns, rows, slices], ...grid }, [
        at % columns,
        Math.floor(at / columns) % rows,
        Math.floor(at / (columns * rows)),
      ]),
    ),
  );
}

const placesOf = (labels: Uint8Array) => [...labels].flatMap((label, at) => (label > 0 ? [`${at}:${label}`] : []));
const rigid = (anglesRad: [number, number, number], translationMm: [number, number, number]): RigidTransform => ({
  kind: "rigid",
  anglesRad,
  order: "zxy",
  translationMm,
  centreMm: [0, 0, 0],
});

describe("voxels by hand", () => {
  const grid: Grid = { size: [6, 5, 2], spacingMm: [2, 2, 5], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  const labels = new Uint8Array(60);
  // Voxels (1, 1, 0), (2, 1, 0) and (4, 3, 1).
  for (const [at, label] of [
    [7, 1],
    [8, 2],
    [52, 3],
  ] as const)
    labels[at] = label;

  test("a shift of 4 mm to the left is two columns of 2 mm", () => {
    // The target's point p shows what lies at p + (4, 0, 0): everything goes two columns towards the first one; what leaves the grid is lost.
    expect(placesOf(through(labels, grid, grid, rigid([0, 0, 0], [4, 0, 0])))).toEqual(["6:2", "50:3"]);
    expect(placesOf(through(labels, grid, grid, invertTransform(rigid([0, 0, 0], [4, 0, 0]))))).toEqual(["9:1", "10:2"]);
  });

  test("a quarter of a turn about the z axis takes columns to rows", () => {
    // R (x, y) = (-y, x). Voxel (1, 1) at (2, 2) is asked for by the target's point (2, -2), voxel (2, 1) at (4, 2) by (2, -4).
    const target: Grid = { ...grid, originMm: [0, -8, 0] };
    // Rows of the target begin at y = -8: y = -2 is row 3, y = -4 row 2, both in column 1; (8, 6) of slice 1 is asked for by (6, -8): column 3, row 0.
    expect(placesOf(through(labels, grid, target, rigid([0, 0, Math.PI / 2], [0, 0, 0])))).toEqual(["13:2", "19:1", "33:3"]);
  });

  test("of the labels around a place the one that weighs most, not the nearest", () => {
    // Of the four corners in the plane the nearest weighs 0.4 * 0.9, the other two of label 2 together more.
    const line: Grid = { size: [2, 2, 1], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
    const one: Grid = { ...line, size: [1, 1, 1] };
    // At (0.45, 0.45): 0.3025 of label 1; 0.2475 twice of label 2; 0.2025 of label 0.
    expect([...through(Uint8Array.from([1, 2, 2, 0]), line, one, rigid([0, 0, 0], [0.45, 0.45, 0]))]).toEqual([2]);
    // Of equal ones the first.
    expect([...through(Uint8Array.from([1, 2, 1, 2]), line, one, rigid([0, 0, 0], [0.5, 0.5, 0]))]).toEqual([1]);
  });
});

const tilted: Grid["direction"] = [0.8, -0.6, 0, 0.6, 0.8, 0, 0, 0, 1];
const bspline: BSplineTransform = {
  kind: "bspline",
  grid: { size: [8, 8, 8], spacingMm: [25, 25, 25], originMm: [-88, -88, -88], direction: [...straight] },
  coefficientsMm: Array.from({ length: 3 * 512 }, (_, node) => 3 * Math.sin(node * 1.7)),
};
const slices: SlicesTransform = {
  kind: "slices",
  originMm: [-60, -60, -40],
  direction: [...straight],
  betweenSlicesMm: 5,
  slices: Array.from({ length: 17 }, (_, index) => ({
    angleRad: 0.1 * Math.sin(index),
    shiftMm: [index % 3, -(index % 2)] as [number, number],
    centreMm: [60, 60] as [number, number],
  })),
};
const t1 = centred([64, 64, 24], [1.6, 1.6, 3]);
const water = centred([60, 56, 22], [1.8, 1.7, 3.2], tilted);
/** Two muscles that touch each other. */
const muscles = ([x, y, z]: Vector3) => {
  if ((x / 30) ** 2 + (y / 24) ** 2 + (z / 28) ** 2 >= 1) return 0;
  return x < 4 ? 1 : 2;
};

describe.each([
  ["rigid", rigid([0.05, -0.03, 0.2], [6, -4, 2]), t1],
  ["a B-spline", bspline, t1],
  ["slices", slices, { originMm: [-50.4, -50.4, -40], size: [64, 64, 17], spacingMm: [1.6, 1.6, 5], direction: straight }],
] as const)("a drawing through %s", (_, transform, fixed) => {
  const labels = drawn(fixed, muscles);
  // The transform takes points of T1 to points of the water image: the drawing on T1 is found from there by the way back.
  const there = through(labels, fixed, water, invertTransform(transform));

  test("lies where the engine brings it, voxel by voxel", async () => {
    const options = { transform: invertTransform(transform), grid: water, interpolation: "label" } as const;
    const { voxels } = await resampleImage({ grid: fixed, scalarType: "uint8", voxels: labels }, options);
    const different = there.reduce((sum, label, at) => sum + (label === voxels[at] ? 0 : 1), 0);
    expect(there.filter((label) => label > 0).length).toBeGreaterThan(5000);
    // Where two labels weigh the same to rounding each of both may be taken; of a way back that is found step by step rounding is coarser.
    expect(different).toBeLessThanOrEqual(there.length * 1e-4);
  });

  test("comes back with a Dice above 0.98", () => {
    const back = through(there, water, fixed, transform);
    const dice = [1, 2].map((segment) => {
      const [before, after] = [labels.filter((label) => label === segment).length, back.filter((label) => label === segment).length];
      const both = labels.reduce((sum, label, at) => sum + (label === segment && back[at] === segment ? 1 : 0), 0);
      return (2 * both) / (before + after);
    });
    console.log(`${_}: Dice there and back ${dice.map((each) => each.toFixed(4)).join(", ")}`);
    for (const each of dice) expect(each).toBeGreaterThan(0.98);
  });
});
