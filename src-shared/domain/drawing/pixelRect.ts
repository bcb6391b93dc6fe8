/** A rectangle of a slice's pixels; it may reach beyond the slice. */
export interface PixelRect {
  readonly firstColumn: number;
  readonly firstRow: number;
  readonly columns: number;
  readonly rows: number;
}

/** The smallest rectangle that holds both. */
export function joinRects(a: PixelRect, b: PixelRect): PixelRect {
  const firstColumn = Math.min(a.firstColumn, b.firstColumn);
  const firstRow = Math.min(a.firstRow, b.firstRow);
  return {
    firstColumn,
    firstRow,
    columns: Math.max(a.firstColumn + a.columns, b.firstColumn + b.columns) - firstColumn,
    rows: Math.max(a.firstRow + a.rows, b.firstRow + b.rows) - firstRow,
  };
}

/** A rectangle moved by a distance that need not be whole pixels, as large as it must be to hold all it held, and `margin` pixels more on every side. */
export function movedRect({ firstColumn, firstRow, columns, rows }: PixelRect, [dx, dy]: readonly [number, number], margin = 0): PixelRect {
  const left = Math.floor(firstColumn + dx) - margin;
  const top = Math.floor(firstRow + dy) - margin;
  return {
    firstColumn: left,
    firstRow: top,
    columns: Math.ceil(firstColumn + columns + dx) + margin - left,
    rows: Math.ceil(firstRow + rows + dy) + margin - top,
  };
}
