import { assert, integer, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { patientToVoxel, voxelToPatient, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { liesWithin, nearestLabels } from "#shared/domain/nearestLabels.ts";
import { resampleImage } from "../../../src-main/services/preprocess/index.ts";

const line = (count: number, spacing: number, start: number): Grid => ({
  size: [count, 1, 1],
  spacingMm: [spacing, 1, 1],
  originMm: [start, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
});
const onto = (labels: Uint8Array, source: Grid, target: Grid): Uint8Array => {
  const sample = nearestLabels(source, target);
  const perSlice = target.size[0] * target.size[1];
  const out = new Uint8Array(perSlice * target.size[2]).fill(9);
  for (let k = 0; k < target.size[2]; k++) sample(labels, k, out.subarray(k * perSlice, (k + 1) * perSlice));
  return out;
};

/** A rotation by Euler's angles about z, then x, row by row. */
function turned(a: number, b: number): Grid["direction"] {
  const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
  return [ca, -sa * cb, sa * sb, sa, ca * cb, -ca * sb, 0, sb, cb];
}

/** Whether a voxel of the target lies so near to half-way that rounding decides in one of two computations. */
function isNearHalfWay(source: Grid, target: Grid, at: number): boolean {
  const [columns, rows] = target.size;
  const place = patientToVoxel(
    source,
    voxelToPatient(target, [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))]),
  );
  return place.some((each) => Math.abs(each - Math.floor(each) - 0.5) < 2e-4);
}

/** Numbers that make no voxel lie half-way between two others: ties may fall either way by rounding. */
const number = (min: number, max: number) =>
  integer({ min: min * 1000, max: max * 1000 }).map((thousandths) => thousandths / 1000 + 0.000137);

const grids = tuple(
  tuple(integer({ min: 1, max: 9 }), integer({ min: 1, max: 9 }), integer({ min: 1, max: 5 })),
  tuple(...[0, 1, 2].map(() => number(0.37, 4))),
  tuple(...[0, 1, 2].map(() => number(-3, 3))),
  number(-3.1, 3.1),
  number(-3.1, 3.1),
).map(([size, spacingMm, originMm, a, b]): Grid => ({
  size: size as unknown as Vector3,
  spacingMm: spacingMm as unknown as Vector3,
  originMm: originMm as unknown as Vector3,
  direction: turned(a, b),
}));

describe("nearestLabels", () => {
  test("takes the nearest label, half-way up, and 0 outside half a voxel around", () => {
    const row = Uint8Array.of(1, 2, 3, 4);
    expect([...onto(row, line(4, 1, 0), line(10, 0.5, -0.75))]).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4, 0]);
    // Places -0.5, 0.5, 1.5, 2.5, 3.5: half-way goes up, the last edge is outside.
    expect([...onto(row, line(4, 1, 0), line(5, 1, -0.5))]).toEqual([1, 2, 3, 4, 0]);
  });

  test.each([
    ["of round numbers", [0, 0, 0], 0],
    ["of a scanner's numbers", [-123.4, -87.3, 41.7], 0],
    ["turned in its plane", [-123.4, -87.3, 41.7], 0.3],
  ] as const)("half-way goes up everywhere on a grid %s of half the matrix, whatever the rounding", (_, originMm, angle) => {
    const direction = turned(angle, 0);
    const source: Grid = { size: [64, 64, 1], spacingMm: [0.390625, 0.390625, 5], originMm, direction };
    const half = voxelToPatient(source, [0.5, 0.5, 0]);
    const target: Grid = { size: [32, 32, 1], spacingMm: [0.78125, 0.78125, 5], originMm: half, direction };
    const columns = Uint8Array.from({ length: 64 * 64 }, (_label, at) => at % 64);
    expect([...onto(columns, source, target)]).toEqual(Array.from({ length: 32 * 32 }, (_label, at) => 2 * (at % 32) + 1));
    const rows = Uint8Array.from({ length: 64 * 64 }, (_label, at) => Math.floor(at / 64));
    expect([...onto(rows, source, target)]).toEqual(Array.from({ length: 32 * 32 }, (_label, at) => 2 * Math.floor(at / 32) + 1));
  });

  test("on one grid gives the labels back", () => {
    const grid: Grid = { size: [7, 5, 4], spacingMm: [0.7, 0.9, 6.5], originMm: [-93.1, 41.1, -512.3], direction: turned(0.3, 1.1) };
    const labels = Uint8Array.from({ length: 140 }, (_, at) => (at * 37) % 251);
    expect(onto(labels, grid, grid)).toEqual(labels);
  });

  test("takes the labels that the engine takes, which equal those of ITK, on any two grids (property)", async () => {
    const pairs: Array<readonly [Grid, Grid]> = [];
    assert(
      property(grids, grids, (source, target) => {
        pairs.push([source, target]);
      }),
      { numRuns: 500, seed: 7 },
    );
    let inside = 0;
    for (const [source, target] of pairs) {
      const labels = Uint8Array.from({ length: source.size[0] * source.size[1] * source.size[2] }, (_, at) => 1 + ((at * 89) % 255));
      const { voxels } = await resampleImage({ grid: source, scalarType: "uint8", voxels: labels }, target, "nearest");
      const mine = onto(labels, source, target);
      inside += mine.filter((label) => label > 0).length;
      const different = [...mine.keys()].filter((at) => mine[at] !== voxels[at] && !isNearHalfWay(source, target, at));
      expect({ source, target, different }).toEqual({ source, target, different: [] });
    }
    expect(inside).toBeGreaterThan(1000);
  });
});

test("a voxel lies within another grid from half a voxel before the first centre up to half a voxel after the last", () => {
  const target = line(3, 2, 2);
  const isInside = (index: Vector3) => liesWithin(target, patientToVoxel(target, voxelToPatient(line(10, 1, 0), index)));
  expect(Array.from({ length: 10 }, (_, i) => isInside([i, 0, 0]))).toEqual([
    false,
    true,
    true,
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
