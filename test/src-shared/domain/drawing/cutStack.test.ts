import { assert, double, integer, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { gathered } from "#shared/domain/drawing/cut.ts";
import { cutStack } from "#shared/domain/drawing/cutStack.ts";
import { rectsOf } from "#shared/domain/drawing/pieces.ts";
import type { Direction, Grid, Vector3 } from "#shared/domain/geometry.ts";

/** An axial grid turned about the patient's x axis and then about the z axis by so many degrees. */
function turned(aboutX: number, aboutZ: number): Direction {
  const [a, b] = [(aboutX * Math.PI) / 180, (aboutZ * Math.PI) / 180];
  const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
  return [cb, -sb * ca, sb * sa, sb, cb * ca, -cb * sa, 0, sa, ca];
}

const degrees = double({ min: -30, max: 30, noNaN: true });
const grids = tuple(degrees, degrees, double({ min: 0.8, max: 1.6, noNaN: true })).map(([aboutX, aboutZ, thickness]): Grid => ({
  size: [7, 6, 5],
  spacingMm: [1, 1.1, thickness],
  originMm: [3, -2, 5],
  direction: turned(aboutX, aboutZ),
}));
const normals = integer({ min: 0, max: 2 }).map((axis) => [0, 1, 2].map((each) => Number(each === axis)) as [number, number, number]);

/** As far apart as Cornerstone counts the slices of a reformat: the length of a voxel's three steps along the normal. */
function spacingOf({ direction, spacingMm }: Grid, normal: Vector3): number {
  return Math.hypot(
    ...[0, 1, 2].map((axis) => spacingMm[axis]! * normal.reduce((sum, part, at) => sum + part * direction[3 * at + axis]!, 0)),
  );
}

/** The cuts of all of a grid: planes from well before it to well behind. */
function stackOver(grid: Grid, normal: Vector3) {
  const spacing = spacingOf(grid, normal);
  const pointMm = grid.originMm.map((each, axis) => each - 20 * spacing * normal[axis]!) as [number, number, number];
  return cutStack(grid, { pointMm, normal }, spacing, 45);
}

describe("the cuts of a volume by all planes of a reformat", () => {
  it("and what lies between them are all of its voxels, each once (property: tilted volumes)", () => {
    assert(
      property(grids, normals, (grid, normal) => {
        const stack = stackOver(grid, normal);
        expect(stack.voxelsApart).toBeGreaterThan(1 - 1e-9);
        // Beyond two there are voxels between planes that this does not give: of these grids, where planes lie along another axis than the voxels' steps.
        if (stack.voxelsApart >= 2) return;
        const found = Array.from({ length: stack.count }, (_, index) => [
          ...stack.cutAt(index).voxels,
          ...stack.between(index).voxels,
        ]).flat();
        expect(found.filter((voxel) => voxel >= 0).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 210 }, (_, voxel) => voxel));
      }),
      { numRuns: 60 },
    );
  });

  it("have the rectangles around their labels (property: as found on each cut)", () => {
    assert(
      property(grids, normals, integer(), (grid, normal, seed) => {
        const stack = stackOver(grid, normal);
        const labels = Uint8Array.from({ length: 210 }, (_, at) => (Math.imul(at + 1, seed | 1) >>> 5) % 4);
        const rects = stack.rectsOf(labels);
        for (let index = 0; index < stack.count; index++) {
          const cut = stack.cutAt(index);
          const onCut = gathered(cut, labels, new Uint8Array(cut.voxels.length));
          expect(new Map(rects[index])).toEqual(new Map(rectsOf(onCut, cut.columns)));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("lie on the voxels of a volume that is not tilted, with nothing between them", () => {
    const grid: Grid = { size: [4, 3, 2], spacingMm: [1, 2, 5], originMm: [0, 0, 0], direction: turned(0, 0) };
    const stack = cutStack(grid, { pointMm: [0, 0, 0], normal: [0, 1, 0] }, 2, 3);
    expect([stack.voxelsApart, stack.cutAt(1).slices, [...stack.cutAt(1).voxels]]).toEqual([1, [0, 1], [4, 5, 6, 7, 16, 17, 18, 19]]);
    expect(stack.between(1).slices).toEqual([]);
  });
});
