import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { componentsOf, neighboursOf } from "#shared/domain/drawing/components.ts";
import { grownRegion } from "#shared/domain/drawing/growRegion.ts";
import { histogramOf, otsuThreshold, twoClassThreshold } from "#shared/domain/drawing/valueThreshold.ts";
import { grid } from "./pictures.ts";

describe("thresholds of two classes", () => {
  it("Otsu's of the worked example of six grey levels parts 0, 1, 2 from 3, 4, 5", () => {
    // A. Greensted, The Lab Book Pages, Otsu Thresholding: 8, 7, 2, 6, 9 and 4 pixels; the variance between the classes is largest, 2.6093, at T = 3.
    const counts = [8, 7, 2, 6, 9, 4];
    const histogram = histogramOf(counts.flatMap((count, value) => Array.from({ length: count }, () => value)));
    expect(histogram).toEqual({ values: [0, 1, 2, 3, 4, 5], counts });
    expect(otsuThreshold(histogram)).toBe(2);
  });

  it("Otsu's is the lowest of equal ones", () => {
    // 0 and 10 with nothing between: any threshold from 0 to 9 parts them alike.
    expect(otsuThreshold({ values: [0, 5, 10], counts: [4, 0, 4] })).toBe(0);
  });

  it("Ridler and Calvard's lies half way between the means of the classes", () => {
    // The mean of all is 4; 1, 2, 3 and 10 have the means 2 and 10, whose middle parts them the same way.
    expect(twoClassThreshold(histogramOf([1, 2, 3, 10]))).toBe(6);
    expect(twoClassThreshold(histogramOf([0, 0, 10, 10]))).toBe(5);
  });

  it("of values that are no whole numbers come from 256 bins, and leave out what is no number", () => {
    const { values, counts } = histogramOf([0, 0.5, 256, Number.NaN, Infinity]);
    expect([values.length, values[0], values[255], counts[0], counts[255]]).toEqual([256, 0.5, 255.5, 2, 1]);
  });

  it("are none of fewer than two values", () => {
    expect([otsuThreshold(histogramOf([3, 3])), twoClassThreshold(histogramOf([]))]).toEqual([null, null]);
  });
});

describe("a grown region", () => {
  const anyImage = fc.record({
    values: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 8 * 6 * 3, maxLength: 8 * 6 * 3 }),
    closed: fc.array(fc.boolean(), { minLength: 8 * 6 * 3, maxLength: 8 * 6 * 3 }),
    seed: fc.integer({ min: 0, max: 8 * 6 * 3 - 1 }),
    tolerance: fc.integer({ min: 0, max: 4 }),
    radiusMm: fc.constantFrom(1, 2.5, 6, 50),
    slices: fc.constantFrom(1, 3),
  });

  it("is connected, in range, within its bounds, and cannot grow on", () => {
    fc.assert(
      fc.property(anyImage, ({ values, closed, seed, tolerance, radiusMm, slices }) => {
        const of = grid(8, 6, slices, [1, 1.5, 2]);
        const start = seed % (48 * slices);
        const range = [values[start]! - tolerance, values[start]! + tolerance] as const;
        const isIn = (index: number) => {
          const away = [index % 8, Math.floor(index / 8) % 6, Math.floor(index / 48)].map(
            (at, axis) => (at - [start % 8, Math.floor(start / 8) % 6, Math.floor(start / 48)][axis]!) * of.spacingMm[axis]!,
          );
          return values[index]! >= range[0] && values[index]! <= range[1] && !closed[index] && Math.hypot(...away) <= radiusMm + 1e-9;
        };
        const region = grownRegion(values, of, { seed: start, range, radiusMm, mayEnter: (index) => !closed[index] });
        expect(componentsOf(region, of, "faces").sizes.length).toBe(closed[start] ? 0 : 1);
        const neighbours = neighboursOf(of, "faces");
        for (const [index, isPart] of region.entries()) {
          if (isPart === 0) continue;
          expect(isIn(index)).toBe(true);
          neighbours(index, (next) => expect(region[next]).toBe(isIn(next) ? 1 : 0));
        }
        expect(region[start]).toBe(closed[start] ? 0 : 1);
      }),
    );
  });
});
