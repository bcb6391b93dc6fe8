import { normalQuantile } from "../distributions/normalQuantile.ts";
import { undefinedEstimate, type EstimateWithError } from "./estimate.ts";
import type { Weights } from "./gradeWeights.ts";

/** Values within this of 1 or 0 differ from it by rounding. */
const rounding = 1e-12;
const leastExcess = 1e-14;

/**
 * Cohen's kappa of a table of counts (grades of the first reader by those of the second, on the full declared scale) with weights of agreement. Standard error
 * by Fleiss, Cohen & Everitt 1969; 95 % interval kappa -+ 1.96 SE, clipped to [-1, 1]. Undefined where both readers gave the same single grade. Where one
 * reader gave a single grade it is 0 by construction, which the reason says. No interval is given where SE is 0.
 */
export function cohenKappa(table: readonly (readonly number[])[], weights: Weights): EstimateWithError {
  const c = table.length;
  let n = 0;
  for (const row of table) for (const count of row) n += count;
  if (n === 0) return undefinedEstimate("no subject was graded by both");
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0) / n);
  const columns = rows.map((_, j) => table.reduce((sum, row) => sum + row[j]!, 0) / n);
  let po = 0;
  let pe = 0;
  const rowWeights = new Float64Array(c);
  const columnWeights = new Float64Array(c);
  for (let i = 0; i < c; i++) {
    for (let j = 0; j < c; j++) {
      const weight = weights[i]![j]!;
      po += (weight * table[i]![j]!) / n;
      pe += weight * rows[i]! * columns[j]!;
      rowWeights[i]! += weight * columns[j]!;
      columnWeights[j]! += weight * rows[i]!;
    }
  }
  const usesOne = (shares: readonly number[]) => shares.filter((share) => share > 0).length === 1;
  const [firstOne, secondOne] = [usesOne(rows), usesOne(columns)];
  if (firstOne && secondOne && rows.findIndex((share) => share > 0) === columns.findIndex((share) => share > 0))
    return undefinedEstimate("no variation, agreement 100 %: both readers gave the same single grade");
  if (firstOne || secondOne) {
    return {
      value: 0,
      se: 0,
      lower: null,
      upper: null,
      reason:
        `the ${firstOne && secondOne ? "readers gave" : firstOne ? "first reader gave" : "second reader gave"} a single grade: ` +
        `kappa is 0 by construction`,
    };
  }
  const value = (po - pe) / (1 - pe);
  if (Math.abs(value - 1) < rounding)
    return {
      value: 1,
      se: 0,
      lower: null,
      upper: null,
      reason: "the readers agree exactly: the standard error is 0 and no interval is given",
    };
  let sum = 0;
  for (let i = 0; i < c; i++) {
    for (let j = 0; j < c; j++) {
      const share = table[i]![j]! / n;
      sum += share * (weights[i]![j]! - (rowWeights[i]! + columnWeights[j]!) * (1 - value)) ** 2;
    }
  }
  // The difference of two numbers of the order of 1: what is left of equal ones is rounding.
  const excess = sum - (value - pe * (1 - value)) ** 2;
  if (excess < leastExcess) return { value, se: 0, lower: null, upper: null, reason: "the standard error is 0 and no interval is given" };
  const se = Math.sqrt(excess / n) / (1 - pe);
  const half = normalQuantile(0.975) * se;
  return { value, se, lower: Math.max(-1, value - half), upper: Math.min(1, value + half), reason: null };
}
