import { axisOf, dot, minus, type Grid, type Vector3 } from "../geometry.ts";

type Axis = 0 | 1 | 2;

/**
 * The voxels of a volume that a plane passes through, as a raster: a row for each voxel along one axis of the volume, a column along another, and in each
 * cell the one voxel along the third axis, that which is nearest to the plane's normal, whose centre is nearest to the plane.
 */
export interface Cut {
  /** The volume's axes (0 i, 1 j, 2 k) along which columns, rows and depth run. */
  readonly axes: readonly [columns: Axis, rows: Axis, depth: Axis];
  readonly columns: number;
  readonly rows: number;
  /** Between columns and between rows, in the plane, mm. */
  readonly spacingMm: readonly [number, number];
  /** Cosine of the angle in the plane between a step of a column and one of a row: 0 where they are at right angles. */
  readonly cosine: number;
  /** Where the plane is along the third axis, in voxels: at the first cell, and how much deeper a column and a row further. */
  readonly depth: readonly [first: number, column: number, row: number];
  /** By cell, row by row: the index of its voxel in the volume, i fastest; -1 where the plane lies outside the volume. */
  readonly voxels: Int32Array;
  /** The volume's slices in which it has voxels, ascending. */
  readonly slices: readonly number[];
}

/** A plane midway between two voxels belongs to the lower one, and not now to this, now to that by errors of rounding. */
const tie = 1e-4;

/**
 * The cut of a grid by a plane.
 * @param plane a point of it (LPS, mm) and its normal, whichever way that points
 */
export function cutOf(grid: Grid, { pointMm, normal }: { readonly pointMm: Vector3; readonly normal: Vector3 }): Cut {
  const cosines = ([0, 1, 2] as const).map((axis) => dot(normal, axisOf(grid.direction, axis)));
  const steepest = Math.max(...cosines.map(Math.abs));
  const w = cosines.findIndex((each) => Math.abs(each) === steepest) as Axis;
  const [u, v] = ([0, 1, 2] as const).filter((axis) => axis !== w) as [Axis, Axis];
  const along = (axis: Axis) => cosines[axis]! * grid.spacingMm[axis];
  const depth = [dot(normal, minus(pointMm, grid.originMm)) / along(w), -along(u) / along(w), -along(v) / along(w)] as const;
  const [columns, rows] = [grid.size[u], grid.size[v]];
  const [du, dv] = [depth[1] * grid.spacingMm[w], depth[2] * grid.spacingMm[w]];
  const spacingMm = [Math.hypot(grid.spacingMm[u], du), Math.hypot(grid.spacingMm[v], dv)] as const;
  const strides = [1, grid.size[0], grid.size[0] * grid.size[1]] as const;
  const voxels = new Int32Array(columns * rows);
  const slices = new Set<number>();
  for (let row = 0, cell = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, cell++) {
      const at = nearestTo(depth, column, row);
      const isInside = at >= 0 && at < grid.size[w];
      voxels[cell] = isInside ? column * strides[u] + row * strides[v] + at * strides[w] : -1;
      if (isInside) slices.add(w === 2 ? at : row);
    }
  }
  return {
    axes: [u, v, w],
    columns,
    rows,
    spacingMm,
    cosine: (du * dv) / (spacingMm[0] * spacingMm[1]),
    depth,
    voxels,
    slices: [...slices].toSorted((a, b) => a - b),
  };
}

/** The voxel along the third axis that is nearest to the plane in a cell; also one outside the volume. */
export function nearestTo([first, perColumn, perRow]: Cut["depth"], column: number, row: number): number {
  return Math.ceil(first + column * perColumn + row * perRow - 0.5 - tie);
}

/** The point of the plane, in continuous voxel coordinates of the volume, at a place of the raster: whole numbers are the middles of its cells. */
export function voxelOnCut({ axes: [u, v, w], depth }: Cut, [column, row]: readonly [number, number]): Vector3 {
  const voxel: [number, number, number] = [0, 0, 0];
  voxel[u] = column;
  voxel[v] = row;
  voxel[w] = depth[0] + column * depth[1] + row * depth[2];
  return voxel;
}

/** Cells of a cut, first and last included. */
interface CellBox {
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

/** Puts into `into` what the voxels of a cut hold, by cell, 0 where it has none; in a box of cells, by default in all. Returns `into`. */
export function gathered({ voxels, columns, rows }: Cut, from: Uint8Array, into: Uint8Array, box?: CellBox): Uint8Array {
  const { firstColumn, lastColumn, firstRow, lastRow } = box ?? { firstColumn: 0, lastColumn: columns - 1, firstRow: 0, lastRow: rows - 1 };
  for (let row = firstRow; row <= lastRow; row++) {
    for (let cell = row * columns + firstColumn; cell <= row * columns + lastColumn; cell++)
      into[cell] = voxels[cell]! < 0 ? 0 : from[voxels[cell]!]!;
  }
  return into;
}
