/** A part of a slice, in voxels: from a column and row on, so many of them. */
export interface SliceFrame {
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
}

/** The slices on which any of the label maps has something, from 0. */
export function drawnSlices(maps: readonly Uint8Array[], perSlice: number, slices: number): number[] {
  return Array.from({ length: slices }, (_, k) => k).filter((k) =>
    maps.some((map) => map.subarray(k * perSlice, (k + 1) * perSlice).some((label) => label > 0)),
  );
}

/** What holds all that was drawn on any of the slices, with a margin; the whole slice where nothing was. */
export function frameAround(
  maps: readonly Uint8Array[],
  slices: readonly number[],
  { columns, rows }: { readonly columns: number; readonly rows: number },
): SliceFrame {
  let [left, top, right, bottom] = [columns, rows, -1, -1];
  for (const map of maps)
    for (const k of slices)
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++)
          if (map[(k * rows + row) * columns + column]! > 0) {
            left = Math.min(left, column);
            right = Math.max(right, column);
            top = Math.min(top, row);
            bottom = Math.max(bottom, row);
          }
  if (right < 0) return { column: 0, row: 0, columns, rows };
  const margin = Math.ceil(0.15 * Math.max(right - left + 1, bottom - top + 1)) + 1;
  const [column, row] = [Math.max(0, left - margin), Math.max(0, top - margin)];
  return { column, row, columns: Math.min(columns, right + margin + 1) - column, rows: Math.min(rows, bottom + margin + 1) - row };
}

/** An edge between two voxels, in voxels from the top left of the slice. */
export type Edge = readonly [x1: number, y1: number, x2: number, y2: number];

/** The border of what is labelled on a slice, labels told apart: edges of voxels, exactly where the drawing ends. */
export function outlineOf(labels: Uint8Array, columns: number, rows: number): Edge[] {
  const edges: Edge[] = [];
  const at = (column: number, row: number) =>
    column < 0 || row < 0 || column >= columns || row >= rows ? 0 : labels[row * columns + column]!;
  for (let row = 0; row <= rows; row++)
    for (let column = 0; column <= columns; column++) {
      const own = at(column, row);
      if (own !== at(column - 1, row)) edges.push([column, row, column, row + 1]);
      if (own !== at(column, row - 1)) edges.push([column, row, column + 1, row]);
    }
  return edges;
}
