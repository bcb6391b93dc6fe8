import { chiSquaredUpper } from "../distributions/chiSquared.ts";

/** A chi-squared test. */
export interface ChiSquaredTest {
  readonly statistic: number | null;
  readonly df: number | null;
  readonly p: number | null;
  readonly reason: string | null;
}

const noDisagreement: ChiSquaredTest = { statistic: 0, df: 0, p: 1, reason: "the readers never differ" };

/**
 * Bowker's test of symmetry of a table of counts (grades of the first reader by those of the second): whether one reader calls i what the other calls j as
 * often as the other way round. Chi-squared; degrees of freedom are the pairs of grades on which the readers differed at all (Bowker 1948).
 */
export function bowkerTest(table: readonly (readonly number[])[]): ChiSquaredTest {
  let statistic = 0;
  let df = 0;
  for (let i = 0; i < table.length; i++) {
    for (let j = 0; j < i; j++) {
      const sum = table[i]![j]! + table[j]![i]!;
      if (sum === 0) continue;
      statistic += (table[i]![j]! - table[j]![i]!) ** 2 / sum;
      df += 1;
    }
  }
  return df === 0 ? noDisagreement : { statistic, df, p: chiSquaredUpper(statistic, df), reason: null };
}

/**
 * The Stuart-Maxwell test of marginal homogeneity: whether both readers use each grade equally often. d' S^-1 d over the grades on which they differ, one
 * grade left out of each set of grades that differences connect; degrees of freedom are the grades left (Stuart 1955, Maxwell 1970).
 */
export function stuartMaxwellTest(table: readonly (readonly number[])[]): ChiSquaredTest {
  const kept = keptGrades(table);
  if (kept.length === 0) return noDisagreement;
  const rowSum = (i: number) => table[i]!.reduce((sum, count) => sum + count, 0);
  const columnSum = (j: number) => table.reduce((sum, row) => sum + row[j]!, 0);
  const differences = kept.map((grade) => rowSum(grade) - columnSum(grade));
  const matrix = kept.map((i) =>
    kept.map((j) => (i === j ? rowSum(i) + columnSum(i) - 2 * table[i]![i]! : -(table[i]![j]! + table[j]![i]!))),
  );
  const solved = solve(matrix, differences);
  const statistic = differences.reduce((sum, difference, index) => sum + difference * solved[index]!, 0);
  return { statistic, df: kept.length, p: chiSquaredUpper(statistic, kept.length), reason: null };
}

/** The grades on which readers differ, without one of each connected set: what is left determines it, and the matrix is regular. */
function keptGrades(table: readonly (readonly number[])[]): number[] {
  const c = table.length;
  const setOf = Array.from({ length: c }, (_, grade) => grade);
  for (let i = 0; i < c; i++) {
    for (let j = 0; j < c; j++) {
      if (i === j || !(table[i]![j]! > 0)) continue;
      const [from, to] = [setOf[i]!, setOf[j]!];
      for (let grade = 0; grade < c; grade++) if (setOf[grade] === from) setOf[grade] = to;
    }
  }
  return setOf.flatMap((set, grade) => (setOf.lastIndexOf(set) === grade ? [] : [grade]));
}

/** Solves a symmetric positive definite system by elimination with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index]!]);
  const size = rows.length;
  for (let at = 0; at < size; at++) {
    let pivot = at;
    for (let row = at + 1; row < size; row++) if (Math.abs(rows[row]![at]!) > Math.abs(rows[pivot]![at]!)) pivot = row;
    [rows[at], rows[pivot]] = [rows[pivot]!, rows[at]!];
    for (let row = 0; row < size; row++) {
      if (row === at) continue;
      const factor = rows[row]![at]! / rows[at]![at]!;
      for (let column = at; column <= size; column++) rows[row]![column]! -= factor * rows[at]![column]!;
    }
  }
  return rows.map((row, index) => row[size]! / row[index]!);
}
