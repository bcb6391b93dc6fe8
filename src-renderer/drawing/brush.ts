/** One slice of a label map, or a cut through it, and how far its voxels are apart. */
export interface DrawnSlice {
  readonly labels: Uint8Array;
  /** Of a cut: where in `labels` each of its cells has its voxel, row by row; -1 where it has none. */
  readonly voxels?: Int32Array;
  readonly columns: number;
  readonly rows: number;
  /** Millimetres between columns and between rows. */
  readonly spacingMm: readonly [number, number];
  /** Cosine of the angle between columns and rows, where they are not at right angles: of a cut that lies obliquely to two axes of its volume. */
  readonly cosine?: number;
}

/** A point of a slice in continuous voxel coordinates; whole numbers are voxel centres. */
export type SlicePoint = readonly [number, number];

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
 * which `mayPaint`, asked by its index in the slice or cut, allows. Round in millimetres, whatever the voxels' shape. However small the brush, the voxel
 * under each end is painted, and a
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
  const { columns, rows, labels, voxels, cosine = 0 } = slice;
  // Millimetres to the right a column and a row, and millimetres down a row.
  const [sx, skew, sy] = [slice.spacingMm[0], slice.spacingMm[1] * cosine, slice.spacingMm[1] * Math.sqrt(1 - cosine ** 2)];
  const radius = isExact ? radiusMm : Math.max(radiusMm, Math.min(...slice.spacingMm) / 2);
  const [ax, ay, bx, by] = [from[0] * sx + from[1] * skew, from[1] * sy, to[0] * sx + to[1] * skew, to[1] * sy];
  const lengthSquared = (bx - ax) ** 2 + (by - ay) ** 2;
  const underEnds = new Set(
    (isExact ? [] : [from, to]).map(([i, j]) => {
      const [column, row] = [Math.round(i), Math.round(j)];
      return column >= 0 && row >= 0 && column < columns && row < rows ? row * columns + column : -1;
    }),
  );
  const firstRow = Math.max(0, Math.floor((Math.min(ay, by) - radius) / sy));
  const lastRow = Math.min(rows - 1, Math.ceil((Math.max(ay, by) + radius) / sy));
  let changed: VoxelBox | null = null;
  for (let row = firstRow; row <= lastRow; row++) {
    const firstColumn = Math.max(0, Math.floor((Math.min(ax, bx) - radius - row * skew) / sx));
    const lastColumn = Math.min(columns - 1, Math.ceil((Math.max(ax, bx) + radius - row * skew) / sx));
    for (let column = firstColumn; column <= lastColumn; column++) {
      const index = row * columns + column;
      const voxel = voxels ? voxels[index]! : index;
      if (voxel < 0 || labels[voxel] === label) continue;
      const [x, y] = [column * sx + row * skew, row * sy];
      const t = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / lengthSquared));
      const isInside = (x - ax - t * (bx - ax)) ** 2 + (y - ay - t * (by - ay)) ** 2 <= radius ** 2 * (1 + 1e-12);
      if ((!isInside && !underEnds.has(index)) || !mayPaint(index)) continue;
      labels[voxel] = label;
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
