import { assert, asyncProperty, boolean, constantFrom, integer, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import type { ExtractionSettings } from "../../../../src-shared/domain/extractionSettings.ts";
import type { FeatureValue } from "../../../../src-shared/domain/featureSet.ts";
import { PlainError } from "../../../../src-shared/domain/plainError.ts";
import type { Image } from "../../../../src-shared/domain/volume.ts";
import { deriveImages, extractLabels, extractMatrices } from "../../../../src-main/services/radiomics/index.ts";
import { amongZeros, anyBox } from "./filters/anyBox.ts";
import { wholeMask } from "./filters/filterOracles.ts";
import { featuresOf } from "./featuresOf.ts";
import { makeImage } from "./makeImage.ts";
import { randomCase, type Three, turnedImage } from "./randomCase.ts";

const lenient = { minimumROIDimensions: 1, binWidth: 10 };
const texture = { firstorder: null, glcm: null, gldm: null, glrlm: null, glszm: null, ngtdm: null };
const everyImage = {
  Original: {},
  LoG: { sigma: [1, 2.5] },
  Wavelet: { level: 2 },
  Square: {},
  SquareRoot: {},
  Logarithm: {},
  Exponential: {},
  Gradient: {},
  LBP2D: {},
  LBP3D: {},
} satisfies ExtractionSettings["imageType"];

/** Every image type and every step. */
const recipes: Readonly<Record<string, ExtractionSettings>> = {
  "all image types": { ...lenient, imageType: everyImage },
  "all image types, cut first": { ...lenient, imageType: everyImage, preCrop: true, padDistance: 1 },
  normalised: { ...lenient, binWidth: 0.3, normalize: true, removeOutliers: 2, imageType: { Original: {}, Gradient: {} } },
  resampled: {
    ...lenient,
    resampledPixelSpacing: [1.3, 0, 1.1],
    padDistance: 2,
    imageType: { Original: {}, Wavelet: { wavelet: "haar" }, LBP3D: {} },
  },
  "resampled, nearest": { ...lenient, resampledPixelSpacing: [1, 2, 1.5], interpolator: "sitkNearestNeighbor", preCrop: true },
  resegmented: {
    ...lenient,
    resegmentRange: [-1.2, 1],
    resegmentMode: "sigma",
    imageType: { Original: {}, LoG: { sigma: ["1.0"] }, LBP3D: {} },
  },
  "resegmented, shape too": { ...lenient, resegmentRange: [0, 120], resegmentShape: true },
  "normalised, resampled, resegmented": {
    ...lenient,
    binWidth: 0.2,
    normalize: true,
    resampledPixelSpacing: [1, 1, 1],
    interpolator: "sitkLinear",
    resegmentRange: [-1, 1],
    imageType: everyImage,
  },
  "slice by slice": { ...lenient, force2D: true, imageType: { Original: {}, Wavelet: {}, LBP2D: { binCount: 4 } } },
  "weighted, counted bins": { ...lenient, binCount: 8, weightingNorm: "euclidean", distances: [1, 2], symmetricalGLCM: false, gldm_a: 1.5 },
};
const anyRecipe = constantFrom(...Object.keys(recipes));

/** What is answered, or said. */
const outcomeOf = (image: Image, mask: Image, settings: ExtractionSettings, options?: { threads: number }) =>
  featuresOf(image, mask, settings, options).catch((error: unknown) => {
    if (error instanceof PlainError) return error.message;
    throw error;
  });
const byName = (features: readonly FeatureValue[]) => new Map(features.map(({ name, value }) => [name, value]));

/** Features that differ by more than rounding: relative 1e-9, or 1e-11 beside zero; or words that differ, where both were refused. */
function differing(
  found: readonly FeatureValue[] | string,
  wanted: readonly FeatureValue[] | string,
  rename = (name: string) => name,
): string[] {
  if (typeof found === "string" || typeof wanted === "string")
    return found === wanted ? [] : [`${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`];
  const got = byName(found);
  const isClose = (a: number | null, b: number | null) =>
    a === b || (a !== null && b !== null && Math.abs(a - b) <= Math.max(1e-9 * Math.abs(b), 1e-11));
  return wanted.flatMap(({ name, value }) =>
    isClose(got.get(rename(name)) ?? null, value) ? [] : [`${name}: ${got.get(rename(name))}, not ${value}`],
  );
}

/** The largest difference of two images, as a share of the largest voxel. */
function farthest(a: Image, b: Image): number {
  expect(a.grid.size).toEqual(b.grid.size);
  let difference = 0;
  let size = Number.MIN_VALUE;
  for (const [v, value] of b.voxels.entries()) {
    difference = Math.max(difference, Math.abs(value - a.voxels[v]!));
    size = Math.max(size, Math.abs(value));
  }
  return difference / size;
}

describe("whatever the image types and steps", () => {
  it("every feature is finite or null with a reason, and every refusal ends with what to do", async () => {
    const advice = /\b(?:draw|choose|correct|set|give|lower|use|leave|close) [^.]*\.$/i;
    await assert(
      asyncProperty(randomCase({ least: 1, most: 7, density: [0.02, 1] }), anyRecipe, async ({ image, mask }, recipe) => {
        const outcome = await outcomeOf(image, mask, recipes[recipe]!);
        const faults =
          typeof outcome === "string"
            ? [outcome].filter((words) => !advice.test(words))
            : outcome.filter(({ value, reason }) => (value === null ? !reason : !Number.isFinite(value)));
        expect(faults).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("the number of threads does not matter, to the last bit", async () => {
    await assert(
      asyncProperty(randomCase(), anyRecipe, integer({ min: 2, max: 9 }), async ({ image, mask }, recipe, threads) => {
        expect(await outcomeOf(image, mask, recipes[recipe]!, { threads })).toEqual(
          await outcomeOf(image, mask, recipes[recipe]!, { threads: 1 }),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("nor do parts of larger arrays, and shared memory", async () => {
    await assert(
      asyncProperty(randomCase(), anyRecipe, integer({ min: 1, max: 99 }), async ({ image, mask, size, spacing }, recipe, offset) => {
        const part = new Int16Array(image.voxels.length + offset + 5).subarray(offset, offset + image.voxels.length);
        part.set(image.voxels);
        const shared = new Uint8Array(new SharedArrayBuffer(mask.voxels.length + offset), offset, mask.voxels.length);
        shared.set(mask.voxels);
        const found = await outcomeOf(makeImage(size, part, spacing), makeImage(size, shared, spacing), recipes[recipe]!);
        expect(found).toEqual(await outcomeOf(image, mask, recipes[recipe]!));
      }),
      { numRuns: 40 },
    );
  });

  it("labels measured together are as those measured alone, refused ones too", async () => {
    await assert(
      asyncProperty(randomCase({ labels: 4, density: [0.1, 1] }), anyRecipe, async ({ image, mask }, recipe) => {
        const settings = { additionalInfo: false, ...recipes[recipe]! };
        const together = await extractLabels(image, mask, settings, [3, 1, 4, 2, 9]);
        expect(together.map(({ label }) => label)).toEqual([3, 1, 4, 2, 9]);
        for (const result of together) {
          expect("refused" in result ? result.refused.message : result.extraction.features).toEqual(
            await outcomeOf(image, mask, { ...settings, label: result.label }),
          );
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("flips and permuted axes", () => {
  const anyTurn = tuple(
    constantFrom<Three>([0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]),
    tuple(boolean(), boolean(), boolean()),
  );
  /** The diameters in planes are named after the axis that stays. */
  const planes = ["Row", "Column", "Slice"];

  /** Of a ragged surface they depend on the orientation, as in PyRadiomics: its marching cubes cuts cubes whose faces are ambiguous one way or another. */
  const ofMesh = /_shape_(MeshVolume|SurfaceArea|SurfaceVolumeRatio|Sphericity)$/;

  it("leave every feature of the image and of what looks at single voxels as it is, but for the mesh and the names of diameters in planes", async () => {
    const settings: ExtractionSettings = {
      ...lenient,
      imageType: { Original: {}, Square: {}, SquareRoot: {}, Logarithm: {}, Exponential: {} },
    };
    await assert(
      asyncProperty(randomCase(), anyTurn, async ({ image, mask }, [axes, turned]) => {
        const turn = (of: Image) => turnedImage(of, axes, turned);
        const rename = (name: string) => {
          const plane = /Maximum2DDiameter(Row|Column|Slice)$/.exec(name)?.[1];
          return plane === undefined ? name : name.replace(plane, planes[axes.indexOf(planes.indexOf(plane))]!);
        };
        for (const more of [{}, { weightingNorm: "euclidean" as const }, { binCount: 16, distances: [1, 2] }]) {
          const [found, wanted] = [
            await outcomeOf(turn(image), turn(mask), { ...settings, ...more }),
            await outcomeOf(image, mask, { ...settings, ...more }),
          ];
          const compared = typeof wanted === "string" ? wanted : wanted.filter(({ name }) => !ofMesh.test(name));
          expect(differing(found, compared, rename)).toEqual([]);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("leave the mesh of a block as it is", async () => {
    await assert(
      asyncProperty(anyBox(2, 9), anyTurn, async ({ image, mask }, [axes, turned]) => {
        const settings: ExtractionSettings = {
          ...lenient,
          featureClass: { shape: ["MeshVolume", "SurfaceArea", "SurfaceVolumeRatio", "Sphericity"] },
        };
        const turn = (of: Image) => turnedImage(of, axes, turned);
        expect(differing(await featuresOf(turn(image), turn(mask), settings), await featuresOf(image, mask, settings))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it("turn the gradient and the Laplacian of Gaussian with the image, but for single precision", async () => {
    await assert(
      asyncProperty(randomCase({ least: 5 }), anyTurn, async ({ image }, [axes, turned]) => {
        const settings: ExtractionSettings = { ...lenient, imageType: { Gradient: {}, LoG: { sigma: [1, 2] } } };
        const turn = (of: Image) => turnedImage(of, axes, turned);
        const [found, wanted] = [
          await deriveImages(turn(image), wholeMask(turn(image)), settings),
          await deriveImages(image, wholeMask(image), settings),
        ];
        for (const [n, { name, image: derived }] of wanted.entries()) {
          expect(found[n]!.name).toBe(name);
          expect(farthest(found[n]!.image, turn(derived))).toBeLessThan(1e-6);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("permute the letters of wavelets, odd sides too (a flip makes other bands: the filters are not symmetric)", async () => {
    await assert(
      asyncProperty(randomCase(), anyTurn, constantFrom("haar", "coif1", "db3", "bior2.2"), async ({ image }, [axes], wavelet) => {
        const settings: ExtractionSettings = { ...lenient, imageType: { Wavelet: { wavelet } } };
        const permuted = turnedImage(image, axes);
        const found = new Map(
          (await deriveImages(permuted, wholeMask(permuted), settings)).map((derived) => [derived.name, derived.image]),
        );
        const scale = Math.max(...image.voxels.map(Math.abs)) || 1;
        for (const { name, image: band } of await deriveImages(image, wholeMask(image), settings)) {
          const letters = name.slice("wavelet-".length);
          const other = found.get(`wavelet-${axes.map((axis) => letters[axis]!).join("")}`)!;
          const turned = turnedImage(band, axes);
          expect(Math.max(...turned.voxels.map((value, v) => Math.abs(value - other.voxels[v]!))) / scale).toBeLessThan(1e-12);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("what must not change a feature", () => {
  it("voxels and layers beyond what the gradient and the pattern of a slice look at", async () => {
    // Wavelets, LoG, LBP3D (its splines) and the pointwise filters (their scale) see the whole image: there it matters.
    const layers = tuple(integer({ min: 0, max: 4 }), integer({ min: 0, max: 4 }), integer({ min: 0, max: 4 }));
    const settings: ExtractionSettings = { ...lenient, imageType: { Original: {}, Gradient: {}, LBP2D: { binWidth: 1 } } };
    await assert(
      asyncProperty(randomCase({ least: 6, margin: 2 }), layers, layers, async ({ image, mask }, before, after) => {
        const moved = [image, mask].map((of) => amongZeros(of, before, after)) as [Image, Image];
        expect(await outcomeOf(...moved, settings)).toEqual(await outcomeOf(image, mask, settings));
      }),
      { numRuns: 50 },
    );
  });

  it("resampling to the spacing that is there", async () => {
    await assert(
      asyncProperty(randomCase(), integer({ min: 0, max: 6 }), async ({ image, mask, spacing }, padDistance) => {
        const resampled = await outcomeOf(image, mask, { ...lenient, resampledPixelSpacing: [...spacing], padDistance });
        expect(resampled).toEqual(await outcomeOf(image, mask, lenient));
      }),
      { numRuns: 50 },
    );
  });

  it("scale and zero of the intensities, where the image is normalised or has a number of bins", async () => {
    await assert(
      asyncProperty(
        randomCase(),
        integer({ min: -3, max: 6 }),
        integer({ min: -1000, max: 1000 }),
        async ({ image, mask, size, spacing }, power, shift) => {
          const affine = makeImage(
            size,
            Float64Array.from(image.voxels, (value) => value * 2 ** power + shift),
            spacing,
          );
          const plain = makeImage(size, Float64Array.from(image.voxels), spacing);
          // Sixteen bins over whole numbers: the edges are exact. First order has its own units.
          const { firstorder: _inUnits, ...ofLevels } = texture;
          const counted: ExtractionSettings = {
            ...lenient,
            binCount: 16,
            featureClass: { ...ofLevels, firstorder: ["Entropy", "Uniformity", "Skewness", "Kurtosis"] },
          };
          expect(differing(await outcomeOf(affine, mask, counted), await outcomeOf(plain, mask, counted))).toEqual([]);
          const [[normalised], [wanted]] = [
            await deriveImages(affine, wholeMask(affine), { normalize: true }),
            await deriveImages(plain, wholeMask(plain), { normalize: true }),
          ];
          expect(farthest(normalised!.image, wanted!.image)).toBeLessThan(1e-10);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("whether a range of intensities is resegmented or drawn by hand", async () => {
    await assert(
      asyncProperty(
        randomCase({ density: [0.7, 1] }),
        tuple(integer({ min: -60, max: 40 }), integer({ min: 60, max: 160 })),
        async ({ image, mask, size, spacing }, range) => {
          const byHand = makeImage(
            size,
            Uint8Array.from(mask.voxels, (label, v) =>
              label === 1 && image.voxels[v]! >= range[0] && image.voxels[v]! <= range[1] ? 1 : 0,
            ),
            spacing,
          );
          for (const imageType of [{ Original: {} }, everyImage]) {
            const found = await outcomeOf(image, mask, { ...lenient, imageType, resegmentRange: range, resegmentShape: true });
            expect(found).toEqual(await outcomeOf(image, byHand, { ...lenient, imageType }));
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it("a mask cut out of the image's grid by whole voxels, where it is corrected", async () => {
    await assert(
      asyncProperty(
        randomCase({ least: 6, margin: 1 }),
        tuple(boolean(), boolean(), boolean(), boolean(), boolean(), boolean()),
        async ({ image, mask, size, spacing }, cut) => {
          const lower = cut.slice(0, 3).map(Number) as [number, number, number];
          const small = size.map((side, axis) => side - lower[axis]! - Number(cut[3 + axis])) as [number, number, number];
          const voxels = Uint8Array.from({ length: small[0] * small[1] * small[2] }, (_, v) => {
            const [i, j, k] = [v % small[0], Math.floor(v / small[0]) % small[1], Math.floor(v / (small[0] * small[1]))];
            return mask.voxels[i + lower[0] + size[0] * (j + lower[1] + size[1] * (k + lower[2]))]!;
          });
          const cutMask = makeImage(small, voxels, spacing);
          const placed = {
            ...cutMask,
            grid: { ...cutMask.grid, originMm: lower.map((index, axis) => index * spacing[axis]!) as [number, number, number] },
          };
          expect(await outcomeOf(image, placed, { ...lenient, correctMask: true })).toEqual(await outcomeOf(image, mask, lenient));
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("merged matrices", () => {
  it("are probabilities, and count every voxel once in every direction", async () => {
    await assert(
      asyncProperty(
        randomCase({ density: [0.8, 1] }),
        constantFrom("no_weighting", "manhattan", "euclidean", "infinity"),
        async ({ image, mask, spacing }, weightingNorm) => {
          const inside = mask.voxels.filter((label) => label === 1).length;
          const { glcm, glrlm } = await extractMatrices(image, mask, { ...lenient, weightingNorm });
          expect([glcm.length, glrlm.length]).toEqual([1, 1]);
          expect(glcm[0]!.reduce((sum, [, , p]) => sum + p, 0)).toBeCloseTo(1, 12);
          // The weight of a direction is its length in mm (golden2/README.md), 1 without weighting.
          const lengthOf = (steps: number[]) => {
            const mm = steps.map((step, axis) => Math.abs(step) * spacing[axis]!);
            return { no_weighting: 1, manhattan: mm[0]! + mm[1]! + mm[2]!, euclidean: Math.hypot(...mm), infinity: Math.max(...mm) }[
              weightingNorm
            ];
          };
          let lengths = 0;
          for (let n = 14; n < 27; n += 1) lengths += lengthOf([(n % 3) - 1, (Math.floor(n / 3) % 3) - 1, Math.floor(n / 9) - 1]);
          expect(glrlm[0]!.reduce((sum, [, length, count]) => sum + length * count, 0) / (inside * lengths)).toBeCloseTo(1, 12);
        },
      ),
      { numRuns: 50 },
    );
  });
});
