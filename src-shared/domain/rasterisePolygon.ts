/** A point on a slice in continuous voxel coordinates: column and row, whole numbers at the centres of pixels. */
export type SlicePoint = readonly [number, number];

/**
 * The pixels whose centre lies inside a closed polygon, by the even-odd rule (a polygon that crosses itself has holes). 1 inside, 0
 * outside; columns * rows, row by row.
 * A centre exactly on an edge counts as inside on the polygon's left and upper edges only, so that polygons that share an edge never both take a pixel.
 * Fewer than three points enclose nothing.
 */
export function rasterisePolygon(points: readonly SlicePoint[], columns: number, rows: number): Uint8Array {
  const mask = new Uint8Array(columns * rows);
  if (points.length < 3) return mask;
  let [top, bottom] = [Infinity, -Infinity];
  for (const [, y] of points) {
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  for (let row = Math.max(0, Math.ceil(top)); row < rows && row < bottom; row++) {
    const crossings = crossingsOf(points, row);
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      const first = Math.max(0, Math.ceil(crossings[at]!));
      const end = Math.min(columns, Math.ceil(crossings[at + 1]!));
      if (end > first) mask.fill(1, row * columns + first, row * columns + end);
    }
  }
  return mask;
}

/** Columns at which the polygon's edges cross a row, ascending. An edge holds its upper end, not its lower one. */
function crossingsOf(points: readonly SlicePoint[], row: number): number[] {
  const crossings: number[] = [];
  let [x0, y0] = points[points.length - 1]!;
  for (const [x1, y1] of points) {
    if (y0 <= row !== y1 <= row) crossings.push(x0 + ((row - y0) * (x1 - x0)) / (y1 - y0));
    [x0, y0] = [x1, y1];
  }
  return crossings.sort((a, b) => a - b);
}
