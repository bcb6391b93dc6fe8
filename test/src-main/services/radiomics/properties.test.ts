import { type Arbitrary, assert, asyncProperty, double, integer, record, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import type { Image } from "../../../../src-shared/domain/volume.ts";
import { extractMatrices } from "../../../../src-main/services/radiomics/index.ts";
import { makeImage } from "./makeImage.ts";
import { featuresOf } from "./featuresOf.ts";
import { originalFeatures } from "../../../featureCounts.ts";

interface Case {
  image: Image;
  mask: Image;
  inside: number;
}

/** Images of up to 9 x 8 x 7 voxels with any mask: sparse, dense, touching the border, in several pieces. */
const anyCase: Arbitrary<Case> = record({
  size: tuple(integer({ min: 1, max: 9 }), integer({ min: 1, max: 8 }), integer({ min: 1, max: 7 })),
  density: double({ min: 0.05, max: 1, noNaN: true }),
  levels: integer({ min: 1, max: 40 }),
  seed: integer(),
  spacing: tuple(...[0, 1, 2].map(() => double({ min: 0.3, max: 6, noNaN: true }))) as Arbitrary<[number, number, number]>,
}).map(({ size, density, levels, seed, spacing }) => {
  const random = generator(seed);
  const count = size[0] * size[1] * size[2];
  const voxels = Int16Array.from({ length: count }, () => Math.floor(random() * levels) - 5);
  const labels = Uint8Array.from({ length: count }, () => (random() < density ? 1 : 0));
  return {
    image: makeImage(size, voxels, spacing),
    mask: makeImage(size, labels, spacing),
    inside: labels.reduce((sum, label) => sum + label, 0),
  };
});

/** Mulberry32: the same numbers for the same seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const settings = { binWidth: 3, minimumROIDimensions: 1 };
const largeEnough = anyCase.filter(({ inside }) => inside > 1);
const runs = { numRuns: 150 };

/** The image inside a larger one, shifted. */
function padded(
  { image, mask }: Case,
  before: readonly [number, number, number],
  after: readonly [number, number, number],
): Pick<Case, "image" | "mask"> {
  const [x, y, z] = image.grid.size;
  const size = [x + before[0] + after[0], y + before[1] + after[1], z + before[2] + after[2]] as const;
  const voxels = new Int16Array(size[0] * size[1] * size[2]).fill(7777);
  const labels = new Uint8Array(voxels.length);
  for (let k = 0; k < z; k += 1) {
    for (let j = 0; j < y; j += 1) {
      for (let i = 0; i < x; i += 1) {
        const to = i + before[0] + size[0] * (j + before[1] + size[1] * (k + before[2]));
        voxels[to] = image.voxels[i + x * (j + y * k)]!;
        labels[to] = mask.voxels[i + x * (j + y * k)]!;
      }
    }
  }
  return { image: makeImage(size, voxels, image.grid.spacingMm), mask: makeImage(size, labels, image.grid.spacingMm) };
}

describe("extraction", () => {
  it("answers any mask: all features, or words; and an undefined feature has a reason", async () => {
    await assert(
      asyncProperty(anyCase, async ({ image, mask, inside }) => {
        const outcome = await featuresOf(image, mask, settings).catch((error: unknown) => (error as Error).name);
        expect(typeof outcome === "string" ? outcome : outcome.length).toBe(inside < 2 ? "PlainError" : originalFeatures);
        const features = typeof outcome === "string" ? [] : outcome;
        for (const { value, reason } of features) expect(value === null ? reason : Number.isFinite(value)).toBeTruthy();
      }),
      runs,
    );
  });

  it("does not depend on the number of threads, to the last bit", async () => {
    await assert(
      asyncProperty(largeEnough, async ({ image, mask }) => {
        const one = await featuresOf(image, mask, settings, { threads: 1 });
        expect(await featuresOf(image, mask, settings, { threads: 7 })).toEqual(one);
      }),
      runs,
    );
  });

  it("does not depend on what lies around the region, nor on where it is", async () => {
    const margin = tuple(integer({ min: 0, max: 4 }), integer({ min: 0, max: 4 }), integer({ min: 0, max: 4 }));
    await assert(
      asyncProperty(largeEnough, margin, margin, async (found, before, after) => {
        const moved = padded(found, before, after);
        expect(await featuresOf(moved.image, moved.mask, settings)).toEqual(await featuresOf(found.image, found.mask, settings));
      }),
      runs,
    );
  });

  it("does not depend on the type of the voxels", async () => {
    await assert(
      asyncProperty(largeEnough, async ({ image, mask }) => {
        const expected = await featuresOf(image, mask, settings);
        for (const make of [Int8Array, Int32Array, Float32Array, Float64Array]) {
          const other = makeImage(image.grid.size, make.from(image.voxels), image.grid.spacingMm);
          const label = makeImage(mask.grid.size, make.from(mask.voxels), mask.grid.spacingMm);
          expect(await featuresOf(other, label, settings)).toEqual(expected);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("has matrices that count every voxel", async () => {
    await assert(
      asyncProperty(largeEnough, async ({ image, mask, inside }) => {
        const { glcm, glrlm, glszm, gldm, ngtdm } = await extractMatrices(image, mask, settings);
        const total = (entries: number[][], of: (entry: number[]) => number) => entries.reduce((sum, entry) => sum + of(entry), 0);
        for (const entries of glcm) expect(total(entries, (entry) => entry[2]!)).toBeCloseTo(1, 12);
        for (const entries of glrlm) expect(total(entries, ([, length, count]) => length! * count!)).toBe(inside);
        expect(total(glszm[0]!, ([, size, count]) => size! * count!)).toBe(inside);
        expect(total(gldm[0]!, (entry) => entry[2]!)).toBe(inside);
        expect(total(ngtdm[0]!, (entry) => entry[0]!)).toBe(inside);
      }),
      runs,
    );
  });

  it("finds the largest distance of all pairs of surface points", async () => {
    await assert(
      asyncProperty(largeEnough, async ({ image, mask }) => {
        const [x, y, z] = mask.grid.size;
        const spacing = mask.grid.spacingMm;
        const at = (i: number, j: number, k: number) =>
          i < 0 || j < 0 || k < 0 || i >= x || j >= y || k >= z ? 0 : mask.voxels[i + x * (j + y * k)]!;
        const points: number[][] = [];
        for (let k = -1; k <= z; k += 1) {
          for (let j = -1; j <= y; j += 1) {
            for (let i = -1; i <= x; i += 1) {
              if (at(i, j, k) !== at(i + 1, j, k)) points.push([2 * i + 1, 2 * j, 2 * k]);
              if (at(i, j, k) !== at(i, j + 1, k)) points.push([2 * i, 2 * j + 1, 2 * k]);
              if (at(i, j, k) !== at(i, j, k + 1)) points.push([2 * i, 2 * j, 2 * k + 1]);
            }
          }
        }
        const longest = { Maximum3DDiameter: 0, Maximum2DDiameterSlice: 0, Maximum2DDiameterColumn: 0, Maximum2DDiameterRow: 0 };
        for (const a of points) {
          for (const b of points) {
            const distance = Math.hypot(...[0, 1, 2].map((axis) => ((a[axis]! - b[axis]!) / 2) * spacing[axis]!));
            longest.Maximum3DDiameter = Math.max(longest.Maximum3DDiameter, distance);
            for (const [axis, name] of [
              [2, "Maximum2DDiameterSlice"],
              [1, "Maximum2DDiameterColumn"],
              [0, "Maximum2DDiameterRow"],
            ] as const) {
              if (a[axis] === b[axis]) longest[name] = Math.max(longest[name], distance);
            }
          }
        }
        const features = await featuresOf(image, mask, { ...settings, featureClass: { shape: Object.keys(longest) } });
        for (const { name, value } of features)
          expect(value).toBeCloseTo(longest[name.replace("original_shape_", "") as keyof typeof longest], 10);
      }),
      { numRuns: 60 },
    );
  });

  it("joins zones as a flood does", async () => {
    await assert(
      asyncProperty(largeEnough, async ({ image, mask }) => {
        const [x, y, z] = mask.grid.size;
        const levels = Array.from(image.voxels, (value, v) => (mask.voxels[v] ? Math.floor(value / 3) : null));
        const seen = new Set<number>();
        const sizes: number[] = [];
        for (let start = 0; start < levels.length; start += 1) {
          if (levels[start] === null || seen.has(start)) continue;
          const queue = [start];
          seen.add(start);
          for (let head = 0; head < queue.length; head += 1) {
            const [i, j, k] = [queue[head]! % x, Math.floor(queue[head]! / x) % y, Math.floor(queue[head]! / (x * y))];
            for (let step = 0; step < 27; step += 1) {
              const [a, b, c] = [i + (step % 3) - 1, j + (Math.floor(step / 3) % 3) - 1, k + Math.floor(step / 9) - 1];
              const to = a + x * (b + y * c);
              if (a < 0 || b < 0 || c < 0 || a >= x || b >= y || c >= z || seen.has(to) || levels[to] !== levels[start]) continue;
              seen.add(to);
              queue.push(to);
            }
          }
          sizes.push(queue.length);
        }
        const { glszm } = await extractMatrices(image, mask, settings);
        const found = glszm[0]!.flatMap(([, size, count]) => Array.from({ length: count }, () => size));
        expect(found.toSorted((a, b) => a - b)).toEqual(sizes.toSorted((a, b) => a - b));
      }),
      { numRuns: 80 },
    );
  });
});
