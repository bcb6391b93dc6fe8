import {
  contourDistances,
  joinPieces,
  lengthOf,
  lengthWithin,
  weightedPercentile,
  weightedSum,
  type ContourPieces,
} from "./contourDistances.ts";
import { countVoxels, diceOf, jaccardOf, type MaskPair } from "./maskPair.ts";

/** Agreement of two masks on one slice. Distances in the plane, mm; null where one of the masks is empty there. */
export interface SliceOverlap {
  /** From 0. */
  readonly slice: number;
  readonly dice: number;
  readonly jaccard: number;
  readonly hd: number | null;
  /** The larger of both directions' percentiles, weighted by contour length. */
  readonly hd95: number | null;
  /** Mean distance over the length of both contours. */
  readonly assd: number | null;
  /** Mean distance of A's contour from B's, and of B's from A's. */
  readonly average: readonly [number, number] | null;
  readonly surfaceDice: number | null;
  readonly areaA: number;
  readonly areaB: number;
  /** Pixels of A's boundary (4-neighbours) that are not on B's, and their number times the shorter edge of a pixel: what would have to be drawn anew. */
  readonly addedPath: { readonly pixels: number; readonly lengthMm: number };
  readonly reason: string | null;
}

export interface SlicesOverlap {
  /** Slices on which at least one mask is not empty. */
  readonly each: readonly SliceOverlap[];
  readonly pooled: {
    /** 2 sum |A and B| / sum (|A| + |B|): a slice that one alone drew lowers it. Null where both masks are empty. */
    readonly dice: number | null;
    readonly jaccard: number | null;
    /** Over the slices that both drew: sum of length times distance over both directions by the sum of lengths. */
    readonly assd: number | null;
    /** Over the slices that both drew: the larger of both directions' percentiles, weighted by contour length. */
    readonly hd95: number | null;
    readonly slicesBoth: number;
    readonly slicesOnlyA: number;
    readonly slicesOnlyB: number;
    readonly reason: string | null;
  };
}

/** Agreement of two masks slice by slice (along k), and pooled over slices by contour length. */
export function sliceOverlap({ a, b, size, spacingMm }: MaskPair, tauMm: number): SlicesOverlap {
  const area = size[0] * size[1];
  const plane = [spacingMm[0], spacingMm[1]] as const;
  const each: SliceOverlap[] = [];
  const contoursA: ContourPieces[] = [];
  const contoursB: ContourPieces[] = [];
  const total = { a: 0, b: 0, both: 0 };
  let onlyA = 0;
  let onlyB = 0;
  for (let slice = 0; slice < size[2]; slice++) {
    const [from, to] = [slice * area, (slice + 1) * area];
    const counts = countVoxels(a, b, from, to);
    if (counts.a + counts.b === 0) continue;
    total.a += counts.a;
    total.b += counts.b;
    total.both += counts.both;
    const [maskA, maskB] = [a.subarray(from, to), b.subarray(from, to)];
    const isDrawnByBoth = counts.a > 0 && counts.b > 0;
    if (!isDrawnByBoth && counts.a > 0) onlyA += 1;
    if (!isDrawnByBoth && counts.b > 0) onlyB += 1;
    const contours = isDrawnByBoth ? contourDistances(maskA, maskB, [size[0], size[1]], plane) : null;
    if (contours) {
      contoursA.push(contours.fromA);
      contoursB.push(contours.fromB);
    }
    const pixel = plane[0] * plane[1];
    const added = addedPixels(maskA, maskB, size[0], size[1]);
    each.push({
      slice,
      dice: diceOf(counts)!,
      jaccard: jaccardOf(counts)!,
      ...distancesOf(contours, tauMm),
      areaA: counts.a * pixel,
      areaB: counts.b * pixel,
      addedPath: { pixels: added, lengthMm: added * Math.min(...plane) },
      reason: isDrawnByBoth ? null : `drawn in ${counts.a > 0 ? "A" : "B"} alone: distances are not defined`,
    });
  }
  const pooled = distancesOf(contoursA.length > 0 ? { fromA: joinPieces(contoursA), fromB: joinPieces(contoursB) } : null, tauMm);
  return {
    each,
    pooled: {
      dice: diceOf(total),
      jaccard: jaccardOf(total),
      assd: pooled.assd,
      hd95: pooled.hd95,
      slicesBoth: contoursA.length,
      slicesOnlyA: onlyA,
      slicesOnlyB: onlyB,
      reason:
        each.length === 0
          ? "not applicable: both masks are empty"
          : contoursA.length === 0
            ? "no slice is drawn in both: distances are not defined"
            : null,
    },
  };
}

type Distances = Pick<SliceOverlap, "hd" | "hd95" | "assd" | "average" | "surfaceDice">;

function distancesOf(contours: { fromA: ContourPieces; fromB: ContourPieces } | null, tauMm: number): Distances {
  if (!contours) return { hd: null, hd95: null, assd: null, average: null, surfaceDice: null };
  const { fromA, fromB } = contours;
  const [lengthA, lengthB] = [lengthOf(fromA), lengthOf(fromB)];
  const [sumA, sumB] = [weightedSum(fromA), weightedSum(fromB)];
  return {
    hd: Math.max(fromA.distances.at(-1)!, fromB.distances.at(-1)!),
    hd95: Math.max(weightedPercentile(fromA, 0.95), weightedPercentile(fromB, 0.95)),
    assd: (sumA + sumB) / (lengthA + lengthB),
    average: [sumA / lengthA, sumB / lengthB],
    surfaceDice: (lengthWithin(fromA, tauMm) + lengthWithin(fromB, tauMm)) / (lengthA + lengthB),
  };
}

/** Pixels on the inner boundary (4-neighbours) of the first mask that are not on that of the second. */
function addedPixels(first: Uint8Array, second: Uint8Array, columns: number, rows: number): number {
  const isBoundary = (mask: Uint8Array, i: number, j: number) => {
    const at = j * columns + i;
    if (mask[at] === 0) return false;
    if (i === 0 || j === 0 || i === columns - 1 || j === rows - 1) return true;
    return (mask[at - 1]! & mask[at + 1]! & mask[at - columns]! & mask[at + columns]!) === 0;
  };
  let count = 0;
  for (let j = 0; j < rows; j++) for (let i = 0; i < columns; i++) if (isBoundary(first, i, j) && !isBoundary(second, i, j)) count += 1;
  return count;
}
