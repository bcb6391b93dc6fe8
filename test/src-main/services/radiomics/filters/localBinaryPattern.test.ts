import { describe, expect, it } from "vitest";
import { noSharedData } from "../../../../sharedData.ts";
import { makeImage, makeMask } from "../makeImage.ts";
import {
  derived,
  differenceFromOracle,
  goldenSamples,
  largestDifference,
  lowerCorner,
  oracleCases,
  radiomicsFile,
  voxelAt,
  wholeMask,
} from "./filterOracles.ts";

const bodies = ["brain1", "breast1"] as const;

describe.skipIf(noSharedData)("local binary patterns equal PyRadiomics'", () => {
  it("in every voxel of breast1, slice by slice", async () => {
    const image = await radiomicsFile("pyradiomics", "breast1_image.nrrd");
    const got = (await derived(image, wholeMask(image), { imageType: { LBP2D: {} } })).get("lbp-2D")!;
    expect(got.scalarType).toBe(image.scalarType);
    expect(got.voxels).toEqual((await radiomicsFile("golden2", "volumes", "breast1_lbp-2D.nrrd")).voxels);
  });

  it.each(bodies)("across other axes, with more samples and as other numbers, on %s", async (body) => {
    const samples = goldenSamples(body);
    const image = await radiomicsFile("pyradiomics", `${body}_image.nrrd`);
    const single = await radiomicsFile("golden2", "inputs", `${body}_image01_f32.nrrd`);
    const wrong: string[] = [];
    const normalise = { normalize: true, normalizeScale: 100 };
    for (const [name, input, LBP2D, settings] of [
      ["int16|lbp-2D", image, {}, {}],
      ["image01_f32|lbp-2D", single, {}, {}],
      ["int16|lbp-2D_dim1", image, { force2D: true, force2Ddimension: 1 }, {}],
      ["int16|lbp-2D_dim2", image, { force2D: true, force2Ddimension: 2 }, {}],
      ["int16|lbp-2D_R2P16", image, { lbp2DRadius: 2, lbp2DSamples: 16 }, {}],
      ["normalized_x100|lbp-2D", image, {}, normalise],
      ["normalized_x100|lbp-2D_default(NaN->-1)", image, { lbp2DMethod: "default" }, normalise],
      ["normalized_x100|lbp-2D_ror(NaN->-1)", image, { lbp2DMethod: "ror" }, normalise],
      ["normalized_x100|lbp-2D_var(NaN->-1)", image, { lbp2DMethod: "var" }, normalise],
    ] as const) {
      const derivedImage = (await derived(input, wholeMask(input), { ...settings, imageType: { LBP2D } })).get("lbp-2D")!;
      const numbers = { ...derivedImage, voxels: Float64Array.from(derivedImage.voxels, (value) => (Number.isNaN(value) ? -1 : value)) };
      const difference = largestDifference(numbers, samples[name]!);
      if (!(difference < 1e-13)) wrong.push(`${name} differs by ${difference}`);
    }
    expect(wrong).toEqual([]);
  });

  it("in every voxel of breast1's region, on a sphere", async () => {
    const mask = await radiomicsFile("pyradiomics", "breast1_label.nrrd");
    const images = await derived(await radiomicsFile("pyradiomics", "breast1_image.nrrd"), mask, { imageType: { LBP3D: {} } });
    expect([...images.keys()]).toEqual(["lbp-3D-m1", "lbp-3D-m2", "lbp-3D-k"]);
    const [columns, rows] = mask.grid.size;
    const lower = lowerCorner(mask);
    for (const [name, got] of images) {
      const golden = await radiomicsFile("golden2", "volumes", `breast1_${name}_roi.nrrd`);
      let compared = 0;
      for (const [v, label] of mask.voxels.entries()) {
        if (label !== 1) continue; // outside the region the golden image is not defined
        const [i, j, k] = [v % columns, Math.floor(v / columns) % rows, Math.floor(v / (columns * rows))];
        expect(Math.abs(voxelAt(got, [i - lower[0], j - lower[1], k - lower[2]]) - golden.voxels[v]!)).toBeLessThan(1e-13);
        compared += 1;
      }
      expect(compared).toBeGreaterThan(100);
    }
  });

  it.each(bodies)("on spheres of 42 and 162 samples, on %s", async (body) => {
    const samples = goldenSamples(body);
    const mask = await radiomicsFile("pyradiomics", `${body}_label.nrrd`);
    const image = await radiomicsFile("pyradiomics", `${body}_image.nrrd`);
    const single = await radiomicsFile("golden2", "inputs", `${body}_image01_f32.nrrd`);
    const [columns, rows] = mask.grid.size;
    const lower = lowerCorner(mask);
    const wrong: string[] = [];
    for (const [prefix, suffix, input, LBP3D, settings] of [
      ["int16", "", image, {}, {}],
      ["image01_f32", "", single, {}, {}],
      ["normalized_x100", "", image, {}, { normalize: true, normalizeScale: 100 }],
      [
        "normalized_x100",
        "_L3R2S2",
        image,
        { lbp3DLevels: 3, lbp3DIcosphereRadius: 2, lbp3DIcosphereSubdivision: 2 },
        { normalize: true, normalizeScale: 100 },
      ],
    ] as const) {
      for (const [name, got] of await derived(input, mask, { ...settings, imageType: { LBP3D } })) {
        let compared = 0;
        for (const [z, y, x, value] of samples[`${prefix}|${name}${suffix}`]!.samples_zyx_value) {
          if (mask.voxels[x + columns * (y + rows * z)] !== 1) continue;
          const difference = Math.abs(voxelAt(got, [x - lower[0], y - lower[1], z - lower[2]]) - value);
          if (!(difference < 1e-12)) wrong.push(`${prefix} ${name}${suffix} at ${x}, ${y}, ${z} differs by ${difference}`);
          compared += 1;
        }
        expect(compared).toBeGreaterThan(40);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe("a local binary pattern", () => {
  it.each(oracleCases("LBP2D"))("in a plane is scikit-image's: %s", async (_title, oracle) => {
    expect(await differenceFromOracle(oracle)).toBeLessThanOrEqual(oracle.voxelType === "int16" ? 0 : 1e-6);
  });

  it.each(oracleCases("LBP3D"))("on a sphere is what SciPy's functions give: %s", async (_title, oracle) => {
    expect(await differenceFromOracle(oracle)).toBeLessThan(oracle.voxelType === "int16" ? 1e-13 : 1e-5);
  });

  it("of a plane that rises to the right has five ones", async () => {
    // By hand: of the eight samples, three lie to the right, and those above and below are equal to the voxel.
    const image = makeImage(
      [5, 5, 1],
      Float64Array.from({ length: 25 }, (_, v) => v % 5),
    );
    const { voxels } = (await derived(image, wholeMask(image), { imageType: { LBP2D: {} } })).get("lbp-2D")!;
    expect(voxels[12]).toBe(5);
  });

  it("takes more samples than fit into a number for the methods that count only", async () => {
    const image = makeImage(
      [6, 6, 2],
      Float64Array.from({ length: 72 }, (_, v) => (v * v) % 17),
    );
    for (const lbp2DMethod of ["default", "ror"] as const) {
      await expect(derived(image, wholeMask(image), { imageType: { LBP2D: { lbp2DMethod, lbp2DSamples: 32 } } })).rejects.toMatchObject({
        name: "PlainError",
      });
    }
    expect((await derived(image, wholeMask(image), { imageType: { LBP2D: { lbp2DSamples: 40 } } })).get("lbp-2D")!.voxels).toHaveLength(72);
  });

  it.each([
    ["LBP2D", {}],
    ["LBP2D", { lbp2DRadius: 2.5, force2D: true, force2Ddimension: 2 }],
    ["LBP3D", { lbp3DIcosphereRadius: 1.5 }],
  ] as const)("gives the same voxels to a small region as to the whole image: %s %j", async (imageType, own) => {
    const image = makeImage(
      [9, 10, 8],
      Float64Array.from({ length: 720 }, (_, v) => (v * 7919) % 211),
    );
    const whole = await derived(image, wholeMask(image), { imageType: { [imageType]: own } });
    for (const lower of [
      [0, 0, 0],
      [6, 6, 5],
      [2, 3, 4],
    ] as const) {
      const mask = makeMask(
        [9, 10, 8],
        (i, j, k) => i >= lower[0] && i < lower[0] + 3 && j >= lower[1] && j < lower[1] + 4 && k >= lower[2] && k < lower[2] + 3,
      );
      for (const [name, part] of await derived(image, mask, { imageType: { [imageType]: own } })) {
        expect(part.voxels).toHaveLength(36);
        for (let v = 0; v < 36; v += 1) {
          expect(part.voxels[v]).toBe(
            voxelAt(whole.get(name)!, [lower[0] + (v % 3), lower[1] + (Math.floor(v / 3) % 4), lower[2] + Math.floor(v / 12)]),
          );
        }
      }
    }
  });

  it("is zero outside the region, on a sphere", async () => {
    const image = makeImage(
      [6, 6, 6],
      Float64Array.from({ length: 216 }, (_, v) => (v * 31) % 23),
    );
    const mask = makeMask([6, 6, 6], (i, j, k) => (i + j + k) % 2 === 0);
    for (const [, got] of await derived(image, mask, { imageType: { LBP3D: {} } })) {
      expect(Array.from(got.voxels).filter((value, v) => mask.voxels[v] === 0 && value !== 0)).toEqual([]);
    }
  });
});
