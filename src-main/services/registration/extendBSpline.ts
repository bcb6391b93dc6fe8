import { patientToVoxel, voxelToPatient, type Vector3 } from "#shared/domain/geometry.ts";
import type { BSplineTransform } from "#shared/domain/transform/transform.ts";

/**
 * The B-spline on a larger grid of nodes, whose inner part holds all `points` (LPS, mm): as it was where it bent before, and beyond with the bending of its
 * outermost nodes, where otherwise nothing is displaced and an image is torn along the edge.
 */
export function extendBSpline(transform: BSplineTransform, points: readonly Vector3[]): BSplineTransform {
  const { grid, coefficientsMm } = transform;
  const places = points.map((point) => patientToVoxel(grid, point));
  const along = <Of>(make: (axis: 0 | 1 | 2) => Of): [Of, Of, Of] => [make(0), make(1), make(2)];
  // A point needs one node before it beyond the one below, and two after it.
  const before = along((axis) => Math.max(0, 1 - Math.floor(Math.min(...places.map((place) => place[axis])))));
  const after = along((axis) => Math.max(0, Math.floor(Math.max(...places.map((place) => place[axis]))) + 3 - grid.size[axis]));
  const size = along((axis) => before[axis] + grid.size[axis] + after[axis]);
  const [columns, rows, slices] = grid.size;
  const nodes = columns * rows * slices;
  const within = (axis: 0 | 1 | 2, index: number) => Math.min(grid.size[axis] - 1, Math.max(0, index - before[axis]));
  const wider = [0, 1, 2].flatMap((part) =>
    Array.from({ length: size[0] * size[1] * size[2] }, (_, at) => {
      const i = within(0, at % size[0]);
      const j = within(1, Math.floor(at / size[0]) % size[1]);
      const k = within(2, Math.floor(at / (size[0] * size[1])));
      return coefficientsMm[part * nodes + (k * rows + j) * columns + i]!;
    }),
  );
  const origin = voxelToPatient(
    grid,
    along((axis) => -before[axis]),
  );
  return { kind: "bspline", grid: { ...grid, size, originMm: [...origin] as [number, number, number] }, coefficientsMm: wider };
}
