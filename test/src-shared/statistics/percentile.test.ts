import { describe, expect, it } from "vitest";
import { percentile } from "../../../src-shared/statistics/percentile.ts";

const powers = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

// numpy 2.4.6: numpy.percentile(powers, 100 * fraction, method="linear") and method="inverted_cdf".
describe("percentiles as numpy has them", () => {
  it.each([
    [0, 1, 1],
    [0.01, 1.09, 1],
    [0.1, 1.9, 1],
    [0.25, 5, 4],
    [0.3, 6.799999999999999, 4],
    [0.5, 24, 16],
    [0.95, 396.7999999999997, 512],
    [0.99, 488.96000000000004, 512],
    [1, 512, 512],
  ])("%s", (fraction, linear, nearest) => {
    expect(percentile(powers, fraction, "linear")).toBe(linear);
    expect(percentile(powers, fraction, "nearest rank")).toBe(nearest);
  });

  it("of no values are no number", () => {
    expect([percentile([], 0.5, "linear"), percentile([], 0.5, "nearest rank")]).toEqual([Number.NaN, Number.NaN]);
  });
});
