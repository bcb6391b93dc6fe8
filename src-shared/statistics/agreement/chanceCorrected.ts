import { tQuantile } from "../distributions/studentT.ts";
import { undefinedEstimate, type EstimateWithError } from "./estimate.ts";
import type { Weights } from "./gradeWeights.ts";

/** Subjects (rows) by readers: each cell a position on the declared scale, from 0, or null where the reader gave no grade. */
export type GradeMatrix = readonly (readonly (number | null)[])[];

/** Coefficients that differ in what they call agreement by chance. */
export type ChanceModel = "ac" | "fleiss" | "conger" | "brennanPrediger";

const rounding = 1e-12;

/**
 * A chance-corrected coefficient for two or more readers with missing grades: Gwet's AC1 (unweighted) or AC2, Fleiss' kappa, Conger's kappa, or Brennan
 * & Prediger's. Standard error by Gwet's linearisation over subjects, interval by t(n - 1), not above 1 (K. Gwet, Handbook of Inter-Rater Reliability, 4th ed.;
 * the computation of R's irrCAC). Subjects without any grade are left out; those with one enter the chance part alone.
 */
export function chanceCorrected(matrix: GradeMatrix, weights: Weights, model: ChanceModel): EstimateWithError {
  const graded = matrix.filter((row) => row.some((grade) => grade !== null));
  const n = graded.length;
  const counts = graded.map((row) => countsOf(row, weights.length));
  const readers = counts.map((row) => sumOf(row));
  const twice = readers.filter((count) => count >= 2).length;
  if (n < 2 || twice === 0) return undefinedEstimate("fewer than 2 subjects were graded by two readers");
  const agreed = counts.map((row, subject) => pairAgreement(row, readers[subject]!, weights));
  const pa = sumOf(agreed.filter((_, subject) => readers[subject]! >= 2)) / twice;
  const { pe, perSubject } = chanceAgreement(graded, counts, readers, weights, model);
  if (1 - pe < rounding) return undefinedEstimate("no variation, agreement 100 %: all gave the same single grade");
  const value = (pa - pe) / (1 - pe);
  let squares = 0;
  for (let subject = 0; subject < n; subject++) {
    const own = readers[subject]! >= 2 ? ((n / twice) * (agreed[subject]! - pe)) / (1 - pe) : 0;
    squares += (own - (2 * (1 - value) * (perSubject[subject]! - pe)) / (1 - pe) - value) ** 2;
  }
  return withInterval(value, Math.sqrt(squares / (n * (n - 1))), n);
}

/** An estimate with its interval by t(n - 1), not above 1. */
export function withInterval(value: number, se: number, n: number): EstimateWithError {
  if (se < rounding) {
    const isPerfect = Math.abs(value - 1) < rounding;
    const reason = `${isPerfect ? "the readers agree exactly: " : ""}the standard error is 0 and no interval is given`;
    return { value: isPerfect ? 1 : value, se: 0, lower: null, upper: null, reason };
  }
  const half = tQuantile(0.975, n - 1) * se;
  return { value, se, lower: value - half, upper: Math.min(1, value + half), reason: null };
}

/** How many readers gave each grade. */
export function countsOf(row: readonly (number | null)[], grades: number): number[] {
  const counts = Array.from({ length: grades }, () => 0);
  for (const grade of row) if (grade !== null) counts[grade]! += 1;
  return counts;
}

/** The weighted share of a subject's pairs of readers that agree; 0 where there is no pair. */
export function pairAgreement(counts: readonly number[], readers: number, weights: Weights): number {
  if (readers < 2) return 0;
  let sum = 0;
  counts.forEach((count, i) => {
    if (count === 0) return;
    sum += count * (counts.reduce((weighted, other, j) => weighted + weights[i]![j]! * other, 0) - 1);
  });
  return sum / (readers * (readers - 1));
}

function chanceAgreement(
  graded: GradeMatrix,
  counts: readonly (readonly number[])[],
  readers: readonly number[],
  weights: Weights,
  model: ChanceModel,
): { pe: number; perSubject: number[] } {
  const c = weights.length;
  const totalWeight = sumOf(weights.map(sumOf));
  if (model === "brennanPrediger") {
    const pe = totalWeight / (c * c);
    return { pe, perSubject: counts.map(() => pe) };
  }
  if (model === "conger") return congerChance(graded, weights);
  const n = counts.length;
  const shares = Array.from({ length: c }, (_, grade) => sumOf(counts.map((row, subject) => row[grade]! / readers[subject]!)) / n);
  // What a grade adds to the agreement by chance; of AC the share of the other grades, of Fleiss the weighted shares.
  const parts =
    model === "ac"
      ? shares.map((share) => (totalWeight / (c * (c - 1))) * (1 - share))
      : weights.map((row) => row.reduce((sum, weight, j) => sum + weight * shares[j]!, 0));
  return {
    pe: sumOf(shares.map((share, grade) => share * parts[grade]!)),
    perSubject: counts.map((row, subject) => sumOf(row.map((count, grade) => count * parts[grade]!)) / readers[subject]!),
  };
}

/** Conger 1980: each reader has a distribution of grades of their own. */
function congerChance(graded: GradeMatrix, weights: Weights): { pe: number; perSubject: number[] } {
  const c = weights.length;
  const n = graded.length;
  const r = graded[0]!.length;
  const given = Array.from({ length: r }, (_, reader) => graded.filter((row) => row[reader] !== null).length);
  const shares = Array.from({ length: r }, (_, reader) =>
    countsOf(
      graded.map((row) => row[reader]!),
      c,
    ).map((count) => count / given[reader]!),
  );
  const meanShares = Array.from({ length: c }, (_, grade) => sumOf(shares.map((row) => row[grade]!)) / r);
  let pe = 0;
  for (let i = 0; i < c; i++) {
    for (let j = 0; j < c; j++) {
      const both = sumOf(shares.map((row) => row[i]! * row[j]!));
      const covariance = (both - r * meanShares[i]! * meanShares[j]!) / (r - 1);
      pe += weights[i]![j]! * (meanShares[i]! * meanShares[j]! - covariance / r);
    }
  }
  // Of each reader: the weighted shares of the other readers, by grade.
  const others = shares.map((own) =>
    weights.map((row) => row.reduce((sum, weight, k) => sum + weight * (r * meanShares[k]! - own[k]!), 0)),
  );
  const expected = shares.map((own, reader) => sumOf(own.map((share, grade) => share * others[reader]![grade]!)));
  const perSubject = graded.map((row) => {
    let sum = 0;
    row.forEach((grade, reader) => {
      const here = grade === null ? 0 : others[reader]![grade]!;
      const present = grade === null ? 0 : 1;
      sum += (n / given[reader]!) * (here - (present - given[reader]! / n) * expected[reader]!);
    });
    return sum / (r * (r - 1));
  });
  return { pe, perSubject };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
