import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const addon = createRequire(import.meta.url)(join(import.meta.dirname, "..", "..", "native", "build", "Release", "fascicle.node")) as {
  extract: (input: unknown, onProgress?: unknown) => Promise<Array<{ images: Array<{ values: Float64Array }> }>>;
};

const grid = { size: [3, 3, 3], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
const image = { grid, voxels: new Float32Array(27).map((_, v) => v) };
const mask = { grid, voxels: new Uint8Array(27).fill(1) };
const original = {
  type: "Original", binWidth: 5, binCount: undefined, planeAxis: -1, voxelArrayShift: 0, distances: [1], symmetricalGLCM: true, weightingNorm: undefined, gldmA: 0, sigmas: [],
  wavelet: "coif1", startLevel: 0, levels: 1, gradientUseSpacing: true, lbp2D: { radius: 1, samples: 8, method: "uniform", planeAxis: 0 }, lbp3D: { levels: 2, radius: 1, subdivision: 1 },
};
const input = {
  image, mask, resampleMask: false, labels: [1], normalisation: undefined, resampling: undefined, preCrop: false, padDistance: 5, minimumROIDimensions: 2, minimumROISize: 0,
  resegmentation: undefined, classes: ["glcm"], shapePlaneAxis: -1, imageTypes: [original], withDiagnostics: false, withMatrices: false, withImages: false, threads: 1, cancelFlag: undefined,
};
const withType = (part: object) => ({ ...input, imageTypes: [{ ...original, ...part }] });
const withGrid = (part: object) => ({ ...input, image: { ...image, grid: { ...grid, ...part } } });
const count = async (result: ReturnType<typeof addon.extract>) => (await result)[0]!.images[0]!.values.length;

describe("the native addon", () => {
  it("computes what it is asked, deprecated features among it", async () => {
    expect(await count(addon.extract(input))).toBe(28);
  });

  // A fault of the program, not of the reader: it throws at once, and reads no memory that is not there.
  it.each([
    [undefined], [{}], [{ ...input, image: { grid, voxels: new Float32Array(26) } }], [{ ...input, mask: { grid, voxels: new Uint8Array(28) } }],
    [{ ...input, image: { grid, voxels: [1, 2, 3] } }], [{ ...input, image: { grid, voxels: new BigInt64Array(27) } }],
    [withGrid({ size: [3, 3] })], [withGrid({ size: [3, 3, -3] })], [withGrid({ size: [3, 3, Number.NaN] })], [withGrid({ spacingMm: [1, 1, 0] })], [withGrid({ direction: [1] })],
    [{ ...input, mask: { grid: { ...grid, size: [27, 1, 1] }, voxels: mask.voxels } }],
    [withType({ binWidth: 0 })], [withType({ binWidth: Number.NaN })], [withType({ binCount: 0 })], [withType({ distances: [0] })], [withType({ distances: [1e9] })], [withType({ gldmA: -1 })],
    [withType({ type: "Sobel" })], [withType({ weightingNorm: "taxicab" })], [withType({ planeAxis: 3 })], [withType({ sigmas: [{ mm: 0, imageName: "" }] })],
    [{ ...input, cancelFlag: new Int8Array(4) }], [{ ...input, labels: ["1"] }], [{ ...input, labels: [] }], [{ ...input, labels: [0] }], [{ ...input, resampling: { spacingMm: [1], interpolator: "sitkLinear" } }],
  ])("refuses %o", (wrong) => {
    expect(() => addon.extract(wrong)).toThrow(Error);
  });

  it("keeps the voxels alive while it works, whatever becomes of the object that named them", async () => {
    const large = { ...grid, size: [120, 120, 120] };
    const named: Record<string, Record<string, unknown>> = {
      image: { grid: large, voxels: new Float32Array(120 ** 3).map((_, v) => v % 97) }, mask: { grid: large, voxels: new Uint8Array(120 ** 3).fill(1) },
    };
    const running = addon.extract({ ...input, ...named });
    named["image"]!["voxels"] = undefined;
    named["mask"]!["voxels"] = undefined;
    expect(await count(running)).toBe(28);
  });
});
