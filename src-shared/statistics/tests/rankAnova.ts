import { chiSquaredUpper } from "../distributions/chiSquared.ts";
import { midRanks, tieSum } from "./midRanks.ts";

/** A rank test with a chi-squared statistic. */
export interface RankAnova {
  readonly statistic: number | null;
  readonly df: number;
  readonly p: number | null;
  readonly reason: string | null;
}

/** The Kruskal-Wallis test of two or more groups of values, none missing, corrected for ties (Kruskal & Wallis 1952). Null where all values are equal. */
export function kruskalWallis(groups: readonly (readonly number[])[]): RankAnova {
  const all = groups.flat();
  const total = all.length;
  const df = groups.length - 1;
  if (groups.length < 2 || groups.some((group) => group.length === 0))
    return { statistic: null, df, p: null, reason: "there are fewer than two groups with values" };
  const { ranks, ties } = midRanks(all);
  if (ties.length === 1) return { statistic: null, df, p: 1, reason: "no variation: all values are equal" };
  let at = 0;
  let sum = 0;
  for (const group of groups) {
    let rankSum = 0;
    for (let index = 0; index < group.length; index++) rankSum += ranks[at++]!;
    sum += group.length * (rankSum / group.length - (total + 1) / 2) ** 2;
  }
  const statistic = ((12 / (total * (total + 1))) * sum) / (1 - tieSum(ties) / (total ** 3 - total));
  return { statistic, df, p: chiSquaredUpper(statistic, df), reason: null };
}

/** Friedman's test of subjects (rows) measured under each condition (columns), none missing, corrected for ties (Friedman 1937). Null where no row varies. */
export function friedman(table: readonly (readonly number[])[]): RankAnova {
  const n = table.length;
  const k = table[0]?.length ?? 0;
  const df = k - 1;
  if (n === 0 || k < 2) return { statistic: null, df, p: null, reason: "there are fewer than two conditions, or no subject" };
  const sums = new Float64Array(k);
  let tied = 0;
  for (const row of table) {
    const { ranks, ties } = midRanks(row);
    ranks.forEach((rank, column) => (sums[column]! += rank));
    tied += tieSum(ties);
  }
  const squares = sums.reduce((sum, rankSum) => sum + (rankSum - (n * (k + 1)) / 2) ** 2, 0);
  const divisor = n * k * (k + 1) - tied / (k - 1);
  if (divisor === 0) return { statistic: null, df, p: 1, reason: "no variation: no subject's values differ" };
  const statistic = (12 * squares) / divisor;
  return { statistic, df, p: chiSquaredUpper(statistic, df), reason: null };
}

/**
 * Kendall's coefficient of concordance W of readers (columns) over subjects (rows), none missing, corrected for ties, with its chi-squared test, n - 1 degrees
 * of freedom (Kendall & Babington Smith 1939).
 */
export function kendallW(table: readonly (readonly number[])[]): RankAnova & { readonly w: number | null } {
  const readers = table[0]?.length ?? 0;
  const turned = Array.from({ length: readers }, (_, reader) => table.map((row) => row[reader]!));
  const tested = friedman(turned);
  return { ...tested, w: tested.statistic === null ? null : tested.statistic / (readers * (table.length - 1)) };
}
