import { expect, test } from "vitest";
import { jitteredBorder } from "../../../../src-main/services/sampleProject/jitteredBorder.ts";

const pixels = 64;
const size = { columns: pixels, rows: pixels, spacingMm: 1.5 };
const radiusMm = 30;
const fromMiddle = (index: number) => (index - (pixels - 1) / 2) * size.spacingMm;
const disc = Uint8Array.from({ length: pixels ** 2 }, (_, at) =>
  Math.hypot(fromMiddle(at % pixels), fromMiddle(Math.floor(at / pixels))) < radiusMm ? 1 : 0,
);
const area = (region: Uint8Array) => region.reduce((sum, value) => sum + value, 0);
const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.from(a).equals(b);
const drawn = (deviationMm: number, biasMm: number, seed: number) =>
  jitteredBorder(disc, size, { deviationMm, biasMm, reachMm: 16 }, seed, "x");
const dice = (region: Uint8Array) => (2 * region.reduce((sum, value, at) => sum + value * disc[at]!, 0)) / (area(region) + area(disc));
const seeds = Array.from({ length: 20 }, (_, seed) => seed);
const meanDice = (deviationMm: number) => seeds.reduce((sum, seed) => sum + dice(drawn(deviationMm, 0, seed)), 0) / seeds.length;

test("without jitter nothing is moved; the same seed moves a border in the same way, another in another", () => {
  expect(isSame(drawn(0, 0, 1), disc)).toBe(true);
  expect(isSame(drawn(2, 0, 1), drawn(2, 0, 1))).toBe(true);
  expect(isSame(drawn(2, 0, 1), drawn(2, 0, 2))).toBe(false);
  expect(area(jitteredBorder(new Uint8Array(pixels ** 2), size, { deviationMm: 3, biasMm: 1, reachMm: 16 }, 1, "x"))).toBe(0);
});

test("Dice falls as the jitter grows, by what a border that is moved so far costs", () => {
  const deviations = [0, 0.5, 1, 2, 3, 4];
  const values = deviations.map(meanDice);
  for (let at = 1; at < values.length; at++) expect(values[at]).toBeLessThan(values[at - 1]!);
  // A border moved by d, normal, costs 2 pi r E|d| of two areas of pi r^2: 1 - Dice = E|d| / r, E|d| = 0.798 deviations. The field is only about normal.
  const large = deviations.filter((deviation) => deviation >= 1);
  for (const deviation of large)
    expect(Math.abs((1 - values[deviations.indexOf(deviation)]!) / ((0.798 * deviation) / radiusMm) - 1)).toBeLessThan(0.15);
});

test("a bias moves the whole border outward", () => {
  const grown = seeds.reduce((sum, seed) => sum + area(drawn(1, 3, seed)), 0) / seeds.length;
  expect(size.spacingMm * Math.sqrt(grown / Math.PI)).toBeGreaterThan(radiusMm + 2.7);
  expect(size.spacingMm * Math.sqrt(grown / Math.PI)).toBeLessThan(radiusMm + 3.3);
});
