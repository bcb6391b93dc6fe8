/** Weights of a Gaussian from the middle outwards, cut at two and a half standard deviations; they add up to 1 over both sides. */
export function gaussianWeights(sigma: number): Float32Array {
  const weights = Float64Array.from({ length: Math.ceil(2.5 * sigma) + 1 }, (_, at) => Math.exp(-(at * at) / (2 * sigma * sigma)));
  const sum = weights.reduce((all, weight, at) => all + (at === 0 ? weight : 2 * weight), 0);
  return Float32Array.from(weights, (weight) => weight / sum);
}

/**
 * Smooths a plane of values in place, along its rows and then its columns; beyond the borders the outermost values are repeated.
 * @param weights from the middle outwards (gaussianWeights)
 * @param spare as long as the plane; what it holds is lost
 */
export function smoothPlane(plane: Float32Array, columns: number, rows: number, weights: Float32Array, spare: Float32Array): void {
  const reach = weights.length - 1;
  const middle = weights[0]!;
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const last = start + columns - 1;
    for (let at = start; at <= last; at++) {
      let sum = middle * plane[at]!;
      if (at - reach >= start && at + reach <= last)
        for (let step = 1; step <= reach; step++) sum += weights[step]! * (plane[at - step]! + plane[at + step]!);
      else
        for (let step = 1; step <= reach; step++)
          sum += weights[step]! * (plane[Math.max(start, at - step)]! + plane[Math.min(last, at + step)]!);
      spare[at] = sum;
    }
  }
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    for (let column = 0; column < columns; column++) plane[start + column] = middle * spare[start + column]!;
    for (let step = 1; step <= reach; step++) {
      const above = Math.max(0, row - step) * columns;
      const below = Math.min(rows - 1, row + step) * columns;
      const weight = weights[step]!;
      for (let column = 0; column < columns; column++) plane[start + column]! += weight * (spare[above + column]! + spare[below + column]!);
    }
  }
}

/** A plane of values, row by row. */
export interface Plane {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
}

/** The value of a plane between its pixels, bilinearly; beyond the border that of the nearest place on it. A plane has two columns and rows at least. */
export function valueAt({ values, columns, rows }: Plane, x: number, y: number): number {
  const column = Math.min(Math.max(x, 0), columns - 1);
  const row = Math.min(Math.max(y, 0), rows - 1);
  const left = Math.min(Math.floor(column), columns - 2);
  const top = Math.min(Math.floor(row), rows - 2);
  const partX = column - left;
  const partY = row - top;
  const at = top * columns + left;
  const above = values[at]! + partX * (values[at + 1]! - values[at]!);
  const below = values[at + columns]! + partX * (values[at + columns + 1]! - values[at + columns]!);
  return above + partY * (below - above);
}
