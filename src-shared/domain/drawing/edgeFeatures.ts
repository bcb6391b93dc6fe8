/**
 * What an image says of edges at the corners of its pixels: a path from corner to corner runs between pixels, and which pixels it encloses is
 * never in doubt along rows and columns. Corners are numbered along rows; corner (x, y) lies at the voxel coordinates (x - 0.5, y - 0.5).
 */
export interface EdgeFeatures {
  /** Corners a row and a column: one more than pixels. */
  readonly columns: number;
  readonly rows: number;
  readonly spacingMm: readonly [number, number];
  /** The gradient's magnitude, 0 to 255: 255 where it is among the largest thousandth of the image, or above. */
  readonly strength: Uint8Array;
  /** 1 where the Laplacian crosses zero, here or nearer to here than to the neighbour. */
  readonly isCrossing: Uint8Array;
  /** A unit vector along the edge, 90 degrees from the gradient; zero where there is no gradient. */
  readonly alongX: Float32Array;
  readonly alongY: Float32Array;
}

/** The standard deviation of the Gaussian before derivatives, pixels. */
const sigma = 1;
const strongest = 0.001;

/**
 * The features of Mortensen & Barrett 1998 (Graphical Models and Image Processing 60: 349-384), at the corners of pixels.
 * @param values of the slice, i fastest; values that are no numbers count as the lowest there is
 */
export function edgeFeatures(values: ArrayLike<number>, columns: number, rows: number, spacingMm: readonly [number, number]): EdgeFeatures {
  const mean = cornerMeans(smoothed(values, columns, rows), columns, rows);
  const [wide, high] = [columns + 1, rows + 1];
  const magnitude = new Float32Array(wide * high);
  const laplacian = new Float32Array(wide * high);
  const [alongX, alongY] = [new Float32Array(wide * high), new Float32Array(wide * high)];
  const [sx, sy] = spacingMm;
  for (let y = 0; y < high; y++) {
    const up = Math.max(0, y - 1) * wide;
    const down = Math.min(rows, y + 1) * wide;
    for (let x = 0; x < wide; x++) {
      const at = y * wide + x;
      const left = mean[x === 0 ? at : at - 1]!;
      const right = mean[x === columns ? at : at + 1]!;
      const twice = 2 * mean[at]!;
      const gx = (right - left) / (2 * sx);
      const gy = (mean[down + x]! - mean[up + x]!) / (2 * sy);
      const size = Math.sqrt(gx * gx + gy * gy);
      magnitude[at] = size;
      if (size > 0) {
        alongX[at] = -gy / size;
        alongY[at] = gx / size;
      }
      laplacian[at] = (left + right - twice) / (sx * sx) + (mean[up + x]! + mean[down + x]! - twice) / (sy * sy);
    }
  }
  const strength = scaled(magnitude);
  return { columns: wide, rows: high, spacingMm, strength, isCrossing: crossings(laplacian, strength, wide, high), alongX, alongY };
}

/** Magnitudes as strengths: 255 from the one above which the largest thousandth lies, found in a histogram. */
function scaled(magnitude: Float32Array): Uint8Array {
  const bins = 65_536;
  let largest = 0;
  for (let at = 0; at < magnitude.length; at++) largest = Math.max(largest, magnitude[at]!);
  const strength = new Uint8Array(magnitude.length);
  if (largest === 0) return strength;
  const counts = new Uint32Array(bins);
  for (let at = 0; at < magnitude.length; at++) counts[Math.floor((magnitude[at]! / largest) * (bins - 1))]!++;
  let bin = bins - 1;
  for (let above = counts[bin]!; above <= strongest * magnitude.length; above += counts[bin]!) bin--;
  const full = (largest * (bin + 1)) / bins;
  for (let at = 0; at < magnitude.length; at++) strength[at] = Math.min(255, Math.round((255 * magnitude[at]!) / full));
  return strength;
}

/** Where the Laplacian changes its sign towards a neighbour that is farther from zero; not where there is no gradient to speak of. */
function crossings(laplacian: Float32Array, strength: Uint8Array, wide: number, high: number): Uint8Array {
  const found = new Uint8Array(laplacian.length);
  const isBeyond = (own: number, there: number) => own * there < 0 && Math.abs(own) <= Math.abs(there);
  for (let y = 1; y < high - 1; y++) {
    for (let x = 1; x < wide - 1; x++) {
      const at = y * wide + x;
      if (strength[at] === 0) continue;
      const own = laplacian[at]!;
      const isHere =
        own === 0 ||
        isBeyond(own, laplacian[at - 1]!) ||
        isBeyond(own, laplacian[at + 1]!) ||
        isBeyond(own, laplacian[at - wide]!) ||
        isBeyond(own, laplacian[at + wide]!);
      if (isHere) found[at] = 1;
    }
  }
  return found;
}

/** The mean of the four pixels about each corner; at the border, of those there are. */
function cornerMeans(pixels: Float32Array, columns: number, rows: number): Float32Array {
  const wide = columns + 1;
  const mean = new Float32Array(wide * (rows + 1));
  for (let y = 0; y <= rows; y++) {
    const above = Math.max(0, y - 1) * columns;
    const below = Math.min(rows - 1, y) * columns;
    for (let x = 0; x <= columns; x++) {
      const left = Math.max(0, x - 1);
      const right = Math.min(columns - 1, x);
      mean[y * wide + x] = (pixels[above + left]! + pixels[above + right]! + pixels[below + left]! + pixels[below + right]!) / 4;
    }
  }
  return mean;
}

/** The image after a Gaussian, its borders repeated. */
function smoothed(values: ArrayLike<number>, columns: number, rows: number): Float32Array {
  let lowest = Infinity;
  for (let at = 0; at < values.length; at++) if (values[at]! < lowest && Number.isFinite(values[at])) lowest = values[at]!;
  const image = new Float32Array(columns * rows);
  for (let at = 0; at < image.length; at++) image[at] = Number.isFinite(values[at]) ? values[at]! : lowest;
  if (lowest === Infinity) image.fill(0);
  const reach = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, at) => Math.exp(-((at - reach) ** 2) / (2 * sigma ** 2)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const kernel = Float64Array.from(weights, (weight) => weight / sum);
  return alongAxis(alongAxis(image, columns, rows, 1, columns, kernel), rows, columns, columns, 1, kernel);
}

/** Weights along one axis: `length` samples a line `step` apart, lines `apart` apart. */
function alongAxis(image: Float32Array, length: number, lines: number, step: number, apart: number, kernel: Float64Array): Float32Array {
  const result = new Float32Array(image.length);
  const reach = (kernel.length - 1) / 2;
  for (let line = 0; line < lines; line++) {
    for (let at = 0; at < length; at++) {
      let sum = 0;
      for (let k = -reach; k <= reach; k++)
        sum += kernel[k + reach]! * image[line * apart + Math.min(length - 1, Math.max(0, at + k)) * step]!;
      result[line * apart + at * step] = sum;
    }
  }
  return result;
}
