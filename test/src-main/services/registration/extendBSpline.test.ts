import { describe, expect, it } from "vitest";
import { voxelToPatient, type Vector3 } from "#shared/domain/geometry.ts";
import { applyTransform } from "#shared/domain/transform/applyTransform.ts";
import type { BSplineTransform } from "#shared/domain/transform/transform.ts";
import { extendBSpline } from "../../../../src-main/services/registration/extendBSpline.ts";

const size = [6, 5, 7] as [number, number, number];
const nodes = 6 * 5 * 7;
/** Nodes on axes that are turned: x is -j, y is i. */
const small: BSplineTransform = {
  kind: "bspline",
  grid: { size, spacingMm: [20, 18, 25], originMm: [11, -7, 40], direction: [0, -1, 0, 1, 0, 0, 0, 0, 1] },
  coefficientsMm: Array.from({ length: 3 * nodes }, (_, node) => 6 * Math.sin(node * 1.7)),
};
const at = (i: number, j: number, k: number): Vector3 => voxelToPatient(small.grid, [i, j, k]);
const far = [at(-3.4, 0.2, 2), at(4, 9.1, 6.5), at(2, 2, -0.7)];
const wide = extendBSpline(small, far);

function displacementOf(transform: BSplineTransform, point: Vector3): number[] {
  return applyTransform(transform, point).map((to, axis) => to - point[axis]!);
}

describe("a B-spline on a larger grid", () => {
  it("bends as before where it bent, up to the edge", () => {
    for (const [i, j, k] of [
      [1, 1, 1],
      [4, 3, 5],
      [2.3, 1.9, 3.2],
      [1.001, 2.999, 4.5],
    ] as const)
      displacementOf(wide, at(i, j, k)).forEach((mm, axis) => expect(mm).toBeCloseTo(displacementOf(small, at(i, j, k))[axis]!, 9));
  });

  it("does not tear there: a small step across the old edge changes little, where the small grid's bending ends at once", () => {
    const jump = (transform: BSplineTransform) => {
      const [inside, outside] = [displacementOf(transform, at(1.0001, 2.4, 3.3)), displacementOf(transform, at(0.9999, 2.4, 3.3))];
      return Math.hypot(...inside.map((mm, axis) => mm - outside[axis]!));
    };
    expect(jump(small)).toBeGreaterThan(0.5);
    expect(jump(wide)).toBeLessThan(0.01);
  });

  it("reaches all points, and comes to the outermost node's displacement two nodes beyond it", () => {
    for (const point of far) expect(Math.hypot(...displacementOf(wide, point))).toBeGreaterThan(0);
    // By hand: the four nodes that reach a place there are copies of the corner's.
    const corner = [0, 1, 2].map((part) => small.coefficientsMm[part * nodes]!);
    const beyond = extendBSpline(small, [at(-4, -4, -4), at(3, 3, 3)]);
    displacementOf(beyond, at(-2, -2, -2)).forEach((mm, axis) => expect(mm).toBeCloseTo(corner[axis]!, 9));
  });

  it("stays as it is where it holds all points already", () => {
    expect(extendBSpline(small, [at(1, 1, 1), at(3.9, 2.9, 4.9)])).toEqual(small);
  });
});
