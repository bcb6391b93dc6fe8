import { assert, asyncProperty, boolean, integer } from "fast-check";
import { describe, expect, it } from "vitest";
import { noSharedData } from "../../../../sharedData.ts";
import { deriveImages } from "../../../../../src-main/services/radiomics/index.ts";
import { makeImage } from "../makeImage.ts";
import { anyBox, cut } from "./anyBox.ts";
import { derived, goldenSamples, largestDifference, radiomicsFile, voxelAt, wholeMask } from "./filterOracles.ts";

const gradient = (gradientUseSpacing?: boolean) => ({
  minimumROIDimensions: 1,
  imageType: { Gradient: gradientUseSpacing === undefined ? {} : { gradientUseSpacing } },
});

describe.skipIf(noSharedData)("the gradient equals PyRadiomics'", () => {
  it("in every voxel of breast1, to the last bit", async () => {
    const image = await radiomicsFile("pyradiomics", "breast1_image.nrrd");
    const { scalarType, voxels } = (await derived(image, wholeMask(image), gradient())).get("gradient")!;
    const golden = await radiomicsFile("golden2", "volumes", "breast1_gradient.nrrd");
    expect(scalarType).toBe("float32");
    expect(voxels).toHaveLength(golden.voxels.length);
    expect(Array.from(golden.voxels).filter((value, v) => value !== voxels[v])).toHaveLength(0);
  });

  it.each(["brain1", "breast1"] as const)("in the samples of %s, of whole, single precision and normalised voxels", async (body) => {
    const samples = goldenSamples(body);
    const original = await radiomicsFile("pyradiomics", `${body}_image.nrrd`);
    const single = await radiomicsFile("golden2", "inputs", `${body}_image01_f32.nrrd`);
    for (const [input, image, settings] of [
      ["int16", original, {}],
      ["image01_f32", single, {}],
      ["normalized_x100", original, { normalize: true, normalizeScale: 100 }],
    ] as const) {
      const filtered = (await derived(image, wholeMask(image), { ...settings, ...gradient() })).get("gradient")!;
      // What is normalised may differ in its last bit.
      expect(largestDifference(filtered, samples[`${input}|gradient`]!), `of ${input}`).toBeLessThanOrEqual(
        input === "normalized_x100" ? 1e-7 : 0,
      );
    }
  });
});

describe("the gradient", () => {
  /** 3 along x and 4 along y, for each mm or for each voxel. */
  const slope = (perMm: boolean) => {
    const spacing = [0.5, 2, 3] as const;
    return makeImage(
      [5, 6, 1],
      Float64Array.from(
        { length: 30 },
        (_, v) => 3 * (v % 5) * (perMm ? spacing[0] : 1) + 4 * Math.floor(v / 5) * (perMm ? spacing[1] : 1),
      ),
      spacing,
    );
  };

  it.each([true, false])("of a slope is its steepness, and half as much across the image's border (spacing used: %s)", async (perMm) => {
    const image = slope(perMm);
    const filtered = (await derived(image, wholeMask(image), gradient(perMm))).get("gradient")!;
    expect(voxelAt(filtered, [2, 3, 0])).toBe(5);
    expect(voxelAt(filtered, [0, 3, 0])).toBe(Math.fround(Math.hypot(1.5, 4)));
    expect(voxelAt(filtered, [4, 3, 0])).toBe(Math.fround(Math.hypot(1.5, 4)));
    expect(voxelAt(filtered, [2, 0, 0])).toBe(Math.fround(Math.hypot(3, 2)));
    expect(voxelAt(filtered, [4, 5, 0])).toBe(2.5);
  });

  it("uses the spacing where the settings do not say", async () => {
    const image = slope(true);
    expect(voxelAt((await derived(image, wholeMask(image), gradient())).get("gradient")!, [2, 3, 0])).toBe(5);
  });

  it("gives the same voxels to a small region as to the whole image, of any type, by any number of threads", async () => {
    await assert(
      asyncProperty(anyBox(1, 9), boolean(), integer({ min: 1, max: 5 }), async ({ image, mask, lower, size }, useSpacing, threads) => {
        const [whole] = await deriveImages(image, wholeMask(image), gradient(useSpacing), { threads: 1 });
        for (const make of [Int8Array, Int16Array, Int32Array, Float32Array, Float64Array]) {
          const other = makeImage(image.grid.size, make.from(image.voxels), image.grid.spacingMm);
          const [part] = await deriveImages(other, mask, gradient(useSpacing), { threads });
          expect(part!.image.grid.size).toEqual(size);
          expect([...part!.image.voxels]).toEqual(cut(whole!.image, lower, size));
        }
      }),
      { numRuns: 60 },
    );
  });
});
