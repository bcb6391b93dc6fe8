import { chiSquaredUpper } from "../distributions/chiSquared.ts";
import { logGamma } from "../distributions/logGamma.ts";

export interface McNemar {
  /** (b - c)^2 / (b + c), and its p; without continuity correction. */
  readonly statistic: number | null;
  readonly p: number | null;
  /** (|b - c| - 1)^2 / (b + c), and its p. */
  readonly statisticCorrected: number | null;
  readonly pCorrected: number | null;
  /** Exact binomial, two-sided. */
  readonly pExact: number | null;
  /** Exact with half the probability of what was observed (Fagerland, Lydersen & Laake 2013). */
  readonly pMid: number | null;
  /** The one to report: exact where b + c < 25. */
  readonly recommended: "exact" | "chi-squared" | null;
  readonly reason: string | null;
}

const exactBelow = 25;

/** McNemar's test of the two counts of discordant pairs. Undefined where there is none. */
export function mcnemar(b: number, c: number): McNemar {
  const n = b + c;
  if (n === 0) {
    const nothing = { statistic: null, p: null, statisticCorrected: null, pCorrected: null, pExact: null, pMid: null, recommended: null };
    return { ...nothing, reason: "no pair is discordant" };
  }
  const statistic = (b - c) ** 2 / n;
  const statisticCorrected = Math.max(0, Math.abs(b - c) - 1) ** 2 / n;
  const fewer = Math.min(b, c);
  let tail = 0;
  for (let at = 0; at <= fewer; at++) tail += binomialHalf(at, n);
  return {
    statistic,
    p: chiSquaredUpper(statistic, 1),
    statisticCorrected,
    pCorrected: chiSquaredUpper(statisticCorrected, 1),
    pExact: Math.min(1, 2 * tail),
    pMid: Math.min(1, 2 * tail - binomialHalf(fewer, n)),
    recommended: n < exactBelow ? "exact" : "chi-squared",
    reason: null,
  };
}

function binomialHalf(k: number, n: number): number {
  return Math.exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) - n * Math.LN2);
}
