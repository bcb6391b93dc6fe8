import { distanceTransform } from "./distanceTransform.ts";
import { cropPair } from "./maskPair.ts";

/** Pieces of one contour: the distance of each to the other contour, mm, rising, and its length, mm. */
export interface ContourPieces {
  readonly distances: Float64Array;
  readonly lengths: Float64Array;
}

/** Both directions. */
export interface ContourDistances {
  readonly fromA: ContourPieces;
  readonly fromB: ContourPieces;
}

/**
 * Distances between the contours of two masks of one slice, as surface-distance defines them in two dimensions (Nikolov et al. 2021): a contour runs
 * through the corners of pixels at which some of the four pixels are in the mask and some are not; each corner stands for a piece of contour of the length
 * that its pixels give (marching squares), and is as far from the other contour as from its nearest corner. `size` and `spacingMm` are in-plane, columns first.
 */
export function contourDistances(
  a: Uint8Array,
  b: Uint8Array,
  size: readonly [number, number],
  spacingMm: readonly [number, number],
): ContourDistances | null {
  const cropped = cropPair({ a, b, size: [...size, 1], spacingMm: [...spacingMm, 1] }, 1);
  if (!cropped) return null;
  // The margin above and below the slice is left out.
  const [columns, rows] = cropped.size;
  const slice = columns * rows;
  const lengths = pieceLengths(spacingMm);
  const [contourA, contourB] = [cropped.a, cropped.b].map((mask) => cornersOf(mask.subarray(slice, 2 * slice), columns, rows, lengths)) as [
    Float64Array,
    Float64Array,
  ];
  const corners = [columns - 1, rows - 1, 1] as const;
  const toA = distanceTransform(contourA, corners, [...spacingMm, 1]);
  const toB = distanceTransform(contourB, corners, [...spacingMm, 1]);
  return { fromA: piecesOf(contourA, toB), fromB: piecesOf(contourB, toA) };
}

/** Length of contour by which of four pixels are in the mask: bit 3 upper left, 2 upper right, 1 lower left, 0 lower right. */
function pieceLengths([horizontal, vertical]: readonly [number, number]): Float64Array {
  const diagonal = Math.hypot(horizontal, vertical) / 2;
  return Float64Array.from({ length: 16 }, (_, code) => {
    const upper = code >> 2;
    const lower = code & 3;
    const left = (upper >> 1) + (lower >> 1);
    if (code === 0 || code === 15) return 0;
    if (upper === lower) return vertical;
    if (upper === 0 ? lower === 3 : upper === 3 && lower === 0) return horizontal;
    const count = (upper & 1) + (lower & 1) + left;
    return count === 2 ? 2 * diagonal : diagonal;
  });
}

/** The length of contour at each corner between pixels; 0 where there is none. */
function cornersOf(mask: Uint8Array, columns: number, rows: number, lengths: Float64Array): Float64Array {
  const corners = new Float64Array((columns - 1) * (rows - 1));
  for (let j = 0, at = 0; j < rows - 1; j++) {
    for (let i = 0; i < columns - 1; i++, at++) {
      const from = j * columns + i;
      corners[at] = lengths[8 * mask[from]! + 4 * mask[from + 1]! + 2 * mask[from + columns]! + mask[from + columns + 1]!]!;
    }
  }
  return corners;
}

function piecesOf(contour: Float64Array, distances: Float64Array): ContourPieces {
  const places = new Uint32Array(contour.reduce((count, length) => count + (length > 0 ? 1 : 0), 0));
  for (let at = 0, piece = 0; at < contour.length; at++) if (contour[at]! > 0) places[piece++] = at;
  return sortPieces(distances, contour, places);
}

/** The pieces at some places, in the order of their distances; of those that are equal the shorter one first. */
function sortPieces(distances: Float64Array, lengths: Float64Array, places: Uint32Array): ContourPieces {
  places.sort((one, other) => distances[one]! - distances[other]! || lengths[one]! - lengths[other]!);
  const sorted = { distances: new Float64Array(places.length), lengths: new Float64Array(places.length) };
  for (let at = 0; at < places.length; at++) {
    sorted.distances[at] = distances[places[at]!]!;
    sorted.lengths[at] = lengths[places[at]!]!;
  }
  return sorted;
}

/** The pieces of several contours as one. */
export function joinPieces(contours: readonly ContourPieces[]): ContourPieces {
  const count = contours.reduce((sum, { distances }) => sum + distances.length, 0);
  const all = { distances: new Float64Array(count), lengths: new Float64Array(count) };
  let from = 0;
  for (const { distances, lengths } of contours) {
    all.distances.set(distances, from);
    all.lengths.set(lengths, from);
    from += distances.length;
  }
  return sortPieces(
    all.distances,
    all.lengths,
    Uint32Array.from({ length: count }, (_, at) => at),
  );
}

/** The distance within which a share of a contour's length lies: that of the first piece at which the length so far reaches it. */
export function weightedPercentile({ distances, lengths }: ContourPieces, share: number): number {
  const aim = share * lengthOf({ lengths });
  let sum = 0;
  for (let at = 0; at < distances.length; at++) {
    sum += lengths[at]!;
    if (sum >= aim) return distances[at]!;
  }
  return distances.at(-1)!;
}

/** The length of a contour, mm. */
export function lengthOf({ lengths }: Pick<ContourPieces, "lengths">): number {
  return lengths.reduce((sum, length) => sum + length, 0);
}

/** The sum of length times distance, mm^2. */
export function weightedSum({ distances, lengths }: ContourPieces): number {
  return distances.reduce((sum, distance, at) => sum + distance * lengths[at]!, 0);
}

/** The length of the pieces that lie within tau of the other contour, mm; what is equal to tau up to rounding lies within. */
export function lengthWithin({ distances, lengths }: ContourPieces, tauMm: number): number {
  return lengths.reduce((sum, length, at) => sum + (distances[at]! <= tauMm * (1 + 1e-12) ? length : 0), 0);
}
