import { BucketQueue } from "./bucketQueue.ts";
import type { EdgeFeatures } from "./edgeFeatures.ts";

/** Weights of the Laplacian's zero crossing, the gradient's magnitude and its direction; those of Mortensen & Barrett 1998 without the pixels' values. */
const [crossingWeight, strengthWeight, directionWeight] = [0.43, 0.43, 0.14];
/** A link of one pixel costs 1 to so many more. */
const scale = 255;
/** The cheapest paths are known this far from a seed, corners. */
export const livewireReach = 128;
/** So many last corners of an accepted edge are learned from; fewer weigh less. */
const trainingLength = 64;
const trainingSigma = 8;

const acosSteps = 1024;
/** The arc cosine of -1 to 1 in so many steps, times 2 / (3 pi). */
const acosTable = Float32Array.from({ length: acosSteps + 1 }, (_, at) => (2 / (3 * Math.PI)) * Math.acos((2 * at) / acosSteps - 1));

const stepX = Int8Array.of(1, 1, 0, -1, -1, -1, 0, 1);
const stepY = Int8Array.of(0, 1, 1, 1, 0, -1, -1, -1);

/** More than any path costs. */
const unreached = 2 ** 31 - 1;

/** By strength, 0 to 255, what the gradient's magnitude costs, 0 to 1. */
export type StrengthCosts = Float32Array;

/** Without training: the stronger the cheaper. */
export const untrained: StrengthCosts = Float32Array.from({ length: 256 }, (_, strength) => 1 - strength / 255);

/**
 * Training on the fly (Mortensen & Barrett 1998): strengths that are frequent along the last accepted edge are cheap, whether they are large or
 * not, so that the path does not leave a weak edge for a strong one beside it. A short edge is mixed with what costs without training.
 * @param edge its corners, the newest last
 */
export function trainedOn({ strength }: EdgeFeatures, edge: ArrayLike<number>): StrengthCosts {
  const last = Array.from(edge).slice(-trainingLength);
  const counts = new Float64Array(256);
  for (const corner of last) {
    const middle = strength[corner]!;
    for (let at = Math.max(0, middle - 3 * trainingSigma); at <= Math.min(255, middle + 3 * trainingSigma); at++)
      counts[at]! += Math.exp(-((at - middle) ** 2) / (2 * trainingSigma ** 2));
  }
  const most = Math.max(...counts);
  const share = last.length / trainingLength;
  return untrained.map((cost, at) => (most === 0 ? cost : share * (1 - counts[at]! / most) + (1 - share) * cost));
}

/**
 * What the eight links from a corner cost, a whole number from 1; link 0 goes to the right, the others clockwise on the screen. Both corners must
 * lie in the image.
 * @param isUsed corners that count as if no edge were there
 */
export function linkCosts(
  { columns, strength, isCrossing, alongX, alongY, spacingMm: [sx, sy] }: EdgeFeatures,
  costs: StrengthCosts,
  isUsed: Uint8Array = new Uint8Array(strength.length),
): { readonly costOf: (corner: number, link: number) => number; readonly largest: number } {
  const lengthMm = Float64Array.from(stepX, (dx, at) => Math.hypot(dx * sx, stepY[at]! * sy));
  const unitX = lengthMm.map((length, at) => (stepX[at]! * sx) / length);
  const unitY = lengthMm.map((length, at) => (stepY[at]! * sy) / length);
  const lengths = lengthMm.map((length) => length / Math.min(sx, sy));
  const offsets = Int32Array.from(stepX, (dx, at) => stepY[at]! * columns + dx);
  const costOf = (corner: number, link: number) => {
    const to = corner + offsets[link]!;
    if (isUsed[to] === 1) return Math.round((1 + scale) * lengths[link]!);
    const ux = unitX[link]!;
    const uy = unitY[link]!;
    const from = alongX[corner]! * ux + alongY[corner]! * uy;
    const there = alongX[to]! * ux + alongY[to]! * uy;
    const here = acosTable[Math.round((Math.abs(from) + 1) * (acosSteps / 2))]!;
    const turn = here + acosTable[Math.round(((from < 0 ? -there : there) + 1) * (acosSteps / 2))]!;
    const cost = (isCrossing[to] === 1 ? 0 : crossingWeight) + strengthWeight * costs[strength[to]!]! + directionWeight * turn;
    return Math.max(1, Math.round((1 + scale * cost) * lengths[link]!));
  };
  return { costOf, largest: Math.ceil((scale + 2) * Math.max(...lengths)) };
}

/** The cheapest paths from one seed to every corner near it, found once (Dijkstra with buckets). */
export class LivewirePaths {
  readonly #features: EdgeFeatures;
  /** The window of corners that are known: its first corner and its size. */
  readonly #first: readonly [number, number];
  readonly #size: readonly [number, number];
  /** In the window: what the cheapest path costs, and the link by which it comes. */
  readonly #total: Int32Array;
  readonly #by: Int8Array;

  constructor(
    features: EdgeFeatures,
    costs: StrengthCosts,
    seed: number,
    { reach = livewireReach, isUsed }: { reach?: number; isUsed?: Uint8Array } = {},
  ) {
    this.#features = features;
    const { columns, rows } = features;
    const [x, y] = [seed % columns, Math.floor(seed / columns)];
    this.#first = [Math.max(0, x - reach), Math.max(0, y - reach)];
    this.#size = [Math.min(columns - 1, x + reach) + 1 - this.#first[0], Math.min(rows - 1, y + reach) + 1 - this.#first[1]];
    const count = this.#size[0] * this.#size[1];
    this.#total = new Int32Array(count).fill(unreached);
    this.#by = new Int8Array(count).fill(-1);
    this.#run((y - this.#first[1]) * this.#size[0] + x - this.#first[0], costs, isUsed);
  }

  /** What the cheapest path to a corner costs; infinite where it is out of reach. */
  costTo(corner: number): number {
    return this.#isKnown(corner) ? this.#total[this.#local(corner)]! : Infinity;
  }

  /** The corners of the cheapest path from the seed to a corner, both included; out of reach, to the nearest corner in reach, then straight to it. */
  pathTo(corner: number): number[] {
    const { columns } = this.#features;
    const [x, y] = [corner % columns, Math.floor(corner / columns)];
    const clamp = (value: number, axis: 0 | 1) => Math.min(this.#first[axis] + this.#size[axis] - 1, Math.max(this.#first[axis], value));
    const nearest = clamp(y, 1) * columns + clamp(x, 0);
    const path = nearest === corner ? [corner] : [corner, nearest];
    for (let at = nearest, by = this.#by[this.#local(at)]!; by >= 0; by = this.#by[this.#local(at)]!) {
      at -= stepY[by]! * columns + stepX[by]!;
      path.push(at);
    }
    return path.toReversed();
  }

  #isKnown(corner: number): boolean {
    const { columns } = this.#features;
    const [x, y] = [(corner % columns) - this.#first[0], Math.floor(corner / columns) - this.#first[1]];
    return x >= 0 && y >= 0 && x < this.#size[0] && y < this.#size[1];
  }

  #local(corner: number): number {
    const { columns } = this.#features;
    return (Math.floor(corner / columns) - this.#first[1]) * this.#size[0] + (corner % columns) - this.#first[0];
  }

  #run(seed: number, costs: StrengthCosts, isUsed?: Uint8Array): void {
    const { columns } = this.#features;
    const { costOf, largest } = linkCosts(this.#features, costs, isUsed);
    const [wide, high] = this.#size;
    const [firstX, firstY] = this.#first;
    const total = this.#total;
    const by = this.#by;
    const isDone = new Uint8Array(total.length);
    const queue = new BucketQueue(total.length, largest);
    total[seed] = 0;
    queue.put(seed, 0);
    for (let at = queue.take(); at >= 0; at = queue.take()) {
      isDone[at] = 1;
      const x = at % wide;
      const y = (at - x) / wide;
      const corner = (y + firstY) * columns + x + firstX;
      const far = total[at]!;
      for (let link = 0; link < 8; link++) {
        const nx = x + stepX[link]!;
        const ny = y + stepY[link]!;
        if (nx < 0 || ny < 0 || nx >= wide || ny >= high) continue;
        const next = ny * wide + nx;
        if (isDone[next] === 1) continue;
        const cost = far + costOf(corner, link);
        if (cost >= total[next]!) continue;
        total[next] = cost;
        by[next] = link;
        queue.put(next, cost);
      }
    }
  }
}

/**
 * The corners beside an accepted path, which attract no further one: the contour does not run back along itself. Not those by its ends.
 * @param path its corners, of which there is at least one
 */
export function usedBy({ columns, rows }: EdgeFeatures, path: readonly number[]): Uint8Array {
  const isUsed = new Uint8Array(columns * rows);
  const mark = (corner: number, within: number, value: number) => {
    const [x, y] = [corner % columns, Math.floor(corner / columns)];
    for (let row = Math.max(0, y - within); row <= Math.min(rows - 1, y + within); row++)
      isUsed.fill(value, row * columns + Math.max(0, x - within), row * columns + Math.min(columns - 1, x + within) + 1);
  };
  for (const corner of path) mark(corner, 2, 1);
  for (const end of [path[0]!, path.at(-1)!]) mark(end, 3, 0);
  return isUsed;
}

/** The corner with the strongest gradient within some corners of a place in voxel coordinates; the nearest one where all are alike. */
export function snappedCorner({ columns, rows, strength }: EdgeFeatures, [i, j]: readonly [number, number], within: number): number {
  const [x, y] = [Math.round(i + 0.5), Math.round(j + 0.5)];
  let best = -1;
  let bestAway = Infinity;
  for (let row = Math.max(0, y - within); row <= Math.min(rows - 1, y + within); row++) {
    for (let column = Math.max(0, x - within); column <= Math.min(columns - 1, x + within); column++) {
      const corner = row * columns + column;
      const away = Math.hypot(column - x, row - y);
      const gain = best < 0 ? 1 : strength[corner]! - strength[best]!;
      if (away > within || gain < 0 || (gain === 0 && away >= bestAway)) continue;
      best = corner;
      bestAway = away;
    }
  }
  return best >= 0 ? best : Math.min(rows - 1, Math.max(0, y)) * columns + Math.min(columns - 1, Math.max(0, x));
}

/** Where a corner lies, in voxel coordinates of the slice. */
export function placeOfCorner({ columns }: EdgeFeatures, corner: number): readonly [number, number] {
  return [(corner % columns) - 0.5, Math.floor(corner / columns) - 0.5];
}
