import { expect, it } from "vitest";
import { performanceOf } from "../../../scripts/demonstration/performance.ts";

it("counts pairs in the right order, and rates at the threshold", () => {
  // Positives 0.9, 0.5, 0.4; negatives 0.5, 0.1. Pairs: 0.9 wins 2; 0.5 ties one and wins one; 0.4 loses one and wins one: 4.5 of 6.
  expect(performanceOf([0.9, 0.5, 0.4, 0.5, 0.1], [true, true, true, false, false], 0.5)).toEqual({
    auc: 4.5 / 6,
    accuracy: 3 / 5,
    sensitivity: 2 / 3,
    specificity: 1 / 2,
  });
});
