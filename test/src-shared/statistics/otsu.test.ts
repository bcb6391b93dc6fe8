import { expect, test } from "vitest";
import { normalQuantile } from "#shared/statistics/distributions/normalQuantile.ts";
import { gaussianMixture } from "#shared/statistics/gaussianMixture.ts";
import { otsuThreshold } from "#shared/statistics/otsu.ts";

/** Values at the middle ranks of a normal distribution: a sample without chance. */
const normalValues = (count: number, mean: number, deviation: number) =>
  Array.from({ length: count }, (_, at) => mean + deviation * normalQuantile((at + 0.5) / count));
const ascending = (values: readonly number[]) => Float64Array.from(values).sort();

test("Otsu's threshold of six values, by hand", () => {
  // Between: 1/2 * 1/2 * (8 - 2)^2 = 9; within: 2/3; of all: 9 + 2/3.
  const found = otsuThreshold([1, 2, 3, 7, 8, 9])!;
  expect(found).toMatchObject({ threshold: 5, darkMean: 2, brightMean: 8, bright: 3 });
  expect(found.separability).toBeCloseTo(9 / (9 + 2 / 3), 12);
});

test("Otsu's separability: 0.75 of an even spread, 2 / pi of one normal class; none of one value", () => {
  expect(otsuThreshold(Array.from({ length: 1000 }, (_, at) => at))!.separability).toBeCloseTo(0.75, 5);
  expect(otsuThreshold(normalValues(20_001, 0, 1))!.separability).toBeCloseTo(2 / Math.PI, 3);
  expect(otsuThreshold([4, 4, 4])).toBeNull();
  expect(otsuThreshold([])).toBeNull();
});

test("Otsu's threshold is the best of all cuts, each computed from its definition", () => {
  const values = ascending([...normalValues(37, 100, 30), ...normalValues(11, 260, 50), 100, 100, 260]);
  const mean = (part: Float64Array) => part.reduce((sum, value) => sum + value, 0) / part.length;
  const within = (part: Float64Array) => part.reduce((sum, value) => sum + (value - mean(part)) ** 2, 0);
  const cuts = Array.from(values.keys())
    .slice(1)
    .filter((cut) => values[cut] !== values[cut - 1]);
  // The least variance within the classes is the largest between them.
  const best = cuts.toSorted(
    (a, b) => within(values.slice(0, a)) + within(values.slice(a)) - within(values.slice(0, b)) - within(values.slice(b)),
  )[0]!;
  expect(otsuThreshold(values)!.threshold).toBe((values[best - 1]! + values[best]!) / 2);
});

test("a mixture's parameters are found again, and its threshold is where the two densities cross", () => {
  const values = ascending([...normalValues(7000, 100, 20), ...normalValues(3000, 300, 40)]);
  const { means, deviations, weights, threshold, isBetterThanOne } = gaussianMixture(values, otsuThreshold(values)!.threshold)!;
  expect(means[0]).toBeCloseTo(100, 0);
  expect(means[1]).toBeCloseTo(300, 0);
  expect(deviations[0]).toBeCloseTo(20, 0);
  expect(deviations[1]).toBeCloseTo(40, 0);
  expect(weights[0]).toBeCloseTo(0.7, 2);
  // 0.7 / 20 exp(-(x - 100)^2 / 800) = 0.3 / 40 exp(-(x - 300)^2 / 3200): 3 x^2 - 200 x - 50000 - 3200 ln(14/3) = 0.
  const crossing = (200 + Math.sqrt(200 ** 2 + 4 * 3 * (50_000 + 3200 * Math.log(14 / 3)))) / 6;
  expect(Math.abs(threshold! - crossing)).toBeLessThan(0.5);
  expect(isBetterThanOne).toBe(true);
});

test("one normal class is no mixture; too few or equal values are none", () => {
  const values = normalValues(2000, 50, 5);
  expect(gaussianMixture(values, 50)!.isBetterThanOne).toBe(false);
  expect(gaussianMixture([1, 2, 3], 2)).toBeNull();
  expect(
    gaussianMixture(
      Array.from({ length: 20 }, () => 7),
      7,
    ),
  ).toBeNull();
});
