/** A logistic regression on standardised inputs. */
export interface FittedRegression {
  readonly mean: readonly number[];
  readonly standardDeviation: readonly number[];
  readonly coefficients: readonly number[];
  readonly intercept: number;
}

/**
 * Fits a logistic regression with an L2 penalty by Newton's method: minimises the sum over rows of log(1 + exp(-y z)), y being 1 or -1 and z the log-odds, plus
 * penalty / 2 times the sum of squared coefficients. Inputs are standardised (deviation with n); the intercept is not penalised.
 * (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition, 4.4.1 and 3.4.1.)
 * Throws RangeError where a column does not vary.
 */
export function fitLogisticRegression(
  rows: readonly (readonly number[])[],
  isPositive: readonly boolean[],
  penalty: number,
): FittedRegression {
  const count = rows[0]!.length;
  const mean = Array.from({ length: count }, (_, f) => rows.reduce((sum, row) => sum + row[f]!, 0) / rows.length);
  const standardDeviation = mean.map((middle, f) => Math.sqrt(rows.reduce((sum, row) => sum + (row[f]! - middle) ** 2, 0) / rows.length));
  if (standardDeviation.some((deviation) => deviation === 0)) throw new RangeError("a feature is the same in every row");
  const design = rows.map((row) => [1, ...row.map((value, f) => (value - mean[f]!) / standardDeviation[f]!)]);
  let weights = Array.from({ length: count + 1 }, () => 0);
  for (let iteration = 0; iteration < 100; iteration++) {
    const gradient = weights.map((weight, f) => (f === 0 ? 0 : penalty * weight));
    const hessian = weights.map((_, f) => weights.map((_, g) => (f === g && f > 0 ? penalty : 0)));
    design.forEach((row, n) => {
      const probability = 1 / (1 + Math.exp(-row.reduce((sum, value, f) => sum + value * weights[f]!, 0)));
      const residual = probability - (isPositive[n] ? 1 : 0);
      const curvature = probability * (1 - probability);
      for (let f = 0; f <= count; f++) {
        gradient[f]! += residual * row[f]!;
        for (let g = 0; g <= count; g++) hessian[f]![g]! += curvature * row[f]! * row[g]!;
      }
    });
    const step = solve(hessian, gradient);
    weights = weights.map((weight, f) => weight - step[f]!);
    if (Math.max(...step.map(Math.abs)) < 1e-12) break;
  }
  return { mean, standardDeviation, coefficients: weights.slice(1), intercept: weights[0]! };
}

/** The probability of the positive class for one row. */
export function probabilityOf(model: FittedRegression, row: readonly number[]): number {
  const logOdds = row.reduce(
    (sum, value, f) => sum + (model.coefficients[f]! * (value - model.mean[f]!)) / model.standardDeviation[f]!,
    model.intercept,
  );
  return 1 / (1 + Math.exp(-logOdds));
}

/** Solves a symmetric system by Gaussian elimination with the largest pivot. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, n) => [...row, right[n]!]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let n = column + 1; n < size; n++) if (Math.abs(rows[n]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = n;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let n = column + 1; n < size; n++) {
      const factor = rows[n]![column]! / rows[column]![column]!;
      for (let f = column; f <= size; f++) rows[n]![f]! -= factor * rows[column]![f]!;
    }
  }
  const solution = Array.from({ length: size }, () => 0);
  for (let n = size - 1; n >= 0; n--) {
    const known = solution.reduce((sum, value, f) => (f > n ? sum + rows[n]![f]! * value : sum), 0);
    solution[n] = (rows[n]![size]! - known) / rows[n]![n]!;
  }
  return solution;
}
