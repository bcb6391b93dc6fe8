import { readFileSync } from "node:fs";
import { array, assert, asyncProperty, boolean, double, integer, oneof, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { binEdges, binOf } from "#shared/statistics/binEdges.ts";
import { firstOrderNames, firstOrderOf } from "#shared/statistics/firstOrder.ts";
import { mergeSorted } from "#shared/statistics/mergeSorted.ts";
import { readImageFile } from "../../../src-main/services/imagefiles/index.ts";
import { featuresOf } from "../../src-main/services/radiomics/featuresOf.ts";
import { makeImage } from "../../src-main/services/radiomics/makeImage.ts";
import { noSharedData, sharedData } from "../../sharedData.ts";

/** What is further apart than rounding may make it: relative to the value, or for a value near 0 to what it is made of. Empty where all agree. */
function differences(
  found: Readonly<Record<string, number | null>>,
  expected: ReadonlyMap<string, number | null>,
  relative: number,
): unknown[] {
  return [...expected].flatMap(([name, value]) => {
    const ours = found[name] ?? null;
    const isClose = ours === null || value === null ? ours === value : Math.abs(ours - value) <= relative * Math.max(1, Math.abs(value));
    return isClose ? [] : [{ name, ours, value }];
  });
}

describe("firstOrderOf", () => {
  test("by hand: 2, 4, 4, 4, 5, 5, 7, 9 have mean 5, variance 4, and in bins of 2 (2-3, 4-5, 6-7, 8-9) shares of 1, 5, 1, 1 eighths", () => {
    const found = firstOrderOf([9, 2, 4, 4, 5, 4, 7, 5], { binWidth: 2, voxelVolumeMm3: 3 })!;
    expect(found).toMatchObject({
      Mean: 5,
      Variance: 4,
      Median: 4.5,
      Minimum: 2,
      Maximum: 9,
      Range: 7,
      Energy: 232,
      TotalEnergy: 696,
      MeanAbsoluteDeviation: 1.5,
      RootMeanSquared: Math.sqrt(29),
    });
    expect(found.Uniformity).toBeCloseTo(28 / 64, 12);
    expect(found.Entropy).toBeCloseTo(-(5 / 8) * Math.log2(5 / 8) + (3 / 8) * 3, 12);
    // Ranks 0.7 and 6.3 of 2 4 4 4 5 5 7 9.
    expect(found["10Percentile"]).toBeCloseTo(3.4, 12);
    expect(found["90Percentile"]).toBeCloseTo(7.6, 12);
    expect(found.RobustMeanAbsoluteDeviation).toBeCloseTo((3 * (29 / 6 - 4) + 2 / 6 + (7 - 29 / 6)) / 6, 12);
  });

  test("of nothing there is nothing", () => {
    expect(firstOrderOf([], { voxelVolumeMm3: 1 })).toBeNull();
  });

  test("more bins than the engine takes leave entropy and uniformity out, and nothing else", () => {
    expect(firstOrderOf([0, 1e9], { binWidth: 1, voxelVolumeMm3: 1 })).toMatchObject({ Entropy: null, Uniformity: null, Mean: 5e8 });
  });

  // Values computed by PyRadiomics 3.1.
  test.skipIf(noSharedData).each([
    ["brain1", "bw25", { binWidth: 25 }],
    ["brain1", "bc32", { binCount: 32 }],
    ["breast1", "bw25", { binWidth: 25 }],
    ["breast1", "bc32", { binCount: 32 }],
  ] as const)("%s, %s: what PyRadiomics gives", async (name, setting, binning) => {
    const image = await readImageFile(sharedData("radiomics", "pyradiomics", `${name}_image.nrrd`));
    const mask = await readImageFile(sharedData("radiomics", "pyradiomics", `${name}_label.nrrd`));
    const { features } = JSON.parse(readFileSync(sharedData("radiomics", "golden", `${name}_${setting}.json`), "utf8")) as {
      features: Record<string, number>;
    };
    const values = Array.from(image.voxels).filter((_, at) => mask.voxels[at] === 1);
    const [x, y, z] = image.grid.spacingMm;
    const found = firstOrderOf(values, { ...binning, voxelVolumeMm3: x * y * z })!;
    expect(
      differences(found, new Map(firstOrderNames.map((feature) => [feature, features[`original_firstorder_${feature}`]!])), 1e-10),
    ).toEqual([]);
  });

  test("gives what the engine gives, for whole and broken values, widths and counts (property)", async () => {
    const value = oneof(
      integer({ min: -900, max: 3000 }),
      double({ min: -50, max: 50, noNaN: true }).map((number) => Math.round(number * 8) / 8),
    );
    const width = oneof(
      integer({ min: 1, max: 300 }),
      integer({ min: 1, max: 40 }).map((eighths) => eighths / 8),
    );
    await assert(
      asyncProperty(
        array(value, { minLength: 2, maxLength: 60 }),
        boolean(),
        width,
        integer({ min: 1, max: 128 }),
        async (values, isCount, binWidth, binCount) => {
          const binning = isCount ? { binCount } : { binWidth };
          const image = makeImage([values.length, 1, 1], Float64Array.from(values), [0.5, 2, 3]);
          const mask = makeImage([values.length, 1, 1], new Uint8Array(values.length).fill(1), [0.5, 2, 3]);
          const engine = await featuresOf(image, mask, { ...binning, minimumROIDimensions: 1, featureClass: { firstorder: null } });
          const found = firstOrderOf(values, { ...binning, voxelVolumeMm3: 3 })!;
          expect(engine).toHaveLength(18);
          expect(
            differences(
              found,
              new Map(engine.map(({ name, value: expected }) => [name.replace("original_firstorder_", ""), expected])),
              1e-9,
            ),
          ).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("binEdges", () => {
  test("of a width begin at its multiple and end after the largest value", () => {
    expect([...binEdges({ binWidth: 25 }, 26, 80)!]).toEqual([25, 50, 75, 100]);
    expect([...binEdges({ binWidth: 25 }, -26, 0)!]).toEqual([-50, -25, 0, 25]);
    expect([...binEdges({ binWidth: 10 }, 7, 7)!]).toEqual([0, 10]);
  });

  test("of a count are even, the last one plus 1", () => {
    expect([...binEdges({ binCount: 4 }, 0, 8)!]).toEqual([0, 2, 4, 6, 9]);
    // numpy widens a flat range by a half each way.
    expect([...binEdges({ binCount: 2 }, 5, 5)!]).toEqual([4.5, 5, 6.5]);
  });

  test("every value lies in its bin (property)", () => {
    assert(
      property(
        tuple(integer({ min: -500, max: 500 }), integer({ min: 0, max: 500 })),
        integer({ min: 1, max: 80 }),
        boolean(),
        ([low, range], size, isCount) => {
          const edges = binEdges(isCount ? { binCount: size } : { binWidth: size / 4 }, low, low + range)!;
          for (const value of [low, low + range, low + Math.floor(range / 3)]) {
            const bin = binOf(edges, value);
            expect(edges[bin]! <= value && value < edges[bin + 1]!).toBe(true);
          }
        },
      ),
    );
  });
});

test("mergeSorted: as if all were sorted together (property)", () => {
  assert(
    property(array(array(double({ noNaN: true }), { maxLength: 12 }), { maxLength: 9 }), (lists) => {
      expect(mergeSorted(lists.map((list) => Float64Array.from(list).sort()))).toEqual(Float64Array.from(lists.flat()).sort());
    }),
  );
});
