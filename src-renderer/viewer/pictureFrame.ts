/** A rectangle of voxels of a slice: its first column and row, and how many of each. */
export interface VoxelFrame {
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
}

/** The smallest rectangle that holds a segment on a slice; null where it is not there. */
export function boxOfLabel(labels: ArrayLike<number>, columns: number, label: number): VoxelFrame | null {
  let left = Infinity;
  let top = Infinity;
  let right = -1;
  let bottom = -1;
  for (let index = 0; index < labels.length; index++) {
    if (labels[index] !== label) continue;
    const column = index % columns;
    const row = (index - column) / columns;
    left = Math.min(left, column);
    right = Math.max(right, column);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
  }
  return right < 0 ? null : { column: left, row: top, columns: right - left + 1, rows: bottom - top + 1 };
}

/** How much of its surroundings a picture shows: three times the ROI, at least 80 mm, as 4 to 3. */
const timesRoi = 3;
const leastWidthMm = 80;
const aspect = 4 / 3;

/**
 * The part of a slice that shows an ROI with what lies around it, as 4 to 3 where the slice is large enough; always within the slice.
 * Spacing is between columns and rows, mm. Without an ROI, the whole slice.
 */
export function frameAround(
  roi: VoxelFrame | null,
  slice: { readonly columns: number; readonly rows: number },
  spacingMm: readonly [number, number, ...number[]],
): VoxelFrame {
  if (!roi) return { column: 0, row: 0, columns: slice.columns, rows: slice.rows };
  const widthMm = Math.max(roi.columns * spacingMm[0] * timesRoi, roi.rows * spacingMm[1] * timesRoi * aspect, leastWidthMm);
  const along = (first: number, count: number, wanted: number, most: number) => {
    const length = Math.min(most, Math.max(1, Math.ceil(wanted)));
    return { first: Math.min(most - length, Math.max(0, Math.round(first + (count - length) / 2))), length };
  };
  const across = along(roi.column, roi.columns, widthMm / spacingMm[0], slice.columns);
  const down = along(roi.row, roi.rows, widthMm / aspect / spacingMm[1], slice.rows);
  return { column: across.first, row: down.first, columns: across.length, rows: down.length };
}
