import { expect, test } from "vitest";
import { cohenKappa } from "#shared/statistics/agreement/cohenKappa.ts";
import { gradeWeights, weightings } from "#shared/statistics/agreement/gradeWeights.ts";
import { kappaOfCounts } from "#shared/statistics/agreement/kappaOfCounts.ts";
import { createRandom } from "#shared/statistics/random.ts";

test("kappa of counts is that of the table, on 900 random tables with empty rows, one grade, and none", () => {
  const random = createRandom(3);
  for (const weighting of weightings) {
    for (let round = 0; round < 300; round++) {
      const grades = 2 + random.index(5);
      const weights = gradeWeights(weighting, grades);
      const occurs = 1 + random.index(grades);
      const table = Array.from({ length: grades }, (_, i) =>
        Array.from({ length: grades }, (_, j) => (i < occurs && j < occurs && round % 10 > 0 ? random.index(6) : 0)),
      );
      const ours = kappaOfCounts(weights)(Float64Array.from(table.flat()));
      const { value } = cohenKappa(table, weights);
      expect(ours === null).toBe(value === null);
      expect(Math.abs((ours ?? 0) - (value ?? 0))).toBeLessThan(1e-12);
    }
  }
});
