import { gaussianWeights, smoothPlane, valueAt, type Plane } from "./smoothPlane.ts";

/** For each pixel of one slice, how far from its own place the same tissue lies on another slice: along columns and rows, pixels. */
export interface ImageMotion {
  readonly columns: number;
  readonly rows: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** How often a motion is improved at each resolution, from the finest, each half as fine as the one before. */
const rounds = [8, 10, 15];
/** The standard deviation of the Gaussian that keeps a motion smooth, pixels; chosen on seeds of the sample's generator that no test or bench measures. */
const smoothness = gaussianWeights(1.6);
const beforeHalving = gaussianWeights(0.7);
/** Where the squared gradient and difference are smaller together (values from 0 to 1), nothing is known and nothing moves. */
const leastForce = 1e-6;

/**
 * How one slice's image must be moved to lie on another's: demons (Thirion 1998), with the mean gradient of both images as in Vercauteren, Pennec, Perchant & Ayache
 * 2009, no step longer than half a pixel, over three resolutions. Two images without any gradient do not move at all.
 * @param fixed and moving: values from about 0 to 1, of the same size
 * @returns where each pixel of `fixed` lies on `moving`
 */
export function motionBetween(fixed: Plane, moving: Plane): ImageMotion {
  const levels = [{ fixed, moving }];
  for (let level = 1; level < rounds.length && Math.min(levels.at(-1)!.fixed.columns, levels.at(-1)!.fixed.rows) >= 16; level++) {
    const finer = levels.at(-1)!;
    levels.push({ fixed: halved(finer.fixed), moving: halved(finer.moving) });
  }
  let motion = still(levels.at(-1)!.fixed);
  for (let level = levels.length - 1; level >= 0; level--) {
    const here = levels[level]!;
    if (motion.columns !== here.fixed.columns || motion.rows !== here.fixed.rows) motion = finer(motion, here.fixed);
    improve(motion, here.fixed, here.moving, rounds[level]!);
  }
  return motion;
}

/** The way back of a motion, by fixed points (Chen, Lu, Chen, Ruchala & Olivera 2008): it leads from where each pixel went to where it came from. */
export function reversed(motion: ImageMotion): ImageMotion {
  const [x, y] = planesOf(motion);
  let back = { ...motion, x: motion.x.map((each) => -each), y: motion.y.map((each) => -each) };
  for (let round = 0; round < 4; round++)
    back = { ...motion, x: carried(x, back).map((each) => -each), y: carried(y, back).map((each) => -each) };
  return back;
}

/** One motion, and from where it leads another. */
export function followed(first: ImageMotion, next: ImageMotion): ImageMotion {
  const [nextX, nextY] = planesOf(next).map((plane) => carried(plane, first)) as [Float32Array, Float32Array];
  return { ...first, x: first.x.map((each, at) => each + nextX[at]!), y: first.y.map((each, at) => each + nextY[at]!) };
}

/** How far along columns, and how far along rows. */
export function planesOf({ columns, rows, x, y }: ImageMotion): readonly [Plane, Plane] {
  return [
    { columns, rows, values: x },
    { columns, rows, values: y },
  ];
}

/** A plane as a motion finds it: at each pixel the value of the place that it leads to, bilinearly (valueAt, in one loop: most of the time goes here). */
export function carried({ columns, rows, values }: Plane, { x, y }: ImageMotion, found = new Float32Array(values.length)): Float32Array {
  const lastColumn = columns - 1;
  const lastRow = rows - 1;
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const toX = Math.min(Math.max(column + x[at]!, 0), lastColumn);
      const toY = Math.min(Math.max(row + y[at]!, 0), lastRow);
      const left = Math.min(toX | 0, lastColumn - 1);
      const top = Math.min(toY | 0, lastRow - 1);
      const partX = toX - left;
      const partY = toY - top;
      const from = top * columns + left;
      const above = values[from]! + partX * (values[from + 1]! - values[from]!);
      const below = values[from + columns]! + partX * (values[from + columns + 1]! - values[from + columns]!);
      found[at] = above + partY * (below - above);
    }
  }
  return found;
}

function still({ columns, rows }: Pick<Plane, "columns" | "rows">): ImageMotion {
  return { columns, rows, x: new Float32Array(columns * rows), y: new Float32Array(columns * rows) };
}

function halved({ columns, rows, values }: Plane): Plane {
  const smooth = values.slice();
  smoothPlane(smooth, columns, rows, beforeHalving, new Float32Array(values.length));
  const half = { columns: columns >> 1, rows: rows >> 1, values: new Float32Array((columns >> 1) * (rows >> 1)) };
  for (let row = 0, at = 0; row < half.rows; row++) {
    for (let column = 0; column < half.columns; column++, at++) {
      const from = 2 * row * columns + 2 * column;
      half.values[at] = (smooth[from]! + smooth[from + 1]! + smooth[from + columns]! + smooth[from + columns + 1]!) / 4;
    }
  }
  return half;
}

/** A motion found at half the resolution. */
function finer(motion: ImageMotion, { columns, rows }: Plane): ImageMotion {
  const found = still({ columns, rows });
  const [x, y] = planesOf(motion);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      found.x[at] = 2 * valueAt(x, (column - 0.5) / 2, (row - 0.5) / 2);
      found.y[at] = 2 * valueAt(y, (column - 0.5) / 2, (row - 0.5) / 2);
    }
  }
  return found;
}

/** Improves a motion in place. */
function improve(motion: ImageMotion, { columns, rows, values }: Plane, moving: Plane, times: number): void {
  const { x, y } = motion;
  const [spare, there] = [new Float32Array(values.length), new Float32Array(values.length)];
  for (let time = 0; time < times; time++) {
    carried(moving, motion, there);
    for (let row = 1; row < rows - 1; row++) {
      for (let at = row * columns + 1; at < (row + 1) * columns - 1; at++) {
        const difference = values[at]! - there[at]!;
        const gx = (values[at + 1]! - values[at - 1]! + there[at + 1]! - there[at - 1]!) / 4;
        const gy = (values[at + columns]! - values[at - columns]! + there[at + columns]! - there[at - columns]!) / 4;
        const force = gx * gx + gy * gy + difference * difference;
        if (force < leastForce) continue;
        x[at]! += (difference * gx) / force;
        y[at]! += (difference * gy) / force;
      }
    }
    smoothPlane(x, columns, rows, smoothness, spare);
    smoothPlane(y, columns, rows, smoothness, spare);
  }
}
