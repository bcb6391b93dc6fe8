import { normalTwoSided } from "../distributions/normal.ts";
import { normalQuantile } from "../distributions/normalQuantile.ts";
import { tTwoSided } from "../distributions/studentT.ts";
import { midRanks } from "./midRanks.ts";

export interface Correlation {
  readonly value: number | null;
  /** Two-sided. */
  readonly p: number | null;
  readonly n: number;
  readonly reason: string | null;
}

const fewPairs = "fewer than 3 pairs";
const noVariation = "no variation: all values of one side are equal";

/** Pearson's correlation of pairs of values, none missing; p by t(n - 2), 95 % interval by Fisher's z. */
export function pearson(x: readonly number[], y: readonly number[]): Correlation & { lower: number | null; upper: number | null } {
  const n = x.length;
  const correlation = productMoment(x, y);
  if ("reason" in correlation) return { value: null, p: null, n, lower: null, upper: null, reason: correlation.reason };
  const { r, rest } = correlation;
  const half = n > 3 ? normalQuantile(0.975) / Math.sqrt(n - 3) : Number.NaN;
  const z = Math.atanh(r);
  const limit = (value: number) => (Number.isNaN(value) ? null : value);
  return { value: r, p: pOf(r, rest, n), n, lower: limit(Math.tanh(z - half)), upper: limit(Math.tanh(z + half)), reason: null };
}

/** Spearman's rank correlation: Pearson's of the mid-ranks; p by t(n - 2). */
export function spearman(x: readonly number[], y: readonly number[]): Correlation {
  const n = x.length;
  const correlation = productMoment([...midRanks(x).ranks], [...midRanks(y).ranks]);
  if ("reason" in correlation) return { value: null, p: null, n, reason: correlation.reason };
  return { value: correlation.r, p: pOf(correlation.r, correlation.rest, n), n, reason: null };
}

/** Pairs up to which every order of the ranks is counted. */
const mostForExact = 9;

/**
 * The exact two-sided p of Spearman's correlation without ties, for up to 9 pairs: twice the smaller tail over all orders of the ranks, at
 * most 1; else null.
 */
export function spearmanExact(x: readonly number[], y: readonly number[]): number | null {
  const n = x.length;
  const [a, b] = [midRanks(x), midRanks(y)];
  if (n < 3 || n > mostForExact || a.ties.length < n || b.ties.length < n) return null;
  const sumOfSquares = (order: readonly number[]) => order.reduce((sum, rank, index) => sum + (rank - index - 1) ** 2, 0);
  const paired = [...a.ranks.keys()].toSorted((i, j) => a.ranks[i]! - a.ranks[j]!).map((index) => b.ranks[index]!);
  const observed = sumOfSquares(paired);
  let atMost = 0;
  let atLeast = 0;
  let all = 0;
  forEachOrder(n, (order) => {
    const sum = sumOfSquares(order);
    if (sum <= observed) atMost += 1;
    if (sum >= observed) atLeast += 1;
    all += 1;
  });
  return Math.min(1, (2 * Math.min(atMost, atLeast)) / all);
}

/** Kendall's tau-b, two-sided p by the normal approximation corrected for ties (Kendall 1970; R's cor.test with exact = FALSE, no continuity). */
export function kendallTau(x: readonly number[], y: readonly number[]): Correlation {
  const n = x.length;
  if (n < 3) return { value: null, p: null, n, reason: fewPairs };
  const [tx, ty] = [midRanks(x).ties, midRanks(y).ties];
  if (tx.length === 1 || ty.length === 1) return { value: null, p: null, n, reason: noVariation };
  let s = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) s += Math.sign(x[i]! - x[j]!) * Math.sign(y[i]! - y[j]!);
  const pairs = (ties: readonly number[]) => ties.reduce((sum, t) => sum + (t * (t - 1)) / 2, 0);
  const all = (n * (n - 1)) / 2;
  const over = (ties: readonly number[], term: (t: number) => number) => ties.reduce((sum, t) => sum + term(t), 0);
  const v0 = (n: number) => n * (n - 1) * (2 * n + 5);
  const v1 = (t: number) => t * (t - 1);
  const v2 = (t: number) => t * (t - 1) * (t - 2);
  const variance =
    (v0(n) - over(tx, v0) - over(ty, v0)) / 18 +
    (over(tx, v1) * over(ty, v1)) / (2 * n * (n - 1)) +
    (over(tx, v2) * over(ty, v2)) / (9 * n * (n - 1) * (n - 2));
  return { value: s / Math.sqrt((all - pairs(tx)) * (all - pairs(ty))), p: normalTwoSided(s / Math.sqrt(variance)), n, reason: null };
}

/** Pearson's r, and 1 - r^2 without loss of digits near 1. */
function productMoment(x: readonly number[], y: readonly number[]): { r: number; rest: number } | { reason: string } {
  const n = x.length;
  if (n < 3) return { reason: fewPairs };
  const [a, b] = [standardised(x), standardised(y)];
  if (!a || !b) return { reason: noVariation };
  const r = Math.max(
    -1,
    Math.min(
      1,
      a.reduce((sum, value, index) => sum + value * b[index]!, 0),
    ),
  );
  const sign = r < 0 ? -1 : 1;
  const apart = a.reduce((sum, value, index) => sum + (value - sign * b[index]!) ** 2, 0);
  return { r, rest: (apart / 2) * (1 + Math.abs(r)) };
}

/** Centred, with the sum of squares 1; undefined where nothing varies. */
function standardised(values: readonly number[]): number[] | undefined {
  const first = values[0]!;
  const mean = values.reduce((sum, value) => sum + (value - first), 0) / values.length;
  const centred = values.map((value) => value - first - mean);
  const length = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0));
  return values.every((value) => value === first) || !(length > 0) ? undefined : centred.map((value) => value / length);
}

function pOf(r: number, rest: number, n: number): number {
  return rest <= 0 ? 0 : tTwoSided(r * Math.sqrt((n - 2) / rest), n - 2);
}

/** Calls back with every order of 1 to n (Heap's algorithm). */
function forEachOrder(n: number, visit: (order: readonly number[]) => void): void {
  const order = Array.from({ length: n }, (_, index) => index + 1);
  const counters = Array.from({ length: n }, () => 0);
  visit(order);
  for (let at = 0; at < n;) {
    if (counters[at]! >= at) {
      counters[at] = 0;
      at += 1;
      continue;
    }
    const other = at % 2 === 0 ? 0 : counters[at]!;
    [order[other], order[at]] = [order[at]!, order[other]!];
    visit(order);
    counters[at]! += 1;
    at = 0;
  }
}
