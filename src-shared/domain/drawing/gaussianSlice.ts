import type { MaskBox } from "./mask.ts";

/** Weights of a Gaussian along one axis, from the middle outwards, cut at three standard deviations; they add up to 1 over both sides. */
export function gaussian(sigmaMm: number, spacingMm: number): Float64Array {
  const reach = Math.floor((3 * sigmaMm) / spacingMm);
  if (reach === 0) return Float64Array.of(1);
  const weights = Float64Array.from({ length: reach + 1 }, (_, at) => Math.exp(-((at * spacingMm) ** 2) / (2 * sigmaMm ** 2)));
  const sum = weights.reduce((all, weight, at) => all + (at === 0 ? weight : 2 * weight), 0);
  return weights.map((weight) => weight / sum);
}

/** A part of a slice: values row by row, and where in each row they may be other than 0 (from `first`, up to but not including `end`). */
export interface SlicePart {
  readonly values: Float32Array;
  readonly first: Int32Array;
  readonly end: Int32Array;
}

/**
 * Smooths one label of one slice by a Gaussian along columns and rows. Beyond the slice's edge its nearest voxel is repeated. Rows are gone through in order,
 * and of each no more than what the label reaches: labels fill only a part of the box around them.
 */
export class SliceSmoother {
  readonly #columns: number;
  readonly #rows: number;
  readonly #across: Float64Array;
  readonly #down: Float64Array;
  /** What a voxel gets that has only its like in reach, rounded as every sum is. */
  readonly #whole: number;
  /** One row as 0 and 1, with what is repeated before and behind it. */
  readonly #row: Uint8Array;
  readonly #sums: Float64Array;
  #alongRows: SlicePart = emptyPart(0, 0);

  /** @param kernels weights along columns and rows, from the middle outwards */
  constructor([columns, rows]: readonly [number, number], [across, down]: readonly [Float64Array, Float64Array]) {
    this.#columns = columns;
    this.#rows = rows;
    this.#across = across;
    this.#down = down;
    this.#whole = across.reduce((sum, weight, at) => (at === 0 ? weight : sum + weight * 2), 0);
    this.#row = new Uint8Array(columns + 2 * across.length);
    this.#sums = new Float64Array(columns);
  }

  /** The part of a slice that a label reaches which has its voxels in a box. */
  reached({ first, last }: MaskBox): { readonly column: number; readonly row: number; readonly columns: number; readonly rows: number } {
    const [wide, high] = [this.#across.length - 1, this.#down.length - 1];
    const [column, row] = [Math.max(0, first[0] - wide), Math.max(0, first[1] - high)];
    return {
      column,
      row,
      columns: Math.min(this.#columns - 1, last[0] + wide) - column + 1,
      rows: Math.min(this.#rows - 1, last[1] + high) - row + 1,
    };
  }

  /**
   * The share of a label in each voxel of the part of a slice that it reaches.
   * @param slice labels, not changed
   * @param box around the label's voxels in this slice and others
   * @param into a part of the size of `reached`, which is overwritten
   */
  share(slice: Uint8Array, label: number, box: MaskBox, made: SlicePart): SlicePart {
    const { column, row, columns, rows } = this.reached(box);
    if (this.#alongRows.values.length < columns * rows || this.#alongRows.first.length < rows) this.#alongRows = emptyPart(columns, rows);
    const middle = this.#alongRows;
    middle.values.fill(0, 0, columns * rows);
    middle.first.fill(columns, 0, rows);
    middle.end.fill(0, 0, rows);
    for (let j = box.first[1]; j <= box.last[1]; j++) this.#smoothRow(slice, label, j, box, { column, columns, at: j - row }, middle);
    made.values.fill(0);
    // Beyond a part that does not end at the slice's edge nothing is of the label: what is repeated there is 0.
    for (let j = 0; j < rows; j++) smoothAcrossRows(middle, this.#down, j, { columns, rows }, made, this.#sums);
    return made;
  }

  #smoothRow(
    slice: Uint8Array,
    label: number,
    j: number,
    { first, last }: MaskBox,
    { column, columns, at }: { readonly column: number; readonly columns: number; readonly at: number },
    into: SlicePart,
  ): void {
    const start = j * this.#columns;
    const own = slice.subarray(start + first[0], start + last[0] + 1);
    const from = own.indexOf(label);
    if (from < 0) return;
    const to = first[0] + own.lastIndexOf(label);
    const kernel = this.#across;
    const reach = kernel.length - 1;
    const begin = Math.max(0, first[0] + from - reach);
    const end = Math.min(this.#columns - 1, to + reach) + 1;
    const line = this.#row;
    // line[i + reach] is the voxel of column i, also of those before and behind the row.
    for (let i = begin - reach; i < end + reach; i++) {
      const within = i < 0 ? 0 : i >= this.#columns ? this.#columns - 1 : i;
      line[i + reach] = slice[start + within] === label ? 1 : 0;
    }
    let count = 0;
    for (let i = begin - reach; i < begin + reach; i++) count += line[i + reach]!;
    for (let i = begin; i < end; i++) {
      count += line[i + 2 * reach]!;
      if (count === 2 * reach + 1) {
        into.values[at * columns + i - column] = this.#whole;
      } else if (count > 0) {
        let sum = kernel[0]! * line[i + reach]!;
        for (let step = 1; step <= reach; step++) sum += kernel[step]! * (line[i + reach - step]! + line[i + reach + step]!);
        into.values[at * columns + i - column] = sum;
      }
      count -= line[i]!;
    }
    into.first[at] = begin - column;
    into.end[at] = end - column;
  }
}

/** A part of so many columns and rows, with nothing in it. */
export function emptyPart(columns: number, rows: number): SlicePart {
  return { values: new Float32Array(columns * rows), first: new Int32Array(rows).fill(columns), end: new Int32Array(rows) };
}

/** One row of a convolution along columns; rows beyond the first and last are like these. */
function smoothAcrossRows(
  { values, first, end }: SlicePart,
  kernel: Float64Array,
  row: number,
  { columns, rows }: { readonly columns: number; readonly rows: number },
  into: SlicePart,
  sums: Float64Array,
): void {
  let [from, to] = [columns, 0];
  const lastRow = Math.min(rows - 1, row + kernel.length - 1);
  for (let j = Math.max(0, row - kernel.length + 1); j <= lastRow; j++) {
    if (first[j]! < from) from = first[j]!;
    if (end[j]! > to) to = end[j]!;
  }
  into.first[row] = from;
  into.end[row] = to;
  if (from >= to) return;
  const middle = row * columns;
  for (let i = from; i < to; i++) sums[i] = kernel[0]! * values[middle + i]!;
  for (let step = 1; step < kernel.length; step++) {
    const weight = kernel[step]!;
    const [above, below] = [Math.max(0, row - step), Math.min(rows - 1, row + step)];
    if (first[above]! >= end[above]! && first[below]! >= end[below]!) continue;
    const [before, after] = [above * columns, below * columns];
    for (let i = from; i < to; i++) sums[i]! += weight * (values[before + i]! + values[after + i]!);
  }
  for (let i = from; i < to; i++) into.values[middle + i] = sums[i]!;
}
