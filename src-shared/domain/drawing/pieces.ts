import type { PixelRect } from "./pixelRect.ts";

/** One connected piece of a segment on a slice. */
export interface Piece {
  /** Its pixels, by their index in the slice, in no order. */
  readonly pixels: Int32Array;
  /** Mean column and row of its pixels. */
  readonly centroid: readonly [number, number];
  readonly rect: PixelRect;
}

/**
 * The pieces of a label on a slice: pixels that touch by an edge or a corner belong together.
 * @param labels columns * rows labels, row by row
 * @param within where the label is looked for; all of it lies in there
 */
export function piecesOf(labels: Uint8Array, columns: number, label: number, within: PixelRect): Piece[] {
  const { firstColumn, firstRow } = within;
  const seen = new Uint8Array(within.columns * within.rows);
  // The pixels of the piece in hand: those before `done` have been looked around.
  const found = new Int32Array(seen.length);
  const pieces: Piece[] = [];
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] === 1) continue;
    let [left, right, top, bottom, sumX, sumY, count] = [within.columns, -1, within.rows, -1, 0, 0, 0];
    const [startColumn, startRow] = [start % within.columns, Math.floor(start / within.columns)];
    if (labels[(startRow + firstRow) * columns + startColumn + firstColumn] !== label) continue;
    seen[start] = 1;
    found[count++] = start;
    for (let done = 0; done < count; done++) {
      const own = found[done]!;
      const column = own % within.columns;
      const row = (own - column) / within.columns;
      if (column < left) left = column;
      if (column > right) right = column;
      if (row < top) top = row;
      if (row > bottom) bottom = row;
      sumX += column;
      sumY += row;
      for (let y = Math.max(0, row - 1); y <= row + 1 && y < within.rows; y++) {
        for (let x = Math.max(0, column - 1); x <= column + 1 && x < within.columns; x++) {
          const next = y * within.columns + x;
          if (seen[next] === 1 || labels[(y + firstRow) * columns + x + firstColumn] !== label) continue;
          seen[next] = 1;
          found[count++] = next;
        }
      }
    }
    pieces.push({
      pixels: found
        .subarray(0, count)
        .map((own) => (Math.floor(own / within.columns) + firstRow) * columns + (own % within.columns) + firstColumn),
      centroid: [firstColumn + sumX / count, firstRow + sumY / count],
      rect: { firstColumn: firstColumn + left, firstRow: firstRow + top, columns: right - left + 1, rows: bottom - top + 1 },
    });
  }
  return pieces;
}

/** The rectangle around each label that occurs on a slice. */
export function rectsOf(labels: Uint8Array, columns: number): ReadonlyMap<number, PixelRect> {
  const { add, rects } = rectGatherer();
  for (let at = 0; at < labels.length; at++) if (labels[at] !== 0) add(labels[at]!, at % columns, Math.floor(at / columns));
  return rects();
}

/** Gathers the rectangle around the pixels of each label, whatever their order. */
export function rectGatherer(): {
  readonly add: (label: number, column: number, row: number) => void;
  readonly rects: () => ReadonlyMap<number, PixelRect>;
} {
  const bounds = new Map<number, { left: number; right: number; top: number; bottom: number }>();
  return {
    add: (label, column, row) => {
      const known = bounds.get(label);
      if (!known) {
        bounds.set(label, { left: column, right: column, top: row, bottom: row });
        return;
      }
      if (column < known.left) known.left = column;
      else if (column > known.right) known.right = column;
      if (row < known.top) known.top = row;
      else if (row > known.bottom) known.bottom = row;
    },
    rects: () =>
      new Map(
        [...bounds].map(([label, { left, right, top, bottom }]) => [
          label,
          { firstColumn: left, firstRow: top, columns: right - left + 1, rows: bottom - top + 1 },
        ]),
      ),
  };
}
