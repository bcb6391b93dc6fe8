import { normalTwoSided } from "../distributions/normal.ts";
import { overflow } from "../agreement/estimate.ts";
import { exactSignedRank } from "./exactRankSum.ts";
import { midRanks } from "./midRanks.ts";

/** What becomes of pairs that do not differ: left out before ranking, or ranked and then left out (Pratt 1959). */
export type ZeroMethod = "dropped" | "pratt";

export interface SignedRank {
  /** Sum of the ranks of positive differences, first minus second. */
  readonly v: number | null;
  /** Pairs that differ. */
  readonly n: number;
  readonly zeros: number;
  readonly zeroMethod: ZeroMethod;
  /** Without continuity correction, corrected for ties. */
  readonly z: number | null;
  /** Two-sided, from z. */
  readonly p: number | null;
  /** Two-sided, exact and conditional on the ranks that occur; null where it would take too long. */
  readonly pExact: number | null;
  readonly reason: string | null;
}

/** Wilcoxon's signed rank test of pairs of values, none missing. Where no pair differs p is 1, and the reason says so. */
export function signedRank(first: readonly number[], second: readonly number[], zeroMethod: ZeroMethod = "dropped"): SignedRank {
  const differences = first.map((value, index) => value - second[index]!);
  const zeros = differences.filter((difference) => difference === 0).length;
  const n = differences.length - zeros;
  const counted = { n, zeros, zeroMethod };
  if (differences.length === 0) return { ...counted, v: null, z: null, p: null, pExact: null, reason: "there is no pair" };
  if (!differences.every(Number.isFinite)) return { ...counted, v: null, z: null, p: null, pExact: null, reason: overflow };
  if (n === 0) return { ...counted, v: 0, z: 0, p: 1, pExact: 1, reason: "no variation: no pair differs" };
  const ranked = zeroMethod === "pratt" ? differences : differences.filter((difference) => difference !== 0);
  const { ranks } = midRanks(ranked.map(Math.abs));
  const kept = ranked.flatMap((difference, index) => (difference === 0 ? [] : [{ difference, rank: ranks[index]! }]));
  const v = kept.reduce((sum, { difference, rank }) => sum + (difference > 0 ? rank : 0), 0);
  // The variance of a sum of ranks with random signs is a quarter of the sum of their squares, whatever their ties.
  const squares = kept.reduce((sum, { rank }) => sum + rank * rank, 0);
  const middle = kept.reduce((sum, { rank }) => sum + rank, 0) / 2;
  const z = (v - middle) / Math.sqrt(squares / 4);
  const exact = exactSignedRank(
    kept.map(({ rank }) => rank),
    v,
  );
  return { ...counted, v, z, p: normalTwoSided(z), pExact: exact?.twoSided ?? null, reason: null };
}
