import { percentile } from "../percentile.ts";
import { distanceTransform } from "./distanceTransform.ts";
import { cropPair, type MaskPair } from "./maskPair.ts";

/** Distances between the border voxels of two masks, mm. */
export interface VolumeDistances {
  /** Hausdorff distance. */
  readonly hd: number;
  /** The larger of the 95th percentiles of both directions. */
  readonly hd95: number;
  /** Mean over the border voxels of both, pooled. */
  readonly assd: number;
  /** Share of all border voxels that lie within tau of the other border (normalised surface distance). */
  readonly surfaceDice: number;
}

/** Distances that are equal to tau up to rounding are within it. */
const rounding = 1 + 1e-12;

/**
 * Distances in three dimensions as MetricsReloaded defines them: the border of a mask is its voxels with one of six neighbours outside; distances run between
 * voxel centres, on the grid's spacing. Null where a mask is empty. Where slices are not neighbours in space every voxel of a slice is border, and these
 * numbers say nothing: see sliceOverlap.
 */
export function volumeDistances(pair: MaskPair, tauMm: number): VolumeDistances | null {
  const cropped = cropPair(pair, 1);
  if (!cropped) return null;
  const { size, spacingMm } = cropped;
  const borderA = borderOf(cropped.a, size);
  const borderB = borderOf(cropped.b, size);
  const fromA = sortedAt(borderA, distanceTransform(borderB, size, spacingMm));
  const fromB = sortedAt(borderB, distanceTransform(borderA, size, spacingMm));
  if (fromA.length === 0 || fromB.length === 0) return null;
  const all = fromA.length + fromB.length;
  const sum = (distances: Float64Array) => distances.reduce((total, distance) => total + distance, 0);
  const within = (distances: Float64Array) => distances.filter((distance) => distance <= tauMm * rounding).length;
  return {
    hd: Math.max(fromA.at(-1)!, fromB.at(-1)!),
    hd95: Math.max(percentile(fromA, 0.95, "linear"), percentile(fromB, 0.95, "linear")),
    assd: (sum(fromA) + sum(fromB)) / all,
    surfaceDice: (within(fromA) + within(fromB)) / all,
  };
}

/** Voxels of a mask of which one of the six neighbours is outside. The mask does not reach the sides of its box. */
function borderOf(mask: Uint8Array, [columns, rows]: MaskPair["size"]): Uint8Array {
  const border = new Uint8Array(mask.length);
  const slice = columns * rows;
  mask.forEach((value, at) => {
    if (value === 0) return;
    const inside = mask[at - 1]! & mask[at + 1]! & mask[at - columns]! & mask[at + columns]! & mask[at - slice]! & mask[at + slice]!;
    if (inside === 0) border[at] = 1;
  });
  return border;
}

function sortedAt(border: Uint8Array, distances: Float64Array): Float64Array {
  return distances.filter((_, at) => border[at] === 1).sort();
}
