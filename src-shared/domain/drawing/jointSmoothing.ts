import { emptyPart, gaussian, SliceSmoother, type SlicePart } from "./gaussianSlice.ts";
import { boxesOf, type MaskBox, type MaskGrid } from "./mask.ts";

/**
 * Smooths segments together, so that those that touch go on touching: without gaps and without overlap between them. Each segment is smoothed by a
 * Gaussian; a voxel is inside where the segments together hold at least half of it, and there belongs to the one that holds most of it (of
 * equal ones, to the one it belonged to, else to the lower number). Segments that are fixed take part, but keep and gain no voxels. Beyond the grid its
 * nearest voxel is repeated.
 * @param segments the labels that take part; all others are untouched and count as background that cannot be taken
 * @param how the Gaussian's standard deviation; `fixed`: those of the segments that must not change; `is3D`: false where each slice is smoothed by itself
 * @returns the labels as they are to be
 */
export function jointlySmoothed(
  labels: Uint8Array,
  grid: MaskGrid,
  segments: readonly number[],
  { sigmaMm, fixed = new Set(), is3D = true }: { readonly sigmaMm: number; readonly fixed?: ReadonlySet<number>; readonly is3D?: boolean },
): Uint8Array {
  const [columns, rows, slices] = grid.size;
  const [across, down, deep] = grid.size.map((length, axis) =>
    length === 1 || (axis === 2 && !is3D) ? Float64Array.of(1) : gaussian(sigmaMm, grid.spacingMm[axis]!),
  ) as [Float64Array, Float64Array, Float64Array];
  const smoother = new SliceSmoother([columns, rows], [across, down]);
  const boxes = boxesOf(labels, grid);
  const perSlice = columns * rows;
  const sliceOf = (k: number) => labels.subarray(k * perSlice, (k + 1) * perSlice);
  const shares = segments
    .toSorted((a, b) => a - b)
    .flatMap((segment) =>
      boxes[segment] ? [new SegmentShares(segment, fixed.has(segment), boxes[segment], smoother, sliceOf, deep, slices)] : [],
    );
  const isKept = new Uint8Array(256).fill(1, 1);
  for (const segment of segments) isKept[segment] = Number(fixed.has(segment));
  const made = labels.slice();
  const contest = new Contest(columns, rows);
  for (let k = 0; k < slices; k++) {
    contest.clear();
    const slice = sliceOf(k);
    for (const share of shares) share.enter(k, slice, contest);
    contest.decide(made.subarray(k * perSlice, (k + 1) * perSlice), isKept);
  }
  return made;
}

/** The shares that segments have in the voxels of one slice: how much all have together, and who has most. */
class Contest {
  readonly #columns: number;
  readonly #best: Float32Array;
  readonly #winner: Uint8Array;
  readonly #total: Float32Array;
  /** Of each row the columns that something reaches, up to but not including the end. */
  readonly #first: Int32Array;
  readonly #end: Int32Array;

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#best = new Float32Array(columns * rows);
    this.#winner = new Uint8Array(columns * rows);
    this.#total = new Float32Array(columns * rows);
    this.#first = new Int32Array(rows);
    this.#end = new Int32Array(rows);
  }

  clear(): void {
    for (const each of [this.#best, this.#winner, this.#total, this.#end]) each.fill(0);
    this.#first.fill(this.#columns);
  }

  /** A segment's shares of `count` columns of a row, from column `first`; they stand in `shares` from index `from`. One that is fixed wins nothing. */
  enter(
    { segment, isFixed }: SegmentShares,
    slice: Uint8Array,
    [row, first]: readonly [number, number],
    shares: Float32Array,
    from: number,
    count: number,
  ): void {
    const [best, winner, total] = [this.#best, this.#winner, this.#total];
    const start = row * this.#columns + first;
    for (let at = 0; at < count; at++) {
      const share = shares[from + at]!;
      if (share === 0) continue;
      const index = start + at;
      total[index]! += share;
      if (isFixed || share < best[index]!) continue;
      if (share > best[index]! || slice[index] === segment) {
        best[index] = share;
        winner[index] = segment;
      }
    }
    this.#first[row] = Math.min(this.#first[row]!, first);
    this.#end[row] = Math.max(this.#end[row]!, first + count);
  }

  /** Gives each voxel to who has won it, except where its label keeps its voxels. */
  decide(slice: Uint8Array, isKept: Uint8Array): void {
    for (const [row, first] of this.#first.entries()) {
      const end = row * this.#columns + this.#end[row]!;
      for (let index = row * this.#columns + first; index < end; index++) {
        // Shares are single precision: a half that rounding took from is one.
        if (isKept[slice[index]!] === 0) slice[index] = this.#total[index]! < 0.5 - 1e-6 ? 0 : this.#winner[index]!;
      }
    }
  }
}

/** One segment, smoothed slice by slice: what it is along columns and rows is kept for as long as slices in reach need it. */
class SegmentShares {
  readonly segment: number;
  readonly isFixed: boolean;
  readonly #box: MaskBox;
  readonly #smoother: SliceSmoother;
  readonly #sliceOf: (k: number) => Uint8Array;
  readonly #deep: Float64Array;
  readonly #lastSlice: number;
  /** By slice. */
  readonly #parts = new Map<number, SlicePart>();
  readonly #sums: Float64Array;
  readonly #shares: Float32Array;

  constructor(
    segment: number,
    isFixed: boolean,
    box: MaskBox,
    smoother: SliceSmoother,
    sliceOf: (k: number) => Uint8Array,
    deep: Float64Array,
    slices: number,
  ) {
    this.segment = segment;
    this.isFixed = isFixed;
    this.#box = box;
    this.#smoother = smoother;
    this.#sliceOf = sliceOf;
    this.#deep = deep;
    this.#lastSlice = slices - 1;
    const { columns } = smoother.reached(box);
    this.#sums = new Float64Array(columns);
    this.#shares = new Float32Array(columns);
  }

  /** Enters its shares of slice k. Slices are asked for in order. */
  enter(k: number, slice: Uint8Array, contest: Contest): void {
    const { column, row, columns, rows } = this.#smoother.reached(this.#box);
    const reach = this.#deep.length - 1;
    const parts: Array<readonly [weight: number, part: SlicePart]> = [];
    for (let step = 0; step <= reach; step++) {
      for (const side of step === 0 ? [0] : [-step, step]) {
        const part = this.#part(Math.min(this.#lastSlice, Math.max(0, k + side)), k - reach);
        if (part) parts.push([this.#deep[step]!, part]);
      }
    }
    if (parts.length === 0) return;
    for (let j = 0; j < rows; j++) {
      let [first, end] = [columns, 0];
      for (const [, part] of parts) {
        first = Math.min(first, part.first[j]!);
        end = Math.max(end, part.end[j]!);
      }
      if (first >= end) continue;
      const [from, count] = [j * columns + first, end - first];
      if (reach === 0) {
        contest.enter(this, slice, [row + j, column + first], parts[0]![1].values, from, count);
        continue;
      }
      this.#sums.fill(0, 0, count);
      for (const [weight, { values }] of parts) addRow(this.#sums, weight, values, from, count);
      for (let at = 0; at < count; at++) this.#shares[at] = this.#sums[at]!;
      contest.enter(this, slice, [row + j, column + first], this.#shares, 0, count);
    }
  }

  /** Slice k smoothed in its plane; null where the segment has no voxel on it. What lies before `oldest` is not needed any more. */
  #part(k: number, oldest: number): SlicePart | null {
    if (k < this.#box.first[2] || k > this.#box.last[2]) return null;
    const known = this.#parts.get(k);
    if (known) return known;
    const { columns, rows } = this.#smoother.reached(this.#box);
    const [gone] = [...this.#parts.keys()].filter((each) => each < oldest);
    const into = (gone !== undefined && this.#parts.get(gone)) || emptyPart(columns, rows);
    if (gone !== undefined) this.#parts.delete(gone);
    this.#parts.set(k, this.#smoother.share(this.#sliceOf(k), this.segment, this.#box, into));
    return into;
  }
}

/** Adds a row of values, from an index on, times a weight. */
function addRow(sums: Float64Array, weight: number, values: Float32Array, from: number, count: number): void {
  for (let at = 0; at < count; at++) sums[at]! += weight * values[from + at]!;
}
