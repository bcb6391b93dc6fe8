import { normalTwoSided } from "../distributions/normal.ts";
import { normalQuantile } from "../distributions/normalQuantile.ts";
import { exactRankSum } from "./exactRankSum.ts";
import { midRanks, tieSum } from "./midRanks.ts";

export interface MannWhitney {
  /** U of the first group: pairs in which its value is the larger one, ties half. R calls it W. */
  readonly u: number | null;
  /** Sum of the first group's mid-ranks among all. */
  readonly rankSum: number | null;
  /** (U - nm/2) / sigma, sigma corrected for ties, without continuity correction. */
  readonly z: number | null;
  /** Two-sided, from z (SPSS's "Asymp. Sig."; R's correct = FALSE). */
  readonly p: number | null;
  /** Two-sided, from the exact conditional distribution of the mid-ranks; null where it would take too long. */
  readonly pExact: number | null;
  /** 2 U / (nm) - 1. */
  readonly rankBiserial: number | null;
  /** U / (nm): the probability that a value of the first group is the larger one, and its 95 % interval by DeLong, within [0, 1]. */
  readonly auc: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly reason: string | null;
}

/**
 * The Mann-Whitney U test (Wilcoxon's rank sum test) of two groups of values, none missing. Where all values are equal p is 1 and z is 0,
 * and the reason says so; it also says why the AUC has no interval.
 */
export function mannWhitney(first: readonly number[], second: readonly number[]): MannWhitney {
  const [n, m] = [first.length, second.length];
  if (n === 0 || m === 0) {
    const nothing = { u: null, rankSum: null, z: null, p: null, pExact: null, rankBiserial: null, auc: null, lower: null, upper: null };
    return { ...nothing, reason: "a group has no value" };
  }
  const all = [...first, ...second];
  const { ranks, ties } = midRanks(all);
  let rankSum = 0;
  for (let at = 0; at < n; at++) rankSum += ranks[at]!;
  const u = rankSum - (n * (n + 1)) / 2;
  const total = n + m;
  const variance = ((n * m) / 12) * (total + 1 - tieSum(ties) / (total * (total - 1)));
  const auc = u / (n * m);
  const effects = { u, rankSum, rankBiserial: 2 * auc - 1, auc, ...deLongInterval(first, second, ranks, auc) };
  if (ties.length === 1) return { ...effects, z: 0, p: 1, pExact: 1, reason: "no variation: all values are equal" };
  const z = (u - (n * m) / 2) / Math.sqrt(variance);
  const exact = exactRankSum(ranks, n, rankSum);
  return { ...effects, z, p: normalTwoSided(z), pExact: exact?.twoSided ?? null, reason: whyNoInterval(effects) };
}

/** DeLong's standard error is 0 where the groups do not overlap: its limits are then the AUC itself, as pROC has them, and no interval. */
function whyNoInterval({ lower, upper }: Pick<MannWhitney, "lower" | "upper">): string | null {
  if (lower === null) return "a group has one value";
  return lower === upper ? "the groups do not overlap: the standard error of the AUC is 0" : null;
}

/** DeLong, DeLong & Clarke-Pearson 1988, by mid-ranks among all and within each group. */
function deLongInterval(
  first: readonly number[],
  second: readonly number[],
  ranks: Float64Array,
  auc: number,
): { lower: number | null; upper: number | null } {
  const [n, m] = [first.length, second.length];
  if (n < 2 || m < 2) return { lower: null, upper: null };
  const own = midRanks(first).ranks;
  const other = midRanks(second).ranks;
  const variance = deLongVariance(
    first.map((_, at) => (ranks[at]! - own[at]!) / m),
    second.map((_, at) => 1 - (ranks[n + at]! - other[at]!) / n),
    auc,
  );
  const half = normalQuantile(0.975) * Math.sqrt(variance);
  return { lower: Math.max(0, auc - half), upper: Math.min(1, auc + half) };
}

/** The variance of an AUC from the placement values of both groups, whose mean it is. */
export function deLongVariance(first: readonly number[], second: readonly number[], auc: number): number {
  const spread = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + (value - auc) ** 2, 0) / ((values.length - 1) * values.length);
  return spread(first) + spread(second);
}
