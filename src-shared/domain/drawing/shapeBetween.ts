import { matchPieces, type PieceGroup } from "./matchPieces.ts";
import type { Piece } from "./pieces.ts";
import { joinRects, movedRect, type PixelRect } from "./pixelRect.ts";
import { signedDistance } from "./signedDistance.ts";

/** Signed distances, mm, positive inside, over a rectangle. */
export interface DistanceField {
  readonly rect: PixelRect;
  readonly distances: Float32Array;
}

/** One object between two slices: its signed distances at a fraction of the way, over all pixels that can be inside. */
export type ObjectBetween = (fraction: number) => DistanceField;

/**
 * The objects that a segment has between two slices on which it is drawn, by shape-based interpolation (Raya & Udupa 1990): the signed distances of
 * both slices, weighted by how near each is. Before that both are moved onto each other by the line between their centroids, so that an object
 * that runs obliquely is not lost. Which piece is which: matchPieces. A piece without a counterpart runs out to a point that it
 * reaches on the other slice.
 * @param a and b: the segment's pieces on either slice, each slice `columns` wide
 * @param spacingMm between columns and between rows
 */
export function shapesBetween(
  a: readonly Piece[],
  b: readonly Piece[],
  columns: number,
  spacingMm: readonly [number, number],
): ObjectBetween[] {
  return matchPieces(a, b, spacingMm).map(({ a: one, b: other }) => {
    if (other.length === 0) return runningOut(one, columns, spacingMm);
    if (one.length > 0) return interpolated({ a: one, b: other }, columns, spacingMm);
    const backwards = runningOut(other, columns, spacingMm);
    return (fraction) => backwards(1 - fraction);
  });
}

function interpolated({ a, b }: PieceGroup, columns: number, spacingMm: readonly [number, number]): ObjectBetween {
  const [from, to] = [centroidOf(a), centroidOf(b)];
  const shift = [to[0] - from[0], to[1] - from[1]] as const;
  // Each field also reaches where the other shape lies once it is moved onto it; two pixels more for the border and for sampling between pixels.
  const first = fieldOf(a, columns, spacingMm, movedRect(joinRects(rectOf(a), movedRect(rectOf(b), [-shift[0], -shift[1]])), [0, 0], 2));
  const second = fieldOf(b, columns, spacingMm, movedRect(joinRects(rectOf(b), movedRect(rectOf(a), shift)), [0, 0], 2));
  const within = joinRects(rectOf(a), movedRect(rectOf(b), [-shift[0], -shift[1]]));
  return (fraction) => {
    const rest = 1 - fraction;
    const rect = movedRect(within, [fraction * shift[0], fraction * shift[1]]);
    const distances = new Float32Array(rect.columns * rect.rows);
    addSampled(distances, rect, first, [-fraction * shift[0], -fraction * shift[1]], rest);
    addSampled(distances, rect, second, [rest * shift[0], rest * shift[1]], fraction);
    return { rect, distances };
  };
}

/** A piece that ends between the slices: interpolated towards one point, the deepest of the piece (or the middle of several). */
function runningOut(pieces: readonly Piece[], columns: number, spacingMm: readonly [number, number]): ObjectBetween {
  const { rect, distances } = fieldOf(pieces, columns, spacingMm, movedRect(rectOf(pieces), [0, 0], 1));
  const depth = distances.reduce((deepest, distance) => Math.max(deepest, distance), 0);
  let [x, y, count] = [0, 0, 0];
  for (const [at, distance] of distances.entries()) {
    if (distance < depth - 1e-4 * spacingMm[0]) continue;
    x += at % rect.columns;
    y += Math.floor(at / rect.columns);
    count++;
  }
  const point = [x / count, y / count] as const;
  const toPoint = distances.map(
    (_, at) => -Math.hypot(((at % rect.columns) - point[0]) * spacingMm[0], (Math.floor(at / rect.columns) - point[1]) * spacingMm[1]),
  );
  return (fraction) => ({ rect, distances: distances.map((distance, at) => (1 - fraction) * distance + fraction * toPoint[at]!) });
}

function centroidOf(pieces: readonly Piece[]): readonly [number, number] {
  const count = pieces.reduce((sum, { pixels }) => sum + pixels.length, 0);
  const mean = (axis: 0 | 1) => pieces.reduce((sum, { pixels, centroid }) => sum + centroid[axis] * pixels.length, 0) / count;
  return [mean(0), mean(1)];
}

function rectOf(pieces: readonly Piece[]): PixelRect {
  return pieces.map(({ rect }) => rect).reduce(joinRects);
}

function fieldOf(pieces: readonly Piece[], columns: number, spacingMm: readonly [number, number], rect: PixelRect): DistanceField {
  const mask = new Uint8Array(rect.columns * rect.rows);
  for (const { pixels } of pieces) {
    for (const pixel of pixels) {
      const column = pixel % columns;
      mask[((pixel - column) / columns - rect.firstRow) * rect.columns + column - rect.firstColumn] = 1;
    }
  }
  return { rect, distances: signedDistance(mask, rect.columns, rect.rows, spacingMm) };
}

/** Adds to each pixel of a rectangle what a field holds at that pixel's place plus an offset, between its pixels bilinearly, times a weight. */
function addSampled(
  sums: Float32Array,
  rect: PixelRect,
  { rect: own, distances }: DistanceField,
  [dx, dy]: readonly [number, number],
  weight: number,
): void {
  const [wholeX, wholeY] = [Math.floor(dx), Math.floor(dy)];
  const [partX, partY] = [dx - wholeX, dy - wholeY];
  const [topLeft, topRight] = [weight * (1 - partX) * (1 - partY), weight * partX * (1 - partY)];
  const [bottomLeft, bottomRight] = [weight * (1 - partX) * partY, weight * partX * partY];
  const column0 = rect.firstColumn + wholeX - own.firstColumn;
  const lastColumn = own.columns - 1;
  for (let row = 0; row < rect.rows; row++) {
    const y = rect.firstRow + row + wholeY - own.firstRow;
    const top = Math.min(Math.max(y, 0), own.rows - 1) * own.columns;
    const bottom = Math.min(Math.max(y + 1, 0), own.rows - 1) * own.columns;
    for (let column = 0; column < rect.columns; column++) {
      const left = Math.min(Math.max(column0 + column, 0), lastColumn);
      const right = Math.min(Math.max(column0 + column + 1, 0), lastColumn);
      sums[row * rect.columns + column]! +=
        topLeft * distances[top + left]! +
        topRight * distances[top + right]! +
        bottomLeft * distances[bottom + left]! +
        bottomRight * distances[bottom + right]!;
    }
  }
}
