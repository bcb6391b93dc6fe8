import { describe, expect, it } from "vitest";
import { cutOf, gathered, voxelOnCut } from "#shared/domain/drawing/cut.ts";
import { patientToVoxel, voxelToPatient, type Direction, type Grid, type Vector3 } from "#shared/domain/geometry.ts";

/** An axial grid turned about the patient's x axis and then about the z axis by so many degrees. */
function turned(aboutX: number, aboutZ: number): Direction {
  const [a, b] = [(aboutX * Math.PI) / 180, (aboutZ * Math.PI) / 180];
  const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
  // Columns are the axes i, j, k.
  return [cb, -sb * ca, sb * sa, sb, cb * ca, -cb * sa, 0, sa, ca];
}

const grid: Grid = { size: [6, 5, 4], spacingMm: [1, 1, 5], originMm: [10, 20, 30], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
const voxelOf = (index: number, { size: [columns, rows] }: Grid): Vector3 => [
  index % columns,
  Math.floor(index / columns) % rows,
  Math.floor(index / (columns * rows)),
];

describe("the cut of a volume", () => {
  it("by a coronal plane through row 2 is row 2 of every slice: columns along, slices down", () => {
    const cut = cutOf(grid, { pointMm: [0, 22.3, 0], normal: [0, -1, 0] });
    expect([cut.axes, cut.columns, cut.rows, cut.spacingMm, cut.cosine]).toEqual([[0, 2, 1], 6, 4, [1, 5], 0]);
    expect([...cut.voxels].map((index) => voxelOf(index, grid))).toEqual(
      [0, 1, 2, 3].flatMap((k) => [0, 1, 2, 3, 4, 5].map((i) => [i, 2, k])),
    );
    expect(cut.slices).toEqual([0, 1, 2, 3]);
  });

  it("by a sagittal plane is a column of every slice, and by an axial one a slice", () => {
    const sagittal = cutOf(grid, { pointMm: [14.1, 0, 0], normal: [1, 0, 0] });
    expect([sagittal.axes, sagittal.spacingMm, voxelOf(sagittal.voxels[0]!, grid)]).toEqual([
      [1, 2, 0],
      [1, 5],
      [4, 0, 0],
    ]);
    const axial = cutOf(grid, { pointMm: [0, 0, 41], normal: [0, 0, 1] });
    expect([axial.axes, axial.slices, axial.voxels[7]]).toEqual([[0, 1, 2], [2], 67]);
  });

  it("midway between two rows takes the lower one throughout, whatever rounding makes of the place", () => {
    for (const error of [-1e-9, 0, 1e-9])
      expect(
        new Set([...cutOf(grid, { pointMm: [0, 21.5 + error, 0], normal: [0, 1, 0] }).voxels].map((index) => voxelOf(index, grid)[1])),
      ).toEqual(new Set([1]));
  });

  it("has no voxels where the plane lies outside the volume", () => {
    const cut = cutOf(grid, { pointMm: [0, 10, 0], normal: [0, 1, 0] });
    expect([new Set(cut.voxels), cut.slices]).toEqual([new Set([-1]), []]);
    expect([...gathered(cut, Uint8Array.of(7), new Uint8Array(24).fill(3))]).toEqual(Array.from({ length: 24 }, () => 0));
  });

  it("of a volume tilted by 45 degrees descends a slice's row a step: by hand", () => {
    // j points to posterior and the head alike, k to the head and anterior: the plane y = 0 is where j = k, in millimetres from the origin.
    const half = Math.SQRT1_2;
    const tilted: Grid = {
      size: [2, 4, 3],
      spacingMm: [1, 1, 1],
      originMm: [0, 0, 0],
      direction: [1, 0, 0, 0, half, -half, 0, half, half],
    };
    const cut = cutOf(tilted, { pointMm: [0, 0, 0], normal: [0, 1, 0] });
    expect([...cut.voxels].map((index) => voxelOf(index, tilted))).toEqual([
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 1],
      [1, 1, 1],
      [0, 2, 2],
      [1, 2, 2],
    ]);
    expect(cut.spacingMm[1]).toBeCloseTo(Math.SQRT2, 12);
  });

  it.each([
    [0, 0],
    [5, 0],
    [-8, 12],
    [20, -15],
    [30, 30],
  ])(
    "holds, of a volume turned by %d and %d degrees, the voxels within half a step of the plane, each column's one, and no others",
    (x, z) => {
      const oblique: Grid = { size: [17, 19, 9], spacingMm: [0.7, 0.9, 4], originMm: [-3, 5, 11], direction: turned(x, z) };
      for (const normal of [
        [0, 1, 0],
        [1, 0, 0],
        [0, 0, 1],
      ] as const) {
        const pointMm = voxelToPatient(oblique, [8.13, 9.21, 4.17]);
        const cut = cutOf(oblique, { pointMm, normal });
        const [, , w] = cut.axes;
        const expected: number[] = [];
        const step = voxelToPatient({ ...oblique, originMm: [0, 0, 0] }, [Number(w === 0), Number(w === 1), Number(w === 2)]);
        const along = step[0] * normal[0] + step[1] * normal[1] + step[2] * normal[2];
        for (let index = 0; index < 17 * 19 * 9; index++) {
          const centre = voxelToPatient(oblique, voxelOf(index, oblique));
          const away = [0, 1, 2].reduce((sum, axis) => sum + normal[axis]! * (centre[axis]! - pointMm[axis]!), 0);
          if (Math.abs(away) <= Math.abs(along) / 2) expected.push(index);
        }
        expect([...cut.voxels].filter((index) => index >= 0).toSorted((a, b) => a - b)).toEqual(expected);
        // The middle of a cell lies in the plane, over its voxel's column, and neighbouring ones are as far apart as is said.
        for (const cell of [0, 5, cut.columns * (cut.rows - 1)]) {
          const [column, row] = [cell % cut.columns, Math.floor(cell / cut.columns)];
          const here = voxelToPatient(oblique, voxelOnCut(cut, [column, row]));
          expect([0, 1, 2].reduce((sum, axis) => sum + normal[axis]! * (here[axis]! - pointMm[axis]!), 0)).toBeCloseTo(0, 9);
          const beside = voxelToPatient(oblique, voxelOnCut(cut, [column + 1, row]));
          const below = voxelToPatient(oblique, voxelOnCut(cut, [column, row + 1]));
          const [u, v] = [beside, below].map((place) => place.map((each, axis) => each - here[axis]!)) as [number[], number[]];
          expect(Math.hypot(...u)).toBeCloseTo(cut.spacingMm[0], 9);
          expect(Math.hypot(...v)).toBeCloseTo(cut.spacingMm[1], 9);
          expect(u.reduce((sum, each, axis) => sum + each * v[axis]!, 0) / Math.hypot(...u) / Math.hypot(...v)).toBeCloseTo(cut.cosine, 9);
          const [i, j, k] = patientToVoxel(oblique, here);
          expect([i, j, k][cut.axes[0]]).toBeCloseTo(column, 9);
        }
      }
    },
  );
});
