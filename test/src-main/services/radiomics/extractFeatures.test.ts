import { describe, expect, it } from "vitest";
import type { Image } from "../../../../src-shared/domain/volume.ts";
import { ExtractionCancelled, extractFeatures, featureDocumentation } from "../../../../src-main/services/radiomics/index.ts";
import { makeImage, makeMask } from "./makeImage.ts";
import { featuresOf } from "./featuresOf.ts";
import { originalFeatures } from "../../../featureCounts.ts";

const size = [12, 10, 6] as const;
const mask = makeMask(size, (i, j, k) => i > 1 && i < 9 && j > 1 && j < 8 && k > 0 && k < 5);
const image = makeImage(
  size,
  Float32Array.from({ length: 720 }, (_, v) => (v * 37) % 101),
);

const withGrid = (of: Image, grid: Partial<Image["grid"]>): Image => ({ ...of, grid: { ...of.grid, ...grid } });

describe("a mask on another grid is refused, with by how much", () => {
  it.each([
    [
      "size and spacing",
      makeMask([12, 10, 5], () => true, [1, 1, 1.25]),
      "its size is 12 x 10 x 5 voxels, the image's 12 x 10 x 6; its voxels are 1 x 1 x 1.25 mm, the image's 1 x 1 x 1 mm",
    ],
    ["spacing", withGrid(mask, { spacingMm: [1, 1, 1.25] }), "its voxels are 1 x 1 x 1.25 mm, the image's 1 x 1 x 1 mm"],
    ["half a voxel", withGrid(mask, { originMm: [0, -2.5, 0] }), "first voxel shifted by 2.5 mm"],
    ["a little more than a tenth of a voxel", withGrid(mask, { originMm: [0, 0, 0.11] }), "its voxels lie up to 0.11 mm from the image's"],
    [
      "direction",
      withGrid(mask, { direction: [Math.SQRT1_2, -Math.SQRT1_2, 0, Math.SQRT1_2, Math.SQRT1_2, 0, 0, 0, 1] }),
      "axes turned by 45 degrees",
    ],
  ])("%s", async (_, other, words) => {
    await expect(featuresOf(image, other, {})).rejects.toThrow(words);
  });

  it("but not for the rounding of a file format", async () => {
    const nearly = withGrid(mask, { originMm: [1e-5, 0, 0], spacingMm: [1, 1.000001, 1] });
    expect(await featuresOf(image, nearly, { featureClass: { shape: null } })).toHaveLength(14);
  });
});

describe("a mask that lies on the image's lattice is put in its place", () => {
  const settings = { additionalInfo: false };
  /** The mask's voxels on another box of the lattice, from `lower` on. */
  const box = (lower: readonly [number, number, number], length: readonly [number, number, number]): Image =>
    withGrid(
      makeMask(length, (i, j, k) => {
        const [x, y, z] = [i + lower[0], j + lower[1], k + lower[2]];
        return (
          x >= 0 && y >= 0 && z >= 0 && x < size[0] && y < size[1] && z < size[2] && mask.voxels[x + size[0] * (y + size[1] * z)] === 1
        );
      }),
      { originMm: [...lower] },
    );

  it.each([
    ["cropped to its extent", box([2, 2, 1], [7, 6, 4])],
    ["fewer slices", box([0, 0, 0], [12, 10, 5])],
    ["more slices and rows", box([0, -2, -1], [12, 13, 9])],
    ["a tenth of a voxel aside", withGrid(mask, { originMm: [0.0999, 0, 0] })],
    [
      "rows downwards",
      withGrid(
        { ...mask, voxels: mask.voxels.map((_, v) => mask.voxels[v + 12 * (9 - 2 * (Math.floor(v / 12) % 10))]!) },
        { originMm: [0, 9, 0], direction: [1, 0, 0, 0, -1, 0, 0, 0, 1] },
      ),
    ],
  ])("%s: the same features", async (_, other) => {
    expect(await featuresOf(image, other, settings)).toEqual(await featuresOf(image, mask, settings));
  });

  it("with a note from two hundredths of a voxel on, and what lies beyond the image is told", async () => {
    const warnings = async (other: Image) =>
      (await extractFeatures(image, other, { ...settings, featureClass: { firstorder: ["Mean"] } })).warnings;
    expect(await warnings(withGrid(mask, { originMm: [0.019, 0, 0] }))).toEqual([]);
    expect(await warnings(withGrid(mask, { originMm: [0.05, 0, 0] }))).toEqual([
      expect.stringContaining("0.05 mm (5 % of a voxel's edge)") as string,
    ]);
    // Two slices further down: of the four slices of 42 voxels, three stay within.
    expect(await warnings(withGrid(mask, { originMm: [0, 0, -2] }))).toEqual([
      "Label 1 reaches beyond the image: 42 of its 168 voxels lie outside and are not measured.",
    ]);
    await expect(featuresOf(image, withGrid(mask, { originMm: [0, 0, 5] }), settings)).rejects.toThrow(
      "Label 1 lies wholly outside the image (168 voxels).",
    );
    await expect(featuresOf(image, withGrid(mask, { originMm: [0, 0, 6] }), settings)).rejects.toThrow("beside the image");
  });

  it("but where geometryTolerance is given, by what PyRadiomics means with it", async () => {
    const moved = withGrid(mask, { originMm: [0.4, 0, 0] });
    const { warnings, features } = await extractFeatures(image, moved, {
      ...settings,
      geometryTolerance: 0.5,
      featureClass: { firstorder: null },
    });
    expect(features).toEqual((await extractFeatures(image, mask, { ...settings, featureClass: { firstorder: null } })).features);
    expect(warnings).toEqual([expect.stringContaining("its voxels lie up to 0.4 mm from the image's") as string]);
    await expect(featuresOf(image, withGrid(mask, { originMm: [0.05, 0, 0] }), { ...settings, geometryTolerance: 1e-3 })).rejects.toThrow(
      "geometryTolerance (0.001)",
    );
  });

  it("and resampling a mask that is taken as the same would give the same voxels", async () => {
    const aside = withGrid(mask, { originMm: [0.05, -0.05, 0.05] });
    expect(await featuresOf(image, aside, { ...settings, correctMask: true })).toEqual(await featuresOf(image, aside, settings));
  });
});

describe("regions that cannot be measured are refused in words", () => {
  it("NaN or infinite intensities inside, with their number; outside they do not matter", async () => {
    const voxels = Float32Array.from(image.voxels);
    voxels[0] = Number.NaN;
    await expect(featuresOf(makeImage(size, voxels), mask, {})).resolves.toHaveLength(originalFeatures);
    voxels[3 + 12 * (3 + 10 * 2)] = Number.NaN;
    voxels[4 + 12 * (3 + 10 * 2)] = Number.POSITIVE_INFINITY;
    await expect(featuresOf(makeImage(size, voxels), mask, {})).rejects.toThrow(
      "holds 2 of 168 voxels whose intensity is not a finite number",
    );
  });

  it("an absent label names those that are there", async () => {
    await expect(featuresOf(image, mask, { label: 3 })).rejects.toThrow("Label 3 is not in the mask. It holds: 1.");
    await expect(
      featuresOf(
        image,
        makeMask(size, () => false),
        {},
      ),
    ).rejects.toThrow("The mask is empty");
  });

  it.each([
    ["1e20 in all of it", new Float64Array(720).fill(1e20), {}],
    ["the largest float32 in all of it", new Float32Array(720).fill(3.4e38), {}],
    ["7 with a tiny binWidth", new Int16Array(720).fill(7), { binWidth: 1e-18 }],
    [
      "both ends of what a number can be",
      Float64Array.from({ length: 720 }, (_, v) => (v % 2 === 0 ? 1.7e308 : -1.7e308)),
      { binCount: 32 },
    ],
  ])("%s: no bins can be made", async (_, voxels, settings) => {
    await expect(featuresOf(makeImage(size, voxels), mask, settings)).rejects.toThrow(/cannot be put into bins with this bin(Width|Count)/);
  });

  it("a value too large for a number is infinite, and not undefined", async () => {
    // 168 voxels of 1e200: the sum of their squares is beyond 1.8e308. Shifted to one bin.
    const features = await featuresOf(makeImage(size, new Float64Array(720).fill(1e200)), mask, {
      binWidth: 1e199,
      featureClass: { firstorder: ["Energy", "TotalEnergy", "Maximum"] },
    });
    expect(features).toEqual([
      { name: "original_firstorder_Energy", value: Infinity },
      { name: "original_firstorder_TotalEnergy", value: Infinity },
      { name: "original_firstorder_Maximum", value: 1e200 },
    ]);
  });

  it("intensities that fall into too many bins", async () => {
    await expect(featuresOf(image, mask, { binWidth: 1e-4 })).rejects.toThrow("Choose a larger binWidth");
  });
});

describe("a flat region", () => {
  // radiomics.md: "Flat ROI: grey level 1 with a bin width; level 17 with binCount 32", Correlation 1, MCC 1, Imc1 0, Coarseness 1e6, kurtosis 0.
  it.each([
    [{ binWidth: 25 }, 1],
    [{ binCount: 32 }, 17],
  ])("under %o is all of grey level %i", async (settings, level) => {
    const features = new Map(
      (await featuresOf(makeImage(size, new Int16Array(720).fill(100)), mask, settings)).map(({ name, value }) => [name, value]),
    );
    const value = (name: string) => features.get(`original_${name}`);
    expect(value("glcm_JointAverage")).toBe(level);
    expect(value("glcm_Correlation")).toBe(1);
    expect(value("glcm_MCC")).toBe(1);
    expect(value("glcm_Imc1")).toBe(0);
    expect(value("glcm_JointEntropy")).toBeCloseTo(-3.2e-16, 17);
    expect(value("ngtdm_Coarseness")).toBe(1e6);
    for (const name of ["Busyness", "Complexity", "Contrast", "Strength"]) expect(value(`ngtdm_${name}`)).toBe(0);
    expect(value("firstorder_Kurtosis")).toBe(0);
    expect(value("firstorder_Skewness")).toBe(0);
    expect(value("firstorder_Uniformity")).toBe(1);
  });
});

describe("the engine", () => {
  it("has every feature documented", () => {
    const incomplete = featureDocumentation().filter(
      ({ ibsi, formula, meaning, symbols, edge }) =>
        !symbols.endsWith(".") || !/^([0-9A-Z]{4}|none)$/.test(ibsi) || formula === "" || !meaning.endsWith(".") || !edge.endsWith("."),
    );
    expect(incomplete).toEqual([]);
    const codes = featureDocumentation()
      .map(({ ibsi }) => ibsi)
      .filter((code) => code !== "none");
    expect(new Set(codes).size).toBe(codes.length);
  });

  it("gives the classes and features asked for, shape first, then in the order asked", async () => {
    const features = await featuresOf(image, mask, {
      featureClass: { ngtdm: null, firstorder: ["Mean", "Energy"], shape: ["VoxelVolume"] },
    });
    expect(features.map(({ name }) => name)).toEqual([
      "original_shape_VoxelVolume",
      ...["Busyness", "Coarseness", "Complexity", "Contrast", "Strength"].map((name) => `original_ngtdm_${name}`),
      "original_firstorder_Mean",
      "original_firstorder_Energy",
    ]);
  });

  it("computes deprecated features only where they are named; those that PyRadiomics gives no value have words instead", async () => {
    const all = await featuresOf(image, mask, { featureClass: { shape: null, glcm: null } });
    expect(all.filter(({ name }) => /Compactness|Dissimilarity/.test(name))).toEqual([]);
    const named = await featuresOf(image, mask, {
      featureClass: { shape: ["Compactness2", "Sphericity"], glcm: ["Dissimilarity", "Contrast"], gldm: ["DependencePercentage"] },
    });
    const value = (name: string) => named.find((feature) => feature.name === `original_${name}`)!;
    // IBSI BQWJ and QCFX: compactness 2 is the third power of sphericity.
    expect(value("shape_Compactness2").value).toBeCloseTo(value("shape_Sphericity").value! ** 3, 12);
    expect(value("glcm_Contrast").value).toBeGreaterThan(0);
    expect(value("glcm_Dissimilarity")).toMatchObject({
      value: null,
      reason: expect.stringContaining("ask for DifferenceAverage") as string,
    });
    expect(value("gldm_DependencePercentage")).toMatchObject({
      value: null,
      reason: expect.stringContaining("1 for every region") as string,
    });
  });

  it("stops when the flag is set, before and while it works", async () => {
    const cancelFlag = new SharedArrayBuffer(4);
    const set = () => Atomics.store(new Int32Array(cancelFlag), 0, 1);
    // Large enough that it cannot be over before its first word of progress has been heard.
    const large = [160, 160, 160] as const;
    const noise = makeImage(
      large,
      Int16Array.from({ length: 160 ** 3 }, (_, v) => Math.imul(v, 0x9e3779b1) >>> 22),
    );
    await expect(
      featuresOf(
        noise,
        makeMask(large, () => true),
        {},
        { cancelFlag, threads: 1, onProgress: set },
      ),
    ).rejects.toBeInstanceOf(ExtractionCancelled);
    set();
    await expect(featuresOf(image, mask, {}, { cancelFlag })).rejects.toBeInstanceOf(ExtractionCancelled);
  });

  it("says how far it is, ending at all of it", async () => {
    const seen: Array<[number, number, string]> = [];
    await featuresOf(image, mask, {}, { onProgress: (...update) => seen.push(update) });
    for (const [done, total, phase] of seen) {
      expect(done).toBeLessThanOrEqual(total);
      expect(phase).not.toBe("");
    }
  });

  it("reads voxels in shared memory, and a part of a larger array", async () => {
    const shared = new Float32Array(new SharedArrayBuffer(4 * 720));
    shared.set(image.voxels);
    const part = new Float32Array(1000).subarray(100, 820);
    part.set(image.voxels);
    const expected = await featuresOf(image, mask, {});
    expect(await featuresOf(makeImage(size, shared), mask, {})).toEqual(expected);
    expect(await featuresOf(makeImage(size, part), mask, {})).toEqual(expected);
  });

  it("refuses settings that are out of range, naming them", async () => {
    await expect(featuresOf(image, mask, { binWidth: -1 })).rejects.toThrow("binWidth");
    await expect(featuresOf(image, mask, { featureClass: { glcm: ["Contras"] } })).rejects.toThrow(
      'unknown feature of class glcm "Contras"',
    );
  });
});
