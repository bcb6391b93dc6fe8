import { assert, asyncProperty } from "fast-check";
import { describe, expect, it } from "vitest";
import { noSharedData } from "../../../../sharedData.ts";
import { deriveImages } from "../../../../../src-main/services/radiomics/index.ts";
import { makeImage } from "../makeImage.ts";
import { anyBox, cut } from "./anyBox.ts";
import { derived, goldenSamples, radiomicsFile, voxelAt, wholeMask } from "./filterOracles.ts";

const names = ["square", "squareroot", "logarithm", "exponential"];
const pointwise = { minimumROIDimensions: 1, imageType: { Square: {}, SquareRoot: {}, Logarithm: {}, Exponential: {} } };

describe.skipIf(noSharedData)("square, square root, logarithm and exponential equal PyRadiomics'", () => {
  it.each(["brain1", "breast1"] as const)("in the samples of %s, of whole, single precision and normalised voxels", async (body) => {
    const samples = goldenSamples(body);
    const original = await radiomicsFile("pyradiomics", `${body}_image.nrrd`);
    const single = await radiomicsFile("golden2", "inputs", `${body}_image01_f32.nrrd`);
    for (const [input, image, settings] of [
      ["int16", original, {}],
      ["image01_f32", single, {}],
      ["normalized_x100", original, { normalize: true, normalizeScale: 100 }],
    ] as const) {
      const images = await derived(image, wholeMask(image), { ...settings, ...pointwise });
      expect([...images.keys()]).toEqual(names);
      for (const [name, filtered] of images) {
        expect(filtered.scalarType).toBe("float64");
        for (const [z, y, x, value] of samples[`${input}|${name}`]!.samples_zyx_value) {
          // NumPy has a logarithm and an exponential of its own: the last bit may differ.
          expect(Math.abs(voxelAt(filtered, [x, y, z]) - value), `${input} ${name}`).toBeLessThanOrEqual(Math.abs(value) * 2e-15);
        }
      }
    }
  });
});

describe("filters voxel by voxel", () => {
  const image = makeImage([4, 2, 1], Int16Array.of(-4, -1, 0, 1, 2, 3, 4, 0));

  it("are scaled by the largest |x|, and keep the sign, but for the square", async () => {
    const images = await derived(image, wholeMask(image), pointwise);
    const expectVoxels = (name: string, of: (x: number) => number) => {
      for (const [v, x] of image.voxels.entries()) expect(images.get(name)!.voxels[v]).toBeCloseTo(of(x), 13);
    };
    expectVoxels("square", (x) => x ** 2 / 4);
    expectVoxels("squareroot", (x) => 2 * Math.sign(x) * Math.sqrt(Math.abs(x)));
    expectVoxels("logarithm", (x) => (Math.sign(x) * 4 * Math.log(Math.abs(x) + 1)) / Math.log(5));
    expectVoxels("exponential", (x) => 4 ** (x / 4));
  });

  it("give the same voxels to a small region as to the whole image, of any type", async () => {
    await assert(
      asyncProperty(
        anyBox(1, 9).filter(({ image }) => image.voxels.some((x) => x !== 0)),
        async ({ image, mask, lower, size }) => {
          const whole = await deriveImages(image, wholeMask(image), pointwise, { threads: 1 });
          for (const make of [Int8Array, Int16Array, Int32Array, Float32Array, Float64Array]) {
            const other = makeImage(image.grid.size, make.from(image.voxels), image.grid.spacingMm);
            for (const [n, { name, image: part }] of (await deriveImages(other, mask, pointwise, { threads: 3 })).entries()) {
              expect(name).toBe(names[n]);
              expect([...part.voxels]).toEqual(cut(whole[n]!.image, lower, size));
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
