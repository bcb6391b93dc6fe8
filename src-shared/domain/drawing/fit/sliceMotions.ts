import { carried, followed, motionBetween, planesOf, reversed, type ImageMotion } from "./imageMotion.ts";
import { gaussianWeights, smoothPlane, valueAt, type Plane } from "./smoothPlane.ts";

/** Pixels of the working grid are no smaller than this, mm: motions are smooth, and a finer grid would only take longer. */
const leastPixelMm = 1;
const noise = gaussianWeights(0.5);
/** Over how far differences and edges are averaged, pixels of the working grid. */
const [aboutDifference, aboutEdge] = [gaussianWeights(2), gaussianWeights(3)];
/** A gradient a pixel, of values from 0 to 1, at which half is trusted to the image where this has no noise; and how much more it takes by the squared gradient that half of the pixels exceed. */
const halfEdge = 0.01;
const timesMedian = 4;

/** What the images of two slices say, pixel by pixel of the first, on the working grid. */
interface Between {
  readonly motion: ImageMotion;
  /** The mean square of what still differs about a pixel. */
  readonly difference: Plane;
}

/** For each pixel of a slice, how far from its place its tissue lies on another slice, pixels along columns and rows; and the images' mean square difference there. */
export interface SliceMotion {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly difference: Float32Array;
}

/** How the images of a stack's slices lie on each other. Each answer is found once and kept; the first from a slice to the next takes some 30 ms. */
export class SliceMotions {
  readonly #slices: ReadonlyMap<number, Plane>;
  readonly #scale: number;
  readonly #found = new Map<string, Between>();
  readonly #size: { readonly columns: number; readonly rows: number };

  /**
   * @param values by slice, columns * rows, row by row; what is no number counts as the lowest there is
   * @param spacingMm between columns and between rows
   */
  constructor(
    values: ReadonlyMap<number, ArrayLike<number>>,
    { columns, rows, spacingMm }: { readonly columns: number; readonly rows: number; readonly spacingMm: readonly [number, number] },
  ) {
    this.#size = { columns, rows };
    // At least four pixels are left in either direction, however small the image.
    const most = Math.max(1, Math.floor(Math.min(columns, rows) / 4));
    this.#scale = Math.min(most, Math.max(1, Math.ceil(leastPixelMm / Math.min(...spacingMm) - 1e-6)));
    const range = rangeOf(values);
    this.#slices = new Map([...values].map(([k, each]) => [k, workingPlane(each, columns, rows, this.#scale, range)]));
  }

  /** True where the images from one slice to another are all there. */
  has(from: number, to: number): boolean {
    for (let k = Math.min(from, to); k <= Math.max(from, to); k++) if (!this.#slices.has(k)) return false;
    return true;
  }

  /** Finds how a slice and the next lie on each other, where that is not known yet. */
  prepare(k: number): void {
    this.#between(k, k + 1);
    this.#between(k + 1, k);
  }

  /** Where each pixel of a slice lies on another, and how far the images differ there. */
  from(k: number, to: number): SliceMotion {
    const { motion, difference } = this.#between(k, to);
    const [x, y] = planesOf(motion);
    return { x: this.#onSlice(x, this.#scale), y: this.#onSlice(y, this.#scale), difference: this.#onSlice(difference, 1) };
  }

  /** How much of what the image says about each pixel of a slice counts, from 0 (no edge about it) towards 1 (a clear one). */
  trust(k: number): Float32Array {
    const { edges, median } = edgesOf(this.#slices.get(k)!);
    const half = halfEdge * halfEdge + timesMedian * median;
    return this.#onSlice(edges, 1).map((edge) => edge / (edge + half));
  }

  /** A plane of the working grid on the pixels of the slice. */
  #onSlice(plane: Plane, times: number): Float32Array {
    const scale = this.#scale;
    if (scale === 1) return plane.values;
    const { columns, rows } = this.#size;
    const values = new Float32Array(columns * rows);
    for (let row = 0, at = 0; row < rows; row++)
      for (let column = 0; column < columns; column++, at++)
        values[at] = times * valueAt(plane, (column + 0.5) / scale - 0.5, (row + 0.5) / scale - 0.5);
    return values;
  }

  #between(k: number, to: number): Between {
    const key = `${k} ${to}`;
    const known = this.#found.get(key);
    if (known) return known;
    const motion = this.#motion(k, to);
    const [here, there] = [this.#slices.get(k)!, this.#slices.get(to)!];
    const values = carried(there, motion);
    for (let at = 0; at < values.length; at++) values[at] = (values[at]! - here.values[at]!) ** 2;
    smoothPlane(values, here.columns, here.rows, aboutDifference, new Float32Array(values.length));
    const found = { motion, difference: { columns: here.columns, rows: here.rows, values } };
    this.#found.set(key, found);
    return found;
  }

  #motion(k: number, to: number): ImageMotion {
    if (to === k + 1) return motionBetween(this.#slices.get(k)!, this.#slices.get(to)!);
    // Back the way that the slice before came: half the work, and both agree.
    if (to === k - 1) return reversed(this.#between(to, k).motion);
    const step = Math.sign(to - k);
    return followed(this.#between(k, k + step).motion, this.#between(k + step, to).motion);
  }
}

/** The mean square of the gradient about each pixel, and the median of the squares: the noise's, where edges are few. */
function edgesOf({ columns, rows, values }: Plane): { readonly edges: Plane; readonly median: number } {
  const squares = new Float32Array(values.length);
  for (let row = 1; row < rows - 1; row++) {
    for (let at = row * columns + 1; at < (row + 1) * columns - 1; at++)
      squares[at] = ((values[at + 1]! - values[at - 1]!) ** 2 + (values[at + columns]! - values[at - columns]!) ** 2) / 4;
  }
  const median = squares.toSorted()[squares.length >> 1]!;
  smoothPlane(squares, columns, rows, aboutEdge, new Float32Array(squares.length));
  return { edges: { columns, rows, values: squares }, median };
}

/** The values below and above which half a percent lies, of every so many pixels of all slices. */
function rangeOf(values: ReadonlyMap<number, ArrayLike<number>>): readonly [number, number] {
  const some: number[] = [];
  const total = [...values.values()].reduce((sum, { length }) => sum + length, 0);
  const step = Math.max(1, Math.floor(total / 50_000));
  for (const each of values.values()) for (let at = 0; at < each.length; at += step) if (Number.isFinite(each[at])) some.push(each[at]!);
  const sorted = Float64Array.from(some).sort();
  return [sorted[Math.floor(0.005 * (sorted.length - 1))] ?? 0, sorted[Math.ceil(0.995 * (sorted.length - 1))] ?? 0];
}

/** A slice on the working grid, its values from about 0 to 1, with the finest noise smoothed. */
function workingPlane(of: ArrayLike<number>, columns: number, rows: number, scale: number, [low, high]: readonly [number, number]): Plane {
  const plane = { columns: Math.floor(columns / scale), rows: Math.floor(rows / scale) };
  const values = new Float32Array(plane.columns * plane.rows);
  const width = high > low ? high - low : 1;
  for (let row = 0, at = 0; row < plane.rows; row++) {
    for (let column = 0; column < plane.columns; column++, at++) {
      let sum = 0;
      for (let y = 0; y < scale; y++) {
        for (let x = 0; x < scale; x++) {
          const value = of[(row * scale + y) * columns + column * scale + x]!;
          sum += Number.isFinite(value) ? (value - low) / width : 0;
        }
      }
      // What is far beyond the range of the others would draw everything to itself.
      values[at] = Math.min(1.5, Math.max(-0.5, sum / (scale * scale)));
    }
  }
  smoothPlane(values, plane.columns, plane.rows, noise, new Float32Array(values.length));
  return { ...plane, values };
}
