import { describe, expect, it } from "vitest";
import type { Image } from "../../../../src-shared/domain/volume.ts";
import { featureClasses } from "../../../../src-shared/domain/extractionSettings.ts";
import { ExtractionCancelled, featureDocumentation } from "../../../../src-main/services/radiomics/index.ts";
import { makeImage, makeMask } from "./makeImage.ts";
import { featuresOf } from "./featuresOf.ts";

const size = [12, 10, 6] as const;
const mask = makeMask(size, (i, j, k) => i > 1 && i < 9 && j > 1 && j < 8 && k > 0 && k < 5);
const image = makeImage(size, Float32Array.from({ length: 720 }, (_, v) => (v * 37) % 101));

const withGrid = (of: Image, grid: Partial<Image["grid"]>): Image => ({ ...of, grid: { ...of.grid, ...grid } });

describe("a mask on another grid is refused, with by how much", () => {
  it.each([
    ["size", makeMask([12, 10, 5], () => true), "the image has 12 x 10 x 6 voxels, the mask 12 x 10 x 5"],
    ["spacing", withGrid(mask, { spacingMm: [1, 1, 1.25] }), "their spacing differs by 0, 0, 0.25 mm"],
    ["origin", withGrid(mask, { originMm: [0, -2.5, 0] }), "their origin differs by 0, 2.5, 0 mm"],
    ["direction", withGrid(mask, { direction: [0, 1, 0, 1, 0, 0, 0, 0, 1] }), "direction cosines differ by up to 1"],
  ])("%s", async (_, other, words) => {
    await expect(featuresOf(image, other, {})).rejects.toThrow(words);
  });

  it("but not for the rounding of a file format", async () => {
    const nearly = withGrid(mask, { originMm: [1e-5, 0, 0], spacingMm: [1, 1.000001, 1] });
    expect(await featuresOf(image, nearly, { featureClass: { shape: null } })).toHaveLength(14);
  });
});

describe("regions that cannot be measured are refused in words", () => {
  it("NaN or infinite intensities inside, with their number; outside they do not matter", async () => {
    const voxels = Float32Array.from(image.voxels);
    voxels[0] = Number.NaN;
    await expect(featuresOf(makeImage(size, voxels), mask, {})).resolves.toHaveLength(107);
    voxels[3 + 12 * (3 + 10 * 2)] = Number.NaN;
    voxels[4 + 12 * (3 + 10 * 2)] = Number.POSITIVE_INFINITY;
    await expect(featuresOf(makeImage(size, voxels), mask, {})).rejects.toThrow("holds 2 of 168 voxels whose intensity is not a finite number");
  });

  it("an absent label names those that are there", async () => {
    await expect(featuresOf(image, mask, { label: 3 })).rejects.toThrow("Label 3 is not in the mask. It holds: 1.");
    await expect(featuresOf(image, makeMask(size, () => false), {})).rejects.toThrow("The mask is empty");
  });

  it("intensities that fall into too many bins", async () => {
    await expect(featuresOf(image, mask, { binWidth: 1e-4 })).rejects.toThrow("Choose a larger binWidth");
  });
});

describe("a flat region", () => {
  // radiomics.md: "Flat ROI: grey level 1 with a bin width; level 17 with binCount 32", Correlation 1, MCC 1, Imc1 0, Coarseness 1e6, kurtosis 0.
  it.each([[{ binWidth: 25 }, 1], [{ binCount: 32 }, 17]])("under %o is all of grey level %i", async (settings, level) => {
    const features = new Map((await featuresOf(makeImage(size, new Int16Array(720).fill(100)), mask, settings)).map(({ name, value }) => [name, value]));
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
  it("has PyRadiomics' counts of features, each documented", () => {
    const counts = Object.fromEntries(featureClasses.map((name) => [name, featureDocumentation().filter(({ featureClass, deprecated }) => featureClass === name && !deprecated).length]));
    expect(counts).toEqual({ shape: 14, shape2D: 9, firstorder: 18, glcm: 24, gldm: 14, glrlm: 16, glszm: 16, ngtdm: 5 });
    const incomplete = featureDocumentation().filter(({ ibsi, formula, meaning, symbols, edge }) => !symbols.endsWith(".") || !/^([0-9A-Z]{4}|none)$/.test(ibsi) || formula === "" || !meaning.endsWith(".") || !edge.endsWith("."));
    expect(incomplete).toEqual([]);
    const codes = featureDocumentation().map(({ ibsi }) => ibsi).filter((code) => code !== "none");
    expect(new Set(codes).size).toBe(codes.length);
  });

  it("gives the classes and features asked for, shape first, then in the order asked", async () => {
    const features = await featuresOf(image, mask, { featureClass: { ngtdm: null, firstorder: ["Mean", "Energy"], shape: ["VoxelVolume"] } });
    expect(features.map(({ name }) => name)).toEqual([
      "original_shape_VoxelVolume",
      ...["Busyness", "Coarseness", "Complexity", "Contrast", "Strength"].map((name) => `original_ngtdm_${name}`),
      "original_firstorder_Mean", "original_firstorder_Energy",
    ]);
  });

  it("computes deprecated features only where they are named; those that PyRadiomics gives no value have words instead", async () => {
    const all = await featuresOf(image, mask, { featureClass: { shape: null, glcm: null } });
    expect(all.filter(({ name }) => /Compactness|Dissimilarity/.test(name))).toEqual([]);
    const named = await featuresOf(image, mask, { featureClass: { shape: ["Compactness2", "Sphericity"], glcm: ["Dissimilarity", "Contrast"], gldm: ["DependencePercentage"] } });
    const value = (name: string) => named.find((feature) => feature.name === `original_${name}`)!;
    // IBSI BQWJ and QCFX: compactness 2 is the third power of sphericity.
    expect(value("shape_Compactness2").value).toBeCloseTo(value("shape_Sphericity").value! ** 3, 12);
    expect(value("glcm_Contrast").value).toBeGreaterThan(0);
    expect(value("glcm_Dissimilarity")).toMatchObject({ value: null, reason: expect.stringContaining("ask for DifferenceAverage") as string });
    expect(value("gldm_DependencePercentage")).toMatchObject({ value: null, reason: expect.stringContaining("1 for every region") as string });
  });

  it("stops when the flag is set, before and while it works", async () => {
    const cancelFlag = new SharedArrayBuffer(4);
    const set = () => Atomics.store(new Int32Array(cancelFlag), 0, 1);
    // Large enough that it cannot be over before its first word of progress has been heard.
    const large = [160, 160, 160] as const;
    const noise = makeImage(large, Int16Array.from({ length: 160 ** 3 }, (_, v) => Math.imul(v, 0x9e3779b1) >>> 22));
    await expect(featuresOf(noise, makeMask(large, () => true), {}, { cancelFlag, threads: 1, onProgress: set })).rejects.toBeInstanceOf(ExtractionCancelled);
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
    await expect(featuresOf(image, mask, { featureClass: { glcm: ["Contras"] } })).rejects.toThrow('unknown feature of class glcm "Contras"');
  });
});
