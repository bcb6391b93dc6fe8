import { assert, boolean, constantFrom, double, integer, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { axisOf, patientToVoxel, voxelToPatient, type Direction, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { matchGrids, noteOfMatch, placeVoxels, reachesBeyond } from "#shared/domain/gridMatch.ts";

const [c, s] = [Math.cos(0.4), Math.sin(0.4)];
const grid: Grid = {
  size: [5, 4, 3],
  spacingMm: [0.7, 0.9, 6.5],
  originMm: [-93.1, 41.2, -512.3],
  direction: [c, s, 0, s, -c, 0, 0, 0, 1],
};

type Axis = 0 | 1 | 2;
const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/** The same places with axis a running along axis order[a] of `of`, backwards where flipped. */
function turned(of: Grid, order: readonly [Axis, Axis, Axis], flips: readonly [boolean, boolean, boolean]): Grid {
  const columns = order.map((axis, at) => axisOf(of.direction, axis).map((part) => (flips[at] ? -part : part)));
  const first: [number, number, number] = [0, 0, 0];
  order.forEach((axis, at) => {
    first[axis] = flips[at] ? of.size[axis] - 1 : 0;
  });
  return {
    size: order.map((axis) => of.size[axis]) as unknown as Grid["size"],
    spacingMm: order.map((axis) => of.spacingMm[axis]) as unknown as Vector3,
    originMm: voxelToPatient(of, first),
    direction: [0, 1, 2].flatMap((row) => columns.map((column) => column[row]!)) as unknown as Direction,
  };
}

const key = (point: Vector3) => point.map((part) => Math.round(part * 1000)).join();
const voxelsOf = ({ size }: Grid) =>
  Array.from({ length: size[0] * size[1] * size[2] }, (_, at): Vector3 => [
    at % size[0],
    Math.floor(at / size[0]) % size[1],
    Math.floor(at / (size[0] * size[1])),
  ]);

describe("matchGrids", () => {
  test("finds any order and direction of axes, and voxels keep their place in the patient (property)", () => {
    assert(
      property(constantFrom(...orders), tuple(boolean(), boolean(), boolean()), integer({ min: 1, max: 9 }), (order, flips, seed) => {
        const source = turned(grid, order, flips);
        const labels = Uint8Array.from(voxelsOf(source), (_, at) => (at * 7 + seed) % 251);
        const match = matchGrids(grid, source);
        if ("mismatch" in match) throw new Error(match.mismatch);
        const reordered = placeVoxels(labels, source.size, match, grid.size);
        const slices = Array.from({ length: source.size[match.axes[2]] }, (_, k) =>
          placeVoxels(labels, source.size, match, grid.size, k, k + 1),
        );
        expect(Buffer.concat(slices).equals(reordered)).toBe(true);
        const byPlace = new Map(voxelsOf(source).map((index, at) => [key(voxelToPatient(source, index)), labels[at]]));
        expect([...reordered]).toEqual(voxelsOf(grid).map((index) => byPlace.get(key(voxelToPatient(grid, index)))));
      }),
    );
  });

  const change = (part: Partial<Grid>) => matchGrids(grid, { ...grid, ...part });
  const mismatch = (part: Partial<Grid>) => {
    const match = change(part);
    return "mismatch" in match ? match.mismatch : "none";
  };
  const shifted = (along: readonly [number, number, number]): Partial<Grid> => ({ originMm: voxelToPatient(grid, along) });

  test("says what differs, and by how much", () => {
    expect(mismatch({ size: [5, 4, 2], spacingMm: [0.7, 0.9, 7.5] })).toContain("5 x 4 x 2 voxels, the image's 5 x 4 x 3");
    expect(mismatch({ spacingMm: [0.7, 0.9, 6.6] })).toContain("0.7 x 0.9 x 6.6 mm, the image's 0.7 x 0.9 x 6.5 mm");
    expect(mismatch({ originMm: [-93.1, 41.2, -514.3] })).toContain("shifted by 2 mm");
    // Other voxels, so that none is compared with another: no distance is made up.
    expect(mismatch({ size: [10, 8, 3], spacingMm: [0.35, 0.45, 6.5] })).toBe(
      "its size is 10 x 8 x 3 voxels, the image's 5 x 4 x 3; its voxels are 0.35 x 0.45 x 6.5 mm, the image's 0.7 x 0.9 x 6.5 mm",
    );
    const [c2, s2] = [Math.cos(0.4 + Math.PI / 180), Math.sin(0.4 + Math.PI / 180)];
    // The corner furthest from the first voxel, turned by one degree: 2 sin(0.5 degrees) times its distance.
    const apart = 2 * Math.sin(Math.PI / 360) * Math.hypot(4 * 0.7, 3 * 0.9);
    expect(apart).toBeLessThan(0.07);
    expect(change({ direction: [c2, s2, 0, s2, -c2, 0, 0, 0, 1] })).toMatchObject({ apartMm: expect.closeTo(apart, 10) as number });
    const [c3, s3] = [Math.cos(0.4 + Math.PI / 60), Math.sin(0.4 + Math.PI / 60)];
    expect(mismatch({ direction: [c3, s3, 0, s3, -c3, 0, 0, 0, 1] })).toContain("turned by 3 degrees");
    expect(mismatch({ spacingMm: [Number.NaN, 0.9, 6.5] })).not.toBe("none");
  });

  test("up to a tenth of the smallest voxel edge is the same, half a voxel is not, in every direction", () => {
    for (const axis of [0, 1, 2] as const) {
      const moved = (mm: number) => shifted([0, 0, 0].map((_, at) => (at === axis ? mm / grid.spacingMm[axis] : 0)) as unknown as Vector3);
      expect(change(moved(0.0699))).toMatchObject({ offset: [0, 0, 0], share: expect.closeTo(0.0699 / 0.7, 8) as number });
      expect(mismatch(moved(0.0701))).toContain("voxels lie up to 0.0701 mm from the image's");
      expect(mismatch(moved(grid.spacingMm[axis] / 2))).not.toBe("none");
    }
    // A spacing off by 0.02 mm over four steps is 0.08 mm at the corner, of which the middle takes half.
    expect(mismatch({ spacingMm: [0.7 + 0.02, 0.9, 6.5] })).toContain("0.72 x 0.9 x 6.5 mm");
    expect(mismatch({ spacingMm: [0.7 + 0.017, 0.9, 6.5] })).toBe("none");
  });

  test("is told from two hundredths of a voxel on", () => {
    const note = (mm: number) => {
      const match = change(shifted([mm / 0.7, 0, 0]));
      return "mismatch" in match ? match.mismatch : noteOfMatch(match);
    };
    expect(note(0.0139)).toBeUndefined();
    expect(note(0.0141)).toContain("0.0141 mm (2 % of a voxel's edge)");
  });

  test("a box of the lattice is put in its place; what lies beyond is left out; beside it is no match (property)", () => {
    const at = integer({ min: -3, max: 5 });
    const length = integer({ min: 1, max: 6 });
    assert(
      property(
        tuple(at, at, at),
        tuple(length, length, length),
        constantFrom(...orders),
        tuple(boolean(), boolean(), boolean()),
        (offset, size, order, flips) => {
          const source = turned({ ...grid, size, originMm: voxelToPatient(grid, offset) }, order, flips);
          const match = matchGrids(grid, source);
          const overlaps = offset.every((start, axis) => start < grid.size[axis]! && start + size[axis]! > 0);
          if ("mismatch" in match) return !overlaps && match.mismatch.includes("beside the image");
          const labels = Uint8Array.from(voxelsOf(source), (_, index) => 1 + (index % 250));
          const byPlace = new Map(voxelsOf(source).map((index, position) => [key(voxelToPatient(source, index)), labels[position]]));
          const expected = voxelsOf(grid).map((index) => byPlace.get(key(voxelToPatient(grid, index))) ?? 0);
          expect([...placeVoxels(labels, source.size, match, grid.size)]).toEqual(expected);
          expect([reachesBeyond(match, grid.size, source.size), overlaps]).toEqual([
            expected.filter((label) => label > 0).length < labels.length,
            true,
          ]);
          return true;
        },
      ),
    );
  });

  test("a match moves no label: the nearest voxel is the same one (property)", () => {
    const part = double({ min: -0.09, max: 0.09, noNaN: true });
    assert(
      property(tuple(part, part, part), (shift) => {
        const match = change(
          shifted(shift.map((share, axis) => (share * 0.7) / grid.spacingMm[axis]! / Math.sqrt(3)) as unknown as Vector3),
        );
        expect(match).toMatchObject({ offset: [0, 0, 0] });
        for (const index of voxelsOf(grid)) {
          const place = patientToVoxel(
            grid,
            voxelToPatient(
              {
                ...grid,
                ...shifted(shift.map((share, axis) => (share * 0.7) / grid.spacingMm[axis]! / Math.sqrt(3)) as unknown as Vector3),
              },
              index,
            ),
          );
          expect(place.map((coordinate) => Math.round(coordinate) + 0)).toEqual([...index]);
        }
      }),
      { numRuns: 20 },
    );
  });
});
