import * as fc from "fast-check";
import { expect, test } from "vitest";
import { chiSquaredQuantile, chiSquaredUpper } from "#shared/statistics/distributions/chiSquared.ts";
import { fQuantileUpper, fUpper } from "#shared/statistics/distributions/fisherF.ts";
import { logGamma } from "#shared/statistics/distributions/logGamma.ts";
import { noncentralT, noncentralTQuantile } from "#shared/statistics/distributions/noncentralT.ts";
import { normalTwoSided } from "#shared/statistics/distributions/normal.ts";
import { normalQuantile } from "#shared/statistics/distributions/normalQuantile.ts";
import { tQuantile, tTwoSided } from "#shared/statistics/distributions/studentT.ts";
import oracle from "../../../oracles/distributions.json" with { type: "json" };

const functions = {
  fQuantileUpper: ([tail, d1, d2]: number[]) => fQuantileUpper(tail!, d1!, d2!),
  tTwoSided: ([t, df]: number[]) => tTwoSided(t!, df!),
  chiSquaredUpper: ([x, df]: number[]) => chiSquaredUpper(x!, df!),
  chiSquaredQuantile: ([p, df]: number[]) => chiSquaredQuantile(p!, df!),
  normalTwoSided: ([z]: number[]) => normalTwoSided(z!),
  normalQuantile: ([p]: number[]) => normalQuantile(p!),
  noncentralT: ([t, df, delta]: number[]) => noncentralT(t!, df!, delta!).lower,
  logGamma: ([z]: number[]) => logGamma(z!),
};

test.each(Object.keys(functions) as (keyof typeof functions)[])("%s: what 40 digits give", (name) => {
  const rows = oracle[name];
  const off = rows.filter((row) => {
    const value = row.at(-1)!;
    const ours = functions[name](row.slice(0, -1));
    return !(Math.abs(ours - value) <= 2e-12 * Math.max(Math.abs(value), name === "noncentralT" ? 1 : 0));
  });
  expect(rows.length).toBeGreaterThan(4);
  expect(off.map((row) => [row, functions[name](row.slice(0, -1))])).toEqual([]);
});

const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
const freedom = fc.double({ min: 0.2, max: 500, noNaN: true });

test("quantiles and tails are each other's inverse (property)", () => {
  fc.assert(
    fc.property(probability, freedom, freedom, (p, d1, d2) => {
      expect(Math.abs(fUpper(fQuantileUpper(p, d1, d2), d1, d2) / p - 1)).toBeLessThan(1e-10);
      expect(Math.abs(chiSquaredUpper(chiSquaredQuantile(1 - p, d1), d1) / p - 1)).toBeLessThan(1e-8);
      const t = tQuantile(p, d1);
      expect(Math.abs(tTwoSided(t, d1) / (2 * Math.min(p, 1 - p)) - 1)).toBeLessThan(1e-9);
      expect(Math.sign(t)).toBe(Math.sign(p - 0.5));
    }),
  );
});

test("noncentral t without noncentrality is Student's; its quantiles are the inverse of its tail", () => {
  for (const df of [1, 5, 74]) {
    for (const t of [-3, -0.5, 0, 1, 4]) {
      const upper = tTwoSided(t, df) / 2;
      expect(noncentralT(t, df, 0).lower).toBeCloseTo(t >= 0 ? 1 - upper : upper, 12);
    }
    for (const p of [0.025, 0.5, 0.975]) expect(noncentralT(noncentralTQuantile(p, df, 2), df, 2).lower).toBeCloseTo(p, 11);
  }
});

test("the ends: infinite, empty and impossible arguments", () => {
  expect([fUpper(0, 2, 3), fUpper(Number.POSITIVE_INFINITY, 2, 3), tTwoSided(Number.POSITIVE_INFINITY, 3), chiSquaredUpper(0, 3)]).toEqual([
    1, 0, 0, 1,
  ]);
  expect([fQuantileUpper(0.05, 0, 3), fUpper(Number.NaN, 1, 1), normalQuantile(2)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
});
