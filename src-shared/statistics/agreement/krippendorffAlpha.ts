import { countsOf, pairAgreement, withInterval, type GradeMatrix } from "./chanceCorrected.ts";
import { undefinedEstimate, type EstimateWithError } from "./estimate.ts";
import type { Weights } from "./gradeWeights.ts";

/** What counts as a difference of two grades: any; the grades between them, by how often they occur; their distance on the scale, squared. */
export type AlphaLevel = "nominal" | "ordinal" | "interval";

/**
 * Krippendorff's alpha for any number of readers, missing grades allowed: 1 - observed over expected disagreement (K. Krippendorff, Content Analysis, chapter
 * 11, coincidence matrix). `interval` takes positions on the scale as values. Null with a reason where no two grades differ.
 */
export function krippendorffAlpha(matrix: GradeMatrix, grades: number, level: AlphaLevel): { value: number | null; reason: string | null } {
  const coincidences = Array.from({ length: grades }, () => new Float64Array(grades));
  for (const row of matrix) {
    const counts = countsOf(row, grades);
    const readers = counts.reduce((sum, count) => sum + count, 0);
    if (readers < 2) continue;
    for (let i = 0; i < grades; i++) {
      for (let j = 0; j < grades; j++) coincidences[i]![j]! += (counts[i]! * (counts[j]! - (i === j ? 1 : 0))) / (readers - 1);
    }
  }
  const totals = coincidences.map((row) => row.reduce((sum, value) => sum + value, 0));
  const all = totals.reduce((sum, value) => sum + value, 0);
  let observed = 0;
  let expected = 0;
  for (let i = 0; i < grades; i++) {
    for (let j = 0; j < grades; j++) {
      const difference = differenceOf(i, j, totals, level);
      observed += coincidences[i]![j]! * difference;
      expected += totals[i]! * totals[j]! * difference;
    }
  }
  if (all === 0) return { value: null, reason: "no subject was graded by two readers" };
  if (expected === 0) return { value: null, reason: "no variation, agreement 100 %: all gave the same single grade" };
  return { value: 1 - ((all - 1) * observed) / expected, reason: null };
}

function differenceOf(i: number, j: number, totals: readonly number[], level: AlphaLevel): number {
  if (i === j) return 0;
  if (level === "nominal") return 1;
  if (level === "interval") return (i - j) ** 2;
  const [low, high] = [Math.min(i, j), Math.max(i, j)];
  let between = 0;
  for (let grade = low; grade <= high; grade++) between += totals[grade]!;
  return (between - (totals[i]! + totals[j]!) / 2) ** 2;
}

/**
 * Krippendorff's alpha with weights of agreement, and its standard error by linearisation over subjects with two grades or more; interval
 * by t(n - 1), not above 1
 * (K. Gwet, Handbook of Inter-Rater Reliability, 4th ed.; the computation of R's irrCAC). Unweighted it is `nominal`, quadratic `interval`.
 */
export function weightedAlpha(matrix: GradeMatrix, weights: Weights): EstimateWithError {
  const counts = matrix.map((row) => countsOf(row, weights.length)).filter((row) => sumOf(row) >= 2);
  const n = counts.length;
  if (n < 2) return undefinedEstimate("fewer than 2 subjects were graded by two readers");
  const readers = counts.map(sumOf);
  const mean = sumOf(readers) / n;
  const small = 1 / sumOf(readers);
  // Agreement of a subject's pairs, weighted by its readers.
  const agreed = counts.map((row, subject) => (pairAgreement(row, readers[subject]!, weights) * readers[subject]!) / mean);
  const paPrime = sumOf(agreed) / n;
  const pa = (1 - small) * paPrime + small;
  const shares = weights.map((_, grade) => sumOf(counts.map((row) => row[grade]!)) / (n * mean));
  const parts = weights.map((row) => row.reduce((sum, weight, j) => sum + weight * shares[j]!, 0));
  const pe = sumOf(shares.map((share, grade) => share * parts[grade]!));
  if (1 - pe < 1e-12) return undefinedEstimate("no variation, agreement 100 %: all gave the same single grade");
  const value = (pa - pe) / (1 - pe);
  const prime = (paPrime - pe) / (1 - pe);
  let squares = 0;
  counts.forEach((row, subject) => {
    const more = (readers[subject]! - mean) / mean;
    const own = (agreed[subject]! - pa * more - pe) / (1 - pe);
    const chance = sumOf(row.map((count, grade) => count * parts[grade]!)) / mean - pe * more;
    squares += (own - (2 * (1 - prime) * (chance - pe)) / (1 - pe) - prime) ** 2;
  });
  return withInterval(value, Math.sqrt(squares / (n * (n - 1))), n);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
