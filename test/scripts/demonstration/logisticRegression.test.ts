import { describe, expect, it } from "vitest";
import { fitLogisticRegression, probabilityOf } from "../../../scripts/demonstration/logisticRegression.ts";

describe("fitLogisticRegression", () => {
  it("gives the closed form for one binary input without a penalty", () => {
    // Of 10 with x = 0, 2 are positive; of 10 with x = 1, 7: a saturated model gives those shares back.
    const rows = Array.from({ length: 20 }, (_, n) => [n < 10 ? 0 : 1]);
    const model = fitLogisticRegression(
      rows,
      rows.map((_, n) => (n < 10 ? n < 2 : n < 17)),
      0,
    );
    expect(probabilityOf(model, [0])).toBeCloseTo(0.2, 10);
    expect(probabilityOf(model, [1])).toBeCloseTo(0.7, 10);
    expect([model.mean, model.standardDeviation]).toEqual([[0.5], [0.5]]);
  });

  it("stands where the penalised loss has no slope", () => {
    const rows = Array.from({ length: 40 }, (_, n) => [Math.sin(n * 1.7), Math.cos(n * 0.9) * 5 + 3]);
    const positive = rows.map(([a, b], n) => a! * 2 + b! - 3 + Math.sin(n * 12.9) * 3 > 0);
    const penalty = 0.7;
    const model = fitLogisticRegression(rows, positive, penalty);
    const loss = (coefficients: readonly number[], intercept: number) =>
      rows.reduce(
        (sum, row, n) => {
          const p = probabilityOf({ ...model, coefficients, intercept }, row);
          return sum - Math.log(positive[n] ? p : 1 - p);
        },
        (penalty / 2) * coefficients.reduce((sum, c) => sum + c * c, 0),
      );
    const best = loss(model.coefficients, model.intercept);
    for (const step of [1e-3, -1e-3]) {
      expect(loss([model.coefficients[0]! + step, model.coefficients[1]!], model.intercept)).toBeGreaterThan(best);
      expect(loss([model.coefficients[0]!, model.coefficients[1]! + step], model.intercept)).toBeGreaterThan(best);
      expect(loss(model.coefficients, model.intercept + step)).toBeGreaterThan(best);
    }
  });

  it("refuses a feature that does not vary", () => {
    expect(() => fitLogisticRegression([[1], [1]], [true, false], 1)).toThrow(RangeError);
  });
});
