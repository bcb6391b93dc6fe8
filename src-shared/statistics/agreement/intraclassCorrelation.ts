import { fQuantileUpper, fUpper } from "../distributions/fisherF.ts";
import { finiteOrNull, whyBeyondPrecision, whyNoInterval, type Estimate } from "./estimate.ts";
import { meanSquares, type CompleteTable, type MeanSquares } from "./meanSquares.ts";

/**
 * The forms of the intraclass correlation by McGraw & Wong's names: one-way (1), consistency (C) or absolute agreement (A), of a single score (1) or of the
 * mean of the k readers (k). Two-way random and two-way mixed give the same numbers.
 */
export const iccForms = ["1", "C,1", "A,1", "1,k", "C,k", "A,k"] as const;
export type IccForm = (typeof iccForms)[number];

export interface IccEstimate extends Estimate {
  /** The test of ICC = 0. */
  readonly f: number | null;
  readonly df1: number | null;
  readonly df2: number | null;
  readonly p: number | null;
}

export type IntraclassCorrelation = Readonly<Record<IccForm, IccEstimate>>;

const noVariation = "no variation: all values are alike";

/**
 * The intraclass correlations of a table (subjects by readers, no cell missing) with F-based intervals of the confidence `confidence`
 * (McGraw & Wong 1996, tables 4, 7 and 8; Shrout & Fleiss 1979). The interval of A,1 has Satterthwaite's degrees of freedom; those of means are the
 * Spearman-Brown form of the single-score ones. Negative values stand as they are. What is 0 / 0 is null with a reason, and
 * so is everything of values beyond double precision.
 */
export function intraclassCorrelation(table: CompleteTable, confidence = 0.95): IntraclassCorrelation {
  const n = table.length;
  const k = table[0]?.length ?? 0;
  if (n < 2 || k < 2) return allUndefined(n < 2 ? "fewer than 2 subjects were read by all of them" : "fewer than 2 readers");
  const beyond = whyBeyondPrecision(table);
  return beyond === null ? iccOfMeanSquares(meanSquares(table), confidence) : allUndefined(beyond);
}

/** The same of mean squares. */
export function iccOfMeanSquares(squares: MeanSquares, confidence = 0.95): IntraclassCorrelation {
  if (squares.hasNoVariation) return allUndefined(noVariation);
  const { n, k, msr, msc, mse, msw } = squares;
  const tail = (1 - confidence) / 2;
  const oneWay = test(msr, msw, n - 1, n * (k - 1));
  const twoWay = test(msr, mse, n - 1, (n - 1) * (k - 1));
  const one = single((msr - msw) / (msr + (k - 1) * msw), intervalOfF(msr / msw, n - 1, n * (k - 1), k, tail), oneWay);
  const consistency = single((msr - mse) / (msr + (k - 1) * mse), intervalOfF(msr / mse, n - 1, (n - 1) * (k - 1), k, tail), twoWay);
  const agreementValue = (msr - mse) / (msr + (k - 1) * mse + (k * (msc - mse)) / n);
  const agreement = single(agreementValue, intervalOfAgreement(squares, agreementValue, tail), twoWay);
  return {
    "1": one,
    "C,1": consistency,
    "A,1": agreement,
    "1,k": averaged((msr - msw) / msr, one, k, oneWay),
    "C,k": averaged((msr - mse) / msr, consistency, k, twoWay),
    "A,k": averaged((msr - mse) / (msr + (msc - mse) / n), agreement, k, twoWay),
  };
}

type Test = Pick<IccEstimate, "f" | "df1" | "df2" | "p">;
interface Interval {
  readonly lower: number | null;
  readonly upper: number | null;
}
const noInterval: Interval = { lower: null, upper: null };

function test(top: number, bottom: number, df1: number, df2: number): Test {
  const f = top / bottom;
  return { f: finiteOrNull(f), df1, df2, p: finiteOrNull(fUpper(f, df1, df2)) };
}

/** Limits from an F ratio: (F / Fcrit - 1) / (F / Fcrit + k - 1). */
function intervalOfF(f: number, df1: number, df2: number, k: number, tail: number): Interval {
  if (!Number.isFinite(f)) return noInterval;
  const low = f / quantile(tail, df1, df2);
  const high = f * quantile(tail, df2, df1);
  return { lower: finiteOrNull((low - 1) / (low + k - 1)), upper: finiteOrNull((high - 1) / (high + k - 1)) };
}

/** Limits of ICC(A,1) by Satterthwaite's degrees of freedom v, which are no whole number and may be below 1. */
function intervalOfAgreement({ n, k, msr, msc, mse }: MeanSquares, value: number, tail: number): Interval {
  const v = satterthwaite({ n, k, msc, mse }, value);
  if (!Number.isFinite(v) || !(v > 0)) return noInterval;
  const low = fQuantileUpper(tail, n - 1, v);
  const high = fQuantileUpper(tail, v, n - 1);
  const readers = k * msc + (k * n - k - n) * mse;
  return {
    lower: finiteOrNull((n * (msr - low * mse)) / (low * readers + n * msr)),
    upper: finiteOrNull((n * (high * msr - mse)) / (readers + n * high * msr)),
  };
}

/** The degrees of freedom of a MSC + b MSE at the estimate (McGraw & Wong 1996, table 7). */
export function satterthwaite({ n, k, msc, mse }: Pick<MeanSquares, "n" | "k" | "msc" | "mse">, value: number): number {
  const a = (k * value) / (n * (1 - value));
  const b = 1 + (k * value * (n - 1)) / (n * (1 - value));
  return (a * msc + b * mse) ** 2 / ((a * msc) ** 2 / (k - 1) + (b * mse) ** 2 / ((n - 1) * (k - 1)));
}

function single(value: number, interval: Interval, tested: Test): IccEstimate {
  return withReason(finiteOrNull(value), interval, tested);
}

function averaged(value: number, { lower, upper }: Interval, k: number, tested: Test): IccEstimate {
  const stepped = (limit: number | null) => (limit === null ? null : finiteOrNull((k * limit) / (1 + (k - 1) * limit)));
  const interval = lower === null || upper === null ? noInterval : { lower: stepped(lower), upper: stepped(upper) };
  return withReason(finiteOrNull(value), interval, tested);
}

function withReason(value: number | null, { lower, upper }: Interval, tested: Test): IccEstimate {
  if (value === null) return { value, lower: null, upper: null, ...tested, reason: "subjects do not vary: 0 / 0" };
  if (lower !== null && upper !== null) return { value, lower, upper, ...tested, reason: null };
  return { value, lower: null, upper: null, ...tested, reason: whyNoInterval(value) };
}

function allUndefined(reason: string): IntraclassCorrelation {
  const nothing: IccEstimate = { value: null, lower: null, upper: null, f: null, df1: null, df2: null, p: null, reason };
  return { "1": nothing, "C,1": nothing, "A,1": nothing, "1,k": nothing, "C,k": nothing, "A,k": nothing };
}

/** Thousands of features have the same degrees of freedom: their quantiles are computed once. */
const known = new Map<string, number>();
const mostKnown = 1000;

function quantile(tail: number, df1: number, df2: number): number {
  const key = `${tail} ${df1} ${df2}`;
  let value = known.get(key);
  if (value === undefined) {
    value = fQuantileUpper(tail, df1, df2);
    if (known.size >= mostKnown) known.clear();
    known.set(key, value);
  }
  return value;
}
