/** Subjects (rows) by readers (columns), no cell missing. */
export type CompleteTable = readonly (readonly number[])[];

/** Mean squares of the two-way layout without replication (McGraw & Wong 1996, table 2). */
export interface MeanSquares {
  /** Subjects. */
  readonly n: number;
  /** Readers. */
  readonly k: number;
  /** Of rows: between subjects (psych's MSB). */
  readonly msr: number;
  /** Of columns: between readers (psych's MSJ). */
  readonly msc: number;
  /** Of the residual. */
  readonly mse: number;
  /** Within subjects: readers and residual together. */
  readonly msw: number;
  /** All values alike, to 1e-12 of their mean: nothing varies that could agree. */
  readonly hasNoVariation: boolean;
}

/** Where values lie within this share of their mean, they do not vary but for rounding. */
const leastVariation = 1e-12;
/** Effects within so many units in the last place of the largest value come from rounding and are 0. */
const roundingUnits = 8;

/**
 * Mean squares of a table of n >= 2 subjects and k >= 2 readers. Two passes, centred by the grand mean first, so that an offset of 1e9 costs no digit that
 * the values themselves have; effects that are rounding alone are exactly 0.
 */
export function meanSquares(table: CompleteTable): MeanSquares {
  const n = table.length;
  const k = table[0]!.length;
  let total = 0;
  let largest = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const row of table) {
    for (const value of row) {
      total += value;
      largest = Math.max(largest, Math.abs(value));
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const offset = total / (n * k);
  const rows = new Float64Array(n);
  const columns = new Float64Array(k);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < k; j++) {
      const value = table[i]![j]! - offset;
      rows[i]! += value / k;
      columns[j]! += value / n;
    }
  }
  const grand = columns.reduce((sum, mean) => sum + mean, 0) / k;
  const rounding = roundingUnits * Number.EPSILON * largest;
  const ssr = k * squares(rows, grand, rounding);
  const ssc = n * squares(columns, grand, rounding);
  const residuals = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < k; j++) residuals[i * k + j] = table[i]![j]! - offset - rows[i]! - columns[j]! + grand;
  }
  const sse = squares(residuals, 0, rounding);
  return {
    n,
    k,
    msr: ssr / (n - 1),
    msc: ssc / (k - 1),
    mse: sse / ((n - 1) * (k - 1)),
    msw: (ssc + sse) / (n * (k - 1)),
    hasNoVariation: !(high - low > leastVariation * Math.abs(offset)),
  };
}

function squares(values: Float64Array, centre: number, rounding: number): number {
  let sum = 0;
  let largest = 0;
  for (const value of values) {
    const distance = value - centre;
    sum += distance * distance;
    largest = Math.max(largest, Math.abs(distance));
  }
  return largest <= rounding ? 0 : sum;
}
