import { assert, boolean, constantFrom, integer, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { axisOf, voxelToPatient, type Direction, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { matchGrids, reorderVoxels } from "#shared/domain/gridMatch.ts";

const [c, s] = [Math.cos(0.4), Math.sin(0.4)];
const grid: Grid = { size: [5, 4, 3], spacingMm: [0.7, 0.9, 6.5], originMm: [-93.1, 41.2, -512.3], direction: [c, s, 0, s, -c, 0, 0, 0, 1] };

type Axis = 0 | 1 | 2;
const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] as const;

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
const voxelsOf = ({ size }: Grid) => Array.from({ length: size[0] * size[1] * size[2] }, (_, at): Vector3 => [at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / (size[0] * size[1]))]);

describe("matchGrids", () => {
  test("finds any order and direction of axes, and voxels keep their place in the patient (property)", () => {
    assert(property(constantFrom(...orders), tuple(boolean(), boolean(), boolean()), integer({ min: 1, max: 9 }), (order, flips, seed) => {
      const source = turned(grid, order, flips);
      const labels = Uint8Array.from(voxelsOf(source), (_, at) => (at * 7 + seed) % 251);
      const match = matchGrids(grid, source);
      if ("mismatch" in match) throw new Error(match.mismatch);
      const reordered = reorderVoxels(labels, source.size, match);
      const slices = Array.from({ length: source.size[match.axes[2]] }, (_, k) => reorderVoxels(labels, source.size, match, k, k + 1));
      expect(Buffer.concat(slices).equals(reordered)).toBe(true);
      const byPlace = new Map(voxelsOf(source).map((index, at) => [key(voxelToPatient(source, index)), labels[at]]));
      expect([...reordered]).toEqual(voxelsOf(grid).map((index) => byPlace.get(key(voxelToPatient(grid, index)))));
    }));
  });

  test("says what differs, and by how much", () => {
    const mismatch = (change: Partial<Grid>) => {
      const match = matchGrids(grid, { ...grid, ...change });
      return "mismatch" in match ? match.mismatch : "none";
    };
    expect(mismatch({ size: [5, 4, 2] })).toContain("5 x 4 x 2 voxels, the image's 5 x 4 x 3");
    expect(mismatch({ spacingMm: [0.7, 0.9, 6.6] })).toContain("0.7 x 0.9 x 6.6 mm, the image's 0.7 x 0.9 x 6.5 mm");
    expect(mismatch({ originMm: [-93.1, 41.2, -514.3] })).toContain("shifted by 2 mm");
    const [c2, s2] = [Math.cos(0.4 + Math.PI / 180), Math.sin(0.4 + Math.PI / 180)];
    expect(mismatch({ direction: [c2, s2, 0, s2, -c2, 0, 0, 0, 1] })).toContain("turned by 1 degrees");
    expect(mismatch({ originMm: [-93.1, 41.2005, -512.3] })).toBe("none");
    expect(mismatch({ originMm: [-93.1, 41.202, -512.3] })).not.toBe("none");
    expect(mismatch({ spacingMm: [Number.NaN, 0.9, 6.5] })).not.toBe("none");
  });
});
