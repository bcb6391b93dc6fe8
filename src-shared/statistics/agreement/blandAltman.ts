import { noncentralTQuantile } from "../distributions/noncentralT.ts";
import { tQuantile, tTwoSided } from "../distributions/studentT.ts";
import { finiteOrNull, whyBeyondPrecision } from "./estimate.ts";

export interface Limits {
  readonly lower: number;
  readonly upper: number;
}

export interface BlandAltman {
  /** Mean of the differences, first minus second. */
  readonly bias: number | null;
  /** Their standard deviation, divisor n - 1. */
  readonly sd: number | null;
  /** Limits of agreement, bias -+ 1.96 sd. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** 95 % intervals of the bias and of both limits. `recommended`: exact below 30 subjects. */
  readonly intervals: {
    readonly recommended: "approximate" | "exact";
    readonly approximate: { readonly bias: Limits; readonly lower: Limits; readonly upper: Limits };
    readonly exact: { readonly lower: Limits; readonly upper: Limits };
  } | null;
  /** Slope of the differences over the means of the pairs, and its two-sided p (t, n - 2): a bias that grows with the size. */
  readonly slope: number | null;
  readonly slopeP: number | null;
  readonly reason: string | null;
}

const z = 1.96;
/** From so many subjects on the approximate intervals are good enough. */
const exactBelow = 30;

/**
 * Limits of agreement of two measurements of each subject, without missing values (Bland & Altman 1986). Approximate intervals by Bland &
 * Altman 1999: se(bias) =
 * sd / sqrt n, se(limit) = sd sqrt(1/n + 1.96^2 / (2 (n - 1))), t(n - 1). Exact ones by Carkeet 2015: noncentral t with noncentrality 1.96 sqrt n.
 */
export function blandAltman(first: readonly number[], second: readonly number[]): BlandAltman {
  const n = first.length;
  const nothing = { bias: null, sd: null, lower: null, upper: null, intervals: null, slope: null, slopeP: null };
  const reason = n < 2 ? "fewer than 2 subjects were read by both" : whyBeyondPrecision([first, second]);
  if (reason !== null) return { ...nothing, reason };
  const differences = first.map((value, index) => value - second[index]!);
  const middles = first.map((value, index) => value / 2 + second[index]! / 2);
  const bias = mean(differences);
  const meanMiddle = mean(middles);
  let squares = 0;
  let products = 0;
  let widths = 0;
  for (let i = 0; i < n; i++) {
    squares += (differences[i]! - bias) ** 2;
    products += (differences[i]! - bias) * (middles[i]! - meanMiddle);
    widths += (middles[i]! - meanMiddle) ** 2;
  }
  const sd = Math.sqrt(squares / (n - 1));
  const lower = bias - z * sd;
  const upper = bias + z * sd;
  const t = tQuantile(0.975, n - 1);
  const ofBias = (t * sd) / Math.sqrt(n);
  const ofLimit = t * sd * Math.sqrt(1 / n + (z * z) / (2 * (n - 1)));
  const { near, far } = exactFactors(n);
  const around = (centre: number, half: number): Limits => ({ lower: centre - half, upper: centre + half });
  const hasSlope = n > 2 && widths > 0;
  const r = products / Math.sqrt(squares * widths);
  return {
    bias,
    sd,
    lower,
    upper,
    intervals: {
      recommended: n < exactBelow ? "exact" : "approximate",
      approximate: { bias: around(bias, ofBias), lower: around(lower, ofLimit), upper: around(upper, ofLimit) },
      exact: {
        lower: { lower: bias - sd * far, upper: bias - sd * near },
        upper: { lower: bias + sd * near, upper: bias + sd * far },
      },
    },
    slope: hasSlope ? products / widths : null,
    slopeP: hasSlope ? finiteOrNull(tTwoSided(r * Math.sqrt((n - 2) / ((1 - r) * (1 + r))), n - 2)) : null,
    reason: hasSlope ? null : "no slope: the means of the pairs do not vary, or there are fewer than 3 subjects",
  };
}

function mean(values: readonly number[]): number {
  const about = values.reduce((sum, value) => sum + value, 0) / values.length;
  return about + values.reduce((sum, value) => sum + (value - about), 0) / values.length;
}

const known = new Map<number, { near: number; far: number }>();
const mostKnown = 1000;

/** The exact limits lie so many standard deviations from the bias; they depend on n alone. */
function exactFactors(n: number): { near: number; far: number } {
  let factors = known.get(n);
  if (!factors) {
    const at = (p: number) => noncentralTQuantile(p, n - 1, z * Math.sqrt(n)) / Math.sqrt(n);
    factors = { near: at(0.025), far: at(0.975) };
    if (known.size >= mostKnown) known.clear();
    known.set(n, factors);
  }
  return factors;
}
