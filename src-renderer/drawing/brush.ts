/** One slice of a label map, and how far its voxels are apart. */
export interface DrawnSlice {
  readonly labels: Uint8Array;
  readonly columns: number;
  readonly rows: number;
  /** Millimetres between columns and between rows. */
  readonly spacingMm: readonly [number, number];
}

/** A point of a slice in continuous voxel coordinates; whole numbers are voxel centres. */
export type SlicePoint = readonly [number, number];

/** Where the mouse is, on the slice as acquired. */
export function slicePoint({ voxel }: { readonly voxel: readonly [number, number, number] }): SlicePoint {
  return [voxel[0], voxel[1]];
}

/** Voxels of a slice, first and last included. */
export interface VoxelBox {
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

/** The smallest box around both; either may be null. */
export function joinBoxes(a: VoxelBox | null, b: VoxelBox | null): VoxelBox | null {
  if (!a || !b) return a ?? b;
  return {
    firstColumn: Math.min(a.firstColumn, b.firstColumn),
    lastColumn: Math.max(a.lastColumn, b.lastColumn),
    firstRow: Math.min(a.firstRow, b.firstRow),
    lastRow: Math.max(a.lastRow, b.lastRow),
  };
}

/**
 * Draws with a round brush from one point to another: gives `label` to every voxel whose centre is within `radiusMm` of the line between them and
 * which `mayPaint` allows. Round in millimetres, whatever the voxels' shape. However small the brush, the voxel under each end is painted, and a
 * line leaves no gaps; not so where `isExact`, in the slices of a ball beside the one it is drawn on. Answers the box of the voxels it changed,
 * null where it changed none.
 */
export function paintLine(
  slice: DrawnSlice,
  from: SlicePoint,
  to: SlicePoint,
  radiusMm: number,
  label: number,
  mayPaint: (index: number) => boolean,
  { isExact = false }: { readonly isExact?: boolean } = {},
): VoxelBox | null {
  const { columns, rows, labels } = slice;
  const [sx, sy] = slice.spacingMm;
  const radius = isExact ? radiusMm : Math.max(radiusMm, Math.min(sx, sy) / 2);
  const [ax, ay, bx, by] = [from[0] * sx, from[1] * sy, to[0] * sx, to[1] * sy];
  const lengthSquared = (bx - ax) ** 2 + (by - ay) ** 2;
  const underEnds = new Set(
    (isExact ? [] : [from, to]).map(([i, j]) => {
      const [column, row] = [Math.round(i), Math.round(j)];
      return column >= 0 && row >= 0 && column < columns && row < rows ? row * columns + column : -1;
    }),
  );
  const firstRow = Math.max(0, Math.floor((Math.min(ay, by) - radius) / sy));
  const lastRow = Math.min(rows - 1, Math.ceil((Math.max(ay, by) + radius) / sy));
  const firstColumn = Math.max(0, Math.floor((Math.min(ax, bx) - radius) / sx));
  const lastColumn = Math.min(columns - 1, Math.ceil((Math.max(ax, bx) + radius) / sx));
  let changed: VoxelBox | null = null;
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const index = row * columns + column;
      if (labels[index] === label) continue;
      const [x, y] = [column * sx, row * sy];
      const t = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / lengthSquared));
      const isInside = (x - ax - t * (bx - ax)) ** 2 + (y - ay - t * (by - ay)) ** 2 <= radius ** 2 * (1 + 1e-12);
      if ((!isInside && !underEnds.has(index)) || !mayPaint(index)) continue;
      labels[index] = label;
      changed = joinBoxes(changed, { firstColumn: column, lastColumn: column, firstRow: row, lastRow: row });
    }
  }
  return changed;
}

/** The voxels under a round brush, by their index in the slice: those that paintLine would paint with it here. */
export function voxelsUnder(slice: DrawnSlice, at: SlicePoint, radiusMm: number): number[] {
  const found: number[] = [];
  paintLine(slice, at, at, radiusMm, anyLabel, (index) => {
    found.push(index);
    return false;
  });
  return found;
}

/** A label that no voxel holds. */
const anyLabel = 256;
