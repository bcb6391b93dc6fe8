import { describe, expect, it } from "vitest";
import { noSharedData } from "../../../../sharedData.ts";
import type { Image } from "../../../../../src-shared/domain/volume.ts";
import { makeImage, makeMask } from "../makeImage.ts";
import {
  derived,
  differenceFromOracle,
  goldenSamples,
  largestDifference,
  oracleCases,
  radiomicsFile,
  voxelAt,
  wholeMask,
} from "./filterOracles.ts";

const bands = ["LLH", "LHL", "LHH", "HLL", "HLH", "HHL", "HHH", "LLL"];

/** Noise that is the same everywhere: a linear congruential generator. */
function noise(size: readonly [number, number, number]): Image {
  let state = 12345;
  return makeImage(
    size,
    Float64Array.from({ length: size[0] * size[1] * size[2] }, () => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return (state % 2001) - 1000;
    }),
  );
}

const squares = ({ voxels }: Image) => Array.from(voxels as Float64Array).reduce((sum, value) => sum + value * value, 0);

describe.skipIf(noSharedData)("wavelets equal PyRadiomics'", () => {
  it.each([
    ["breast1", ["pyradiomics", "breast1_image.nrrd"]],
    ["wavelet37", ["golden2", "inputs", "wavelet_37x37x37_image.nrrd"]],
  ])("in every voxel of %s", async (body, path) => {
    const image = await radiomicsFile(...path);
    const images = await derived(image, wholeMask(image), { imageType: { Wavelet: {} } });
    expect([...images.keys()]).toEqual(bands.map((band) => `wavelet-${band}`));
    for (const band of bands) {
      const golden = await radiomicsFile("golden2", "volumes", `${body}_wavelet-${band}.nrrd`);
      const got = images.get(`wavelet-${band}`)!.voxels;
      expect(got).toHaveLength(golden.voxels.length);
      expect(Math.max(...Array.from(golden.voxels, (value, v) => Math.abs(got[v]! - value)))).toBeLessThan(1e-12);
    }
  });

  it.each(["brain1", "breast1"] as const)("at two levels and in single precision, on %s", async (body) => {
    const samples = goldenSamples(body);
    for (const [name, path] of [
      ["int16", ["pyradiomics", `${body}_image.nrrd`]],
      ["image01_f32", ["golden2", "inputs", `${body}_image01_f32.nrrd`]],
    ] as const) {
      const image = await radiomicsFile(...path);
      const images = await derived(image, wholeMask(image), { imageType: { Wavelet: { level: 2 } } });
      expect([...images.keys()]).toEqual([
        ...bands.slice(0, 7).map((band) => `wavelet-${band}`),
        ...bands.map((band) => `wavelet2-${band}`),
      ]);
      for (const [derivedName, got] of images) {
        expect(got.scalarType).toBe(name === "int16" ? "float64" : "float32");
        expect(largestDifference(got, samples[`${name}|${derivedName}`]!)).toBeLessThan(name === "int16" ? 1e-13 : 1e-6);
      }
    }
  });

  it.each([0, 1, 2] as const)("in planes across array axis %i", async (force2Ddimension) => {
    const image = await radiomicsFile("pyradiomics", "brain1_image.nrrd");
    const images = await derived(image, wholeMask(image), { imageType: { Wavelet: { force2D: true, force2Ddimension } } });
    expect([...images.keys()]).toEqual(["wavelet-LH", "wavelet-HL", "wavelet-HH", "wavelet-LL"]);
    for (const [name, got] of images)
      expect(largestDifference(got, goldenSamples("brain1")[`int16|${name}_force2Ddim${force2Ddimension}`]!)).toBeLessThan(1e-13);
  });
});

describe("a wavelet", () => {
  it.each(oracleCases("Wavelet"))("gives what PyWavelets gives: %s", async (_title, oracle) => {
    expect(await differenceFromOracle(oracle)).toBeLessThan(oracle.voxelType === "int16" ? 1e-13 : 1e-6);
  });

  it("makes of a constant image 2 sqrt(2) times the constant, and nothing in the other bands", async () => {
    const image = makeImage([5, 6, 7], new Float64Array(210).fill(10));
    for (const wavelet of ["coif1", "haar", "db20", "bior2.2", "rbio4.4"]) {
      const images = await derived(image, wholeMask(image), { imageType: { Wavelet: { wavelet } } });
      for (const [name, { voxels }] of images) {
        const wanted = name === "wavelet-LLL" ? 20 * Math.SQRT2 : 0;
        for (const voxel of voxels) expect(voxel).toBeCloseTo(wanted, 8);
      }
    }
  });

  it("keeps the energy where it is orthogonal and all sides are even", async () => {
    const image = noise([8, 10, 6]);
    for (const wavelet of ["haar", "coif1", "db4", "sym5"]) {
      const images = await derived(image, wholeMask(image), { imageType: { Wavelet: { wavelet } } });
      // Without leaving out every second voxel, each axis doubles the energy.
      const energy = [...images.values()].reduce((sum, band) => sum + squares(band), 0) / 8;
      expect(Math.abs(energy / squares(image) - 1)).toBeLessThan(1e-8);
    }
  });

  it.each([
    [{ level: 1 }],
    [{ level: 2 }],
    [{ start_level: 1, level: 1 }],
    [{ wavelet: "db5", level: 2 }],
    [{ wavelet: "bior3.9" }],
    [{ force2D: true, force2Ddimension: 1 }],
  ])("gives the same voxels to a small region as to the whole image: %j", async (Wavelet) => {
    const image = noise([9, 14, 11]);
    const whole = await derived(image, wholeMask(image), { imageType: { Wavelet } });
    for (const lower of [
      [0, 0, 0],
      [5, 9, 8],
      [3, 4, 2],
    ] as const) {
      const mask = makeMask(
        [9, 14, 11],
        (i, j, k) => i >= lower[0] && i < lower[0] + 4 && j >= lower[1] && j < lower[1] + 5 && k >= lower[2] && k < lower[2] + 3,
      );
      for (const [name, part] of await derived(image, mask, { imageType: { Wavelet } })) {
        expect(part.grid.size).toEqual([4, 5, 3]);
        for (let v = 0; v < 60; v += 1) {
          const [i, j, k] = [v % 4, Math.floor(v / 4) % 5, Math.floor(v / 20)];
          expect(part.voxels[v]).toBe(voxelAt(whole.get(name)!, [lower[0] + i, lower[1] + j, lower[2] + k]));
        }
      }
    }
  });
});
