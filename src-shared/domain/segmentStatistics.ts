import type { Grid } from "./geometry.ts";
import type { VoxelArray } from "./volume.ts";

/** Size and grey values of one segment. */
export interface SegmentStatistics {
  readonly voxels: number;
  /** Area on each slice, in the plane of the slice, mm2. */
  readonly areaMm2: readonly number[];
  /** Voxels times the volume of one, ml. Means nothing where spacing is uneven (Volume.isRegular). */
  readonly volumeMl: number;
  /** Null where the segment has no voxels. */
  readonly mean: number | null;
  /** Of the population (divided by N), as PyRadiomics' StandardDeviation; null where the segment has no voxels. */
  readonly standardDeviation: number | null;
}

/** Sums over a set of voxels: how many, their mean, and the squares of their distances from it, summed. */
export interface VoxelSums {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

export const noVoxels: VoxelSums = { count: 0, mean: 0, squares: 0 };

/** The sums of one segment on one slice; `voxels` and `labels` are the slice's. Two passes, so that large grey values cost no digits. */
export function sumsOfSlice(voxels: ArrayLike<number>, labels: Uint8Array, segmentNumber: number): VoxelSums {
  let count = 0;
  let sum = 0;
  for (let index = labels.indexOf(segmentNumber); index >= 0 && index < labels.length; index++) {
    if (labels[index] !== segmentNumber) continue;
    count++;
    sum += voxels[index]!;
  }
  if (count === 0) return noVoxels;
  const mean = sum / count;
  let squares = 0;
  for (let index = labels.indexOf(segmentNumber); index < labels.length; index++) {
    if (labels[index] === segmentNumber) squares += (voxels[index]! - mean) ** 2;
  }
  return { count, mean, squares };
}

/** The sums of two sets together (Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for computing sample variances, 1979). */
export function joinedSums(a: VoxelSums, b: VoxelSums): VoxelSums {
  const count = a.count + b.count;
  if (count === 0) return noVoxels;
  const distance = b.mean - a.mean;
  return { count, mean: a.mean + (distance * b.count) / count, squares: a.squares + b.squares + (distance * distance * a.count * b.count) / count };
}

/** Statistics from the sums of each slice, in order: what a live display keeps and renews one slice at a time. */
export function statisticsOfSums(slices: readonly VoxelSums[], spacingMm: Grid["spacingMm"]): SegmentStatistics {
  const { count, mean, squares } = slices.reduce(joinedSums, noVoxels);
  const areaOfOne = spacingMm[0] * spacingMm[1];
  return {
    voxels: count,
    areaMm2: slices.map((slice) => slice.count * areaOfOne),
    volumeMl: (count * areaOfOne * spacingMm[2]) / 1000,
    mean: count > 0 ? mean : null,
    standardDeviation: count > 0 ? Math.sqrt(squares / count) : null,
  };
}

/** Statistics of one segment over a whole volume; `voxels` and `labels` lie on `grid`, i fastest. */
export function segmentStatistics(voxels: VoxelArray, labels: Uint8Array, segmentNumber: number, grid: Grid): SegmentStatistics {
  const perSlice = grid.size[0] * grid.size[1];
  const slices = Array.from({ length: grid.size[2] }, (_, slice) => {
    const [from, to] = [slice * perSlice, (slice + 1) * perSlice];
    return sumsOfSlice(voxels.subarray(from, to), labels.subarray(from, to), segmentNumber);
  });
  return statisticsOfSums(slices, grid.spacingMm);
}
