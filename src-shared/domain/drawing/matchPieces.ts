import type { Piece } from "./pieces.ts";

/** Pieces of two slices that are one object; where one side has none, the object ends between the slices. */
export interface PieceGroup {
  readonly a: readonly Piece[];
  readonly b: readonly Piece[];
}

/** Pieces that do not overlap are one object only where they moved no further than so many times the diameter of the larger. */
const furthestMove = 2;

/**
 * Which pieces of one slice are which of another. Pieces that overlap belong together, also several with one (an object that branches). Of those that are left,
 * the two whose centroids are nearest are paired first, up to twice the larger one's diameter (of a disc of its area); a segment of one
 * piece on both slices is one object however far it moved.
 * @param spacingMm between columns and between rows
 */
export function matchPieces(a: readonly Piece[], b: readonly Piece[], spacingMm: readonly [number, number]): PieceGroup[] {
  if (a.length === 1 && b.length === 1) return [{ a, b }];
  const groupOf = new Map<Piece, { a: Piece[]; b: Piece[] }>();
  for (const piece of a) groupOf.set(piece, { a: [piece], b: [] });
  for (const piece of b) groupOf.set(piece, { a: [], b: [piece] });
  const join = (one: Piece, other: Piece) => {
    const [kept, dropped] = [groupOf.get(one)!, groupOf.get(other)!];
    if (kept === dropped) return;
    kept.a.push(...dropped.a);
    kept.b.push(...dropped.b);
    for (const piece of [...dropped.a, ...dropped.b]) groupOf.set(piece, kept);
  };
  const pieceAt = new Map<number, Piece>();
  for (const piece of a) for (const pixel of piece.pixels) pieceAt.set(pixel, piece);
  for (const piece of b) {
    for (const pixel of piece.pixels) {
      const under = pieceAt.get(pixel);
      if (under) join(under, piece);
    }
  }
  for (const [one, other] of nearestFirst(
    a.filter((piece) => groupOf.get(piece)!.b.length === 0),
    b.filter((piece) => groupOf.get(piece)!.a.length === 0),
    spacingMm,
  )) {
    if (groupOf.get(one)!.b.length === 0 && groupOf.get(other)!.a.length === 0) join(one, other);
  }
  return [...new Set(groupOf.values())];
}

function nearestFirst(a: readonly Piece[], b: readonly Piece[], [sx, sy]: readonly [number, number]): Array<readonly [Piece, Piece]> {
  const diameter = ({ pixels }: Piece) => 2 * Math.sqrt((pixels.length * sx * sy) / Math.PI);
  return a
    .flatMap((one) =>
      b.map((other) => ({
        pair: [one, other] as const,
        distance: Math.hypot((one.centroid[0] - other.centroid[0]) * sx, (one.centroid[1] - other.centroid[1]) * sy),
      })),
    )
    .filter(({ pair, distance }) => distance <= furthestMove * Math.max(diameter(pair[0]), diameter(pair[1])))
    .toSorted((one, other) => one.distance - other.distance)
    .map(({ pair }) => pair);
}
