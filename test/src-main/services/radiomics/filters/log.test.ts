import { assert, asyncProperty, double, integer, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { noSharedData } from "../../../../sharedData.ts";
import { deriveImages } from "../../../../../src-main/services/radiomics/index.ts";
import type { Image } from "../../../../../src-shared/domain/volume.ts";
import { makeImage } from "../makeImage.ts";
import { amongZeros, anyBox, cut } from "./anyBox.ts";
import { derived, goldenSamples, largestDifference, radiomicsFile, voxelAt, wholeMask } from "./filterOracles.ts";

const bodies = ["brain1", "breast1"] as const;
const sigmas = ["1.0", 1.5, "2.0", "3.0", "5.0"]; // as text where the file says 1.0, which JavaScript's numbers do not
const nameOf = (sigma: number | string) => `log-sigma-${String(sigma).replace(".", "-")}-mm-3D`;
const log = (...sigma: Array<number | string>) => ({ minimumROIDimensions: 1, imageType: { LoG: { sigma } } });

describe.skipIf(noSharedData)("the Laplacian of Gaussian equals PyRadiomics'", () => {
  it("in every voxel of breast1, to the last bit", async () => {
    const image = await radiomicsFile("pyradiomics", "breast1_image.nrrd");
    const images = await derived(image, wholeMask(image), log("1.0", 1.5, "3.0"));
    expect([...images.keys()]).toEqual(["1.0", 1.5, "3.0"].map(nameOf));
    for (const [name, { scalarType, voxels }] of images) {
      const golden = await radiomicsFile("golden2", "volumes", `breast1_${name}.nrrd`);
      expect(scalarType).toBe("float32");
      expect(voxels).toHaveLength(golden.voxels.length);
      expect(
        Array.from(golden.voxels).filter((value, v) => value !== voxels[v]),
        `in ${name}`,
      ).toHaveLength(0);
    }
  });

  it.each(bodies)("in the samples of %s, of whole, single precision and normalised voxels", async (body) => {
    const samples = goldenSamples(body);
    const original = await radiomicsFile("pyradiomics", `${body}_image.nrrd`);
    const single = await radiomicsFile("golden2", "inputs", `${body}_image01_f32.nrrd`);
    for (const [input, image, settings] of [
      ["int16", original, {}],
      ["image01_f32", single, {}],
      ["normalized_x100", original, { normalize: true, normalizeScale: 100 }],
    ] as const) {
      const images = await derived(image, wholeMask(image), { ...settings, ...log(...sigmas) });
      for (const sigma of sigmas) {
        // What is normalised may differ in its last bit, and a pass's rounding with it.
        expect(
          largestDifference(images.get(nameOf(sigma))!, samples[`${input}|${nameOf(sigma)}`]!),
          `${input} ${sigma}`,
        ).toBeLessThanOrEqual(input === "normalized_x100" ? 1e-7 : 0);
      }
    }
  });
});

describe("the Laplacian of Gaussian", () => {
  it("is named by sigma as the settings write it", async () => {
    const image = makeImage([8, 8, 8], new Int16Array(512));
    expect([...(await derived(image, wholeMask(image), log(1, "1.0", 2.5))).keys()]).toEqual([
      "log-sigma-1-mm-3D",
      "log-sigma-1-0-mm-3D",
      "log-sigma-2-5-mm-3D",
    ]);
  });

  it("of a parabola is sigma^2 times its second derivative", async () => {
    const spacing = [1, 0.8, 1.5] as const;
    for (const axis of [0, 1, 2]) {
      const size = [0, 1, 2].map((other) => (other === axis ? 101 : 41)) as [number, number, number];
      const voxels = Float64Array.from({ length: size[0] * size[1] * size[2] }, (_, v) => {
        const index = [v % size[0], Math.floor(v / size[0]) % size[1], Math.floor(v / (size[0] * size[1]))][axis]!;
        return (3 * ((index - 50) * spacing[axis]!) ** 2) / 2;
      });
      const image = makeImage(size, voxels, spacing);
      for (const sigma of [1.5, 2, 3]) {
        const [filtered] = await deriveImages(image, wholeMask(image), log(sigma));
        const centre = voxelAt(filtered!.image, size.map((side) => (side - 1) / 2) as [number, number, number]);
        expect(Math.abs(centre / (3 * sigma ** 2) - 1)).toBeLessThan(1e-3);
      }
    }
  });

  it("leaves out a sigma for which the image has too few voxels along an axis, and any where an axis has fewer than 4", async () => {
    const names = async (size: readonly [number, number, number], spacing: readonly [number, number, number], ...sigma: number[]) => {
      const image = makeImage(size, new Int16Array(size[0] * size[1] * size[2]), spacing);
      return [...(await derived(image, wholeMask(image), log(...sigma))).keys()];
    };
    // size >= ceil(sigma / spacing) + 1
    expect(await names([4, 5, 6], [1, 1, 1], 2, 3, 3.1)).toEqual(["log-sigma-2-mm-3D", "log-sigma-3-mm-3D"]);
    expect(await names([13, 16, 7], [0.664062, 0.664062, 2.1], 1, 5, 8, 20)).toEqual(["log-sigma-1-mm-3D", "log-sigma-5-mm-3D"]);
    expect(await names([9, 12, 3], [1, 1, 1], 0.5)).toEqual([]);
    expect(await names([9, 12, 1], [1, 1, 1], 0.5)).toEqual([]);
  });

  const sigma = double({ min: 0.1, max: 4, noNaN: true });

  it("gives the same voxels to a small region as to the whole image, by any number of threads", async () => {
    await assert(
      asyncProperty(anyBox(4, 21), sigma, integer({ min: 1, max: 5 }), async ({ image, mask, lower, size }, sigma, threads) => {
        const whole = await deriveImages(image, wholeMask(image), log(sigma), { threads: 1 });
        const part = await deriveImages(image, mask, log(sigma), { threads });
        expect(part.map(({ name }) => name)).toEqual(whole.map(({ name }) => name));
        for (const [n, { image: filtered }] of part.entries()) {
          expect(filtered.grid.size).toEqual(size);
          expect([...filtered.voxels]).toEqual(cut(whole[n]!.image, lower, size));
        }
      }),
      { numRuns: 150 },
    );
  });

  it("does not depend on the type of the voxels", async () => {
    await assert(
      asyncProperty(anyBox(4, 9), sigma, async ({ image, mask }, sigma) => {
        const expected = (await deriveImages(image, mask, log(sigma))).map(({ image }) => image.voxels);
        for (const make of [Int16Array, Int32Array, Float32Array, Float64Array]) {
          const other = makeImage(image.grid.size, make.from(image.voxels), image.grid.spacingMm);
          expect((await deriveImages(other, mask, log(sigma))).map(({ image }) => image.voxels)).toEqual(expected);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("does not depend on where the image lies among zeros", async () => {
    const layers = tuple(integer({ min: 0, max: 20 }), integer({ min: 0, max: 20 }), integer({ min: 0, max: 20 }));
    await assert(
      asyncProperty(anyBox(4, 9), sigma, layers, layers, async ({ image, mask }, sigma, before, after) => {
        const [inner, label] = [image, mask].map((of) => amongZeros(of, [1, 1, 1], [1, 1, 1])) as [Image, Image];
        const near = await deriveImages(inner, label, log(sigma));
        const far = await deriveImages(amongZeros(inner, before, after), amongZeros(label, before, after), log(sigma));
        // The larger image may be large enough for a sigma where the smaller is not.
        for (const [n, { image: filtered }] of near.entries()) {
          expect(filtered.voxels.every((voxel, v) => voxel === far[n]!.image.voxels[v])).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
