import { BucketQueue } from "./bucketQueue.ts";

/** A step to a neighbour costs 1, and up to so many more by how far their values differ. */
const valueScale = 1000;

/** No class: a voxel without a seed. */
export const noSeed = -1;

/**
 * Grows seeds over a slice, or through several one after another: every voxel gets the class of the seed to which the path with the smallest sum of differences between neighbours is
 * cheapest, what GrowCut (Vezhnevets & Konouchine 2005) comes to, found at once by shortest paths as in fast GrowCut (Zhu et al. 2014). Each class
 * is connected to its seeds (four neighbours a voxel, six through slices), and which number a class has makes no difference.
 * @param seeds the class of each voxel from 0, or `noSeed`; i fastest
 * @param isFixed voxels that neither take part nor are crossed
 * @param values of the voxels; a value that is none differs from every other by the whole range
 * @param through how many voxels a slice has, and how far one is from the next; null for one slice
 * @returns the class of every voxel; `noSeed` where it is fixed or no seed reaches it
 */
export function growSeeds(
  seeds: Int16Array,
  isFixed: Uint8Array,
  values: ArrayLike<number>,
  columns: number,
  [sx, sy]: readonly [number, number],
  through: { readonly perSlice: number; readonly spacingMm: number } | null = null,
): { readonly classes: Int16Array; readonly costs: Int32Array } {
  const count = seeds.length;
  const levels = levelsOf(values, count);
  const perSlice = through?.perSlice ?? count;
  const shorter = Math.min(sx, sy, through?.spacingMm ?? sx);
  const across = Math.round(sx / shorter);
  const down = Math.round(sy / shorter);
  const deep = Math.round((through?.spacingMm ?? shorter) / shorter);
  const classes = new Int16Array(count).fill(noSeed);
  const costs = new Int32Array(count).fill(unreached);
  const isDone = new Uint8Array(count);
  const queue = new BucketQueue(count, valueScale + Math.max(across, down, deep));
  for (let at = 0; at < count; at++) {
    if (seeds[at] === noSeed || isFixed[at] === 1) continue;
    classes[at] = seeds[at]!;
    costs[at] = 0;
    queue.put(at, 0);
  }
  const reach = (from: number, to: number, step: number) => {
    if (isDone[to] === 1 || isFixed[to] === 1) return;
    const cost = costs[from]! + step + stepCost(levels[from]!, levels[to]!);
    if (cost >= costs[to]!) return;
    costs[to] = cost;
    classes[to] = classes[from]!;
    queue.put(to, cost);
  };
  for (let at = queue.take(); at >= 0; at = queue.take()) {
    isDone[at] = 1;
    const column = at % columns;
    if (column > 0) reach(at, at - 1, across);
    if (column < columns - 1) reach(at, at + 1, across);
    const inSlice = at % perSlice;
    if (inSlice >= columns) reach(at, at - columns, down);
    if (inSlice < perSlice - columns) reach(at, at + columns, down);
    if (at >= perSlice) reach(at, at - perSlice, deep);
    if (at < count - perSlice) reach(at, at + perSlice, deep);
  }
  return { classes, costs };
}

const unreached = 2 ** 31 - 1;
/** The level of a value that is none. */
const noLevel = -1;

function stepCost(from: number, to: number): number {
  return from === noLevel || to === noLevel ? valueScale : Math.abs(from - to);
}

/** The values on a scale of 0 to `valueScale`, between those below and above which half a percent of the slice lies. */
function levelsOf(values: ArrayLike<number>, count: number): Int16Array {
  const finite = finiteValues(values, count);
  finite.sort();
  const low = finite[Math.floor(0.005 * (finite.length - 1))] ?? 0;
  const high = finite[Math.ceil(0.995 * (finite.length - 1))] ?? 0;
  const levels = new Int16Array(count).fill(noLevel);
  for (let at = 0; at < count; at++) {
    const value = values[at]!;
    if (!Number.isFinite(value)) continue;
    const part = high > low ? (value - low) / (high - low) : 0;
    levels[at] = Math.round(valueScale * Math.min(1, Math.max(0, part)));
  }
  return levels;
}

function finiteValues(values: ArrayLike<number>, count: number): Float32Array {
  const finite = new Float32Array(count);
  let found = 0;
  for (let at = 0; at < count; at++) if (Number.isFinite(values[at])) finite[found++] = values[at]!;
  return finite.subarray(0, found);
}
