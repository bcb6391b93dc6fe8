import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assert, double, property, tuple, type Arbitrary } from "fast-check";
import { describe, expect, it } from "vitest";
import type { Direction, Grid, Vector3 } from "#shared/domain/geometry.ts";
import { applyTransform, composeTransforms, invertTransform, turnedDegrees } from "#shared/domain/transform/applyTransform.ts";
import { jacobianAt } from "#shared/domain/transform/bsplinePoint.ts";
import { rotationOf } from "#shared/domain/transform/linearMap.ts";
import { manualStart } from "#shared/domain/transform/manualStart.ts";
import {
  transformSchema,
  type AffineTransform,
  type BSplineTransform,
  type RigidTransform,
  type SlicesTransform,
  type Transform,
} from "#shared/domain/transform/transform.ts";

/** What transformix 5.0.1 (Debian) made of points: a rigid transform alone, and with a B-spline on a tilted grid after it. */
const oracle = JSON.parse(readFileSync(join(import.meta.dirname, "..", "..", "..", "oracles", "transforms.json"), "utf8")) as {
  rigid: Omit<RigidTransform, "kind" | "order">;
  bspline: BSplineTransform["grid"] & Pick<BSplineTransform, "coefficientsMm">;
  points: Vector3[];
  afterRigid: Vector3[];
  afterRigidAndBSpline: Vector3[];
};
const rigid: RigidTransform = { kind: "rigid", order: "zxy", ...oracle.rigid };
const { coefficientsMm, ...grid } = oracle.bspline;
const bspline: BSplineTransform = { kind: "bspline", grid, coefficientsMm };
const affine: AffineTransform = {
  kind: "affine",
  matrix: [1.1, 0.02, -0.03, 0.04, 0.95, 0.05, -0.06, 0.07, 1.02],
  translationMm: [3, -4, 5.5],
  centreMm: [1, 2, 3],
};
const slices: SlicesTransform = {
  kind: "slices",
  originMm: [10, 20, 30],
  direction: [0, 0, 1, 1, 0, 0, 0, 1, 0],
  betweenSlicesMm: 12,
  slices: [
    { angleRad: Math.PI / 2, shiftMm: [1, 2], centreMm: [5, 6] },
    { angleRad: -0.3, shiftMm: [-4, 0.5], centreMm: [50, 40] },
  ],
};
/** The largest difference of a coordinate. */
const apart = (a: Vector3, b: Vector3) => Math.max(...a.map((value, axis) => Math.abs(value - b[axis]!)));
const within = double({ min: -24, max: 24, noNaN: true });
const point: Arbitrary<Vector3> = tuple(within, within, within);

describe("points", () => {
  it("go where transformix takes them", () => {
    const both = composeTransforms(rigid, bspline);
    for (const [index, at] of oracle.points.entries()) {
      expect(apart(applyTransform(rigid, at), oracle.afterRigid[index]!)).toBeLessThan(2e-6);
      expect(apart(applyTransform(both, at), oracle.afterRigidAndBSpline[index]!)).toBeLessThan(2e-6);
    }
  });

  it("of a slice turn about its own normal by hand", () => {
    // Axis i of this grid is y, j is z, and k is x. (u, v) = (6, 6) lies one to the right of the centre; a quarter turn puts it one above, and the shift adds (1, 2).
    expect(apart(applyTransform(slices, [10, 26, 36]), [10, 20 + 5 + 1, 30 + 7 + 2])).toBeLessThan(1e-5);
    // Half-way between the slices goes up; before the first and behind the last the outermost counts.
    const second = applyTransform(slices, [22, 70, 70]);
    expect(apart(second, [22, 66, 70.5])).toBeLessThan(1e-5);
    expect(apart(applyTransform(slices, [16, 70, 70]), [16, 66, 70.5])).toBeLessThan(1e-5);
    expect(apart(applyTransform(slices, [900, 70, 70]), [900, 66, 70.5])).toBeLessThan(1e-5);
    expect(apart(applyTransform(slices, [-900, 26, 36]), [-900, 26, 39])).toBeLessThan(1e-5);
  });

  it("come back by the inverse of every kind", () => {
    const chain = composeTransforms(composeTransforms(rigid, bspline), affine);
    for (const transform of [rigid, affine, slices, { kind: "composite", steps: [] } as Transform]) {
      assert(
        property(point, (at) => {
          expect(apart(applyTransform(invertTransform(transform), applyTransform(transform, at)), at)).toBeLessThan(1e-5);
        }),
      );
    }
    // A B-spline has a way back where it does not fold.
    const gentle = { ...bspline, coefficientsMm: coefficientsMm.map((mm) => mm / 4) };
    for (const transform of [gentle, composeTransforms(composeTransforms(rigid, gentle), affine)]) {
      assert(
        property(point, (at) => {
          expect(apart(applyTransform(invertTransform(transform), applyTransform(transform, at)), at)).toBeLessThan(1e-5);
        }),
      );
    }
    expect(invertTransform(invertTransform(chain))).toMatchObject({ kind: "composite" });
  });

  it("go one transform after another, and linear neighbours become one", () => {
    const both = composeTransforms(rigid, affine);
    expect(both.kind).toBe("affine");
    expect(composeTransforms(rigid, invertTransform(rigid)).kind).toBe("rigid");
    assert(
      property(point, (at) => {
        expect(apart(applyTransform(both, at), applyTransform(affine, applyTransform(rigid, at)))).toBeLessThan(1e-5);
      }),
    );
  });
});

describe("a B-spline", () => {
  /** B-splines reproduce what is linear (Unser 1999): nodes displaced by A x displace every point by A x. */
  const matrix: Direction = [0.02, -0.01, 0.03, 0.01, -0.04, 0.02, -0.03, 0.01, 0.05];
  const nodeOf = (i: number, j: number, k: number): Vector3 => {
    const index = [i * grid.spacingMm[0], j * grid.spacingMm[1], k * grid.spacingMm[2]];
    return [0, 1, 2].map(
      (row) => grid.originMm[row]! + [0, 1, 2].reduce((sum, axis) => sum + grid.direction[3 * row + axis]! * index[axis]!, 0),
    ) as never;
  };
  const linear: BSplineTransform = {
    kind: "bspline",
    grid,
    coefficientsMm: [0, 1, 2].flatMap((row) =>
      Array.from({ length: grid.size[0] * grid.size[1] * grid.size[2] }, (_, node) => {
        const at = nodeOf(
          node % grid.size[0],
          Math.floor(node / grid.size[0]) % grid.size[1],
          Math.floor(node / (grid.size[0] * grid.size[1])),
        );
        return [0, 1, 2].reduce((sum, axis) => sum + matrix[3 * row + axis]! * at[axis]!, 0);
      }),
    ),
  };

  it("whose nodes are displaced linearly displaces linearly, with that matrix as its slope", () => {
    assert(
      property(point, (at) => {
        const moved = [0, 1, 2].map(
          (row) => at[row]! + [0, 1, 2].reduce((sum, axis) => sum + matrix[3 * row + axis]! * at[axis]!, 0),
        ) as unknown as Vector3;
        expect(apart(applyTransform(linear, at), moved)).toBeLessThan(1e-9);
        for (const [place, slope] of jacobianAt(linear, at).entries())
          expect(slope).toBeCloseTo(matrix[place]! + (place % 4 === 0 ? 1 : 0), 9);
      }),
    );
  });

  it("has nothing to say outside the inner part of its grid", () => {
    expect(applyTransform(bspline, [500, 0, 0])).toEqual([500, 0, 0]);
  });

  it("must have three numbers a node", () => {
    expect(transformSchema.safeParse(bspline).success).toBe(true);
    expect(transformSchema.safeParse({ ...bspline, coefficientsMm: [1, 2, 3] }).success).toBe(false);
    expect(transformSchema.safeParse({ ...rigid, shear: 1 }).success).toBe(false);
  });
});

describe("a manual start", () => {
  const fixed: Grid = { size: [11, 11, 11], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };

  it("finds a place of the dragged picture where it was before", () => {
    const start = manualStart(fixed, { draggedMm: [7, -2, 3], turnedDegrees: [0, 0, 0] });
    expect(apart(applyTransform(start, [10, 10, 10]), [3, 12, 7])).toBeLessThan(1e-5);
  });

  it("turns about the middle of the fixed image", () => {
    const start = manualStart(fixed, { draggedMm: [0, 0, 0], turnedDegrees: [0, 0, 90] });
    expect(apart(applyTransform(start, [5, 5, 5]), [5, 5, 5])).toBeLessThan(1e-5);
    // What is shown right of the middle came, by a quarter turn from x to y, from before it along y.
    expect(apart(applyTransform(start, [8, 5, 5]), [5, 2, 5])).toBeLessThan(1e-5);
    expect(turnedDegrees(start)).toBeCloseTo(90, 9);
  });

  it.each([0, 1e-7, 3, 44.9, 179])("by %s degrees is said to turn by as many", (degrees) => {
    expect(turnedDegrees(manualStart(fixed, { draggedMm: [1, 2, 3], turnedDegrees: [degrees, 0, 0] }))).toBeCloseTo(degrees, 9);
  });

  it("that is stretched as well still turns by the angle of its rotation", () => {
    const turn = rotationOf({ anglesRad: [0, 0, Math.PI / 6], order: "zxy" });
    // R times a symmetrical matrix: the polar decomposition is this one.
    const stretched = [1.2 * turn[0], 0.9 * turn[1], 0, 1.2 * turn[3], 0.9 * turn[4], 0, 0, 0, 1.1] as unknown as AffineTransform["matrix"];
    expect(turnedDegrees({ kind: "affine", matrix: stretched, translationMm: [0, 0, 0], centreMm: [0, 0, 0] })).toBeCloseTo(30, 9);
  });
});
