import { afterAll, describe, expect, it } from "vitest";
import type { Image } from "#shared/domain/volume.ts";
import type { StepImage } from "../../../../src-main/services/preprocess/index.ts";
import { readImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { noSharedData, sharedData } from "../../../sharedData.ts";
import { Agreement, grey, imageOf, labels, largestDifference, reference, run, type WrittenStep } from "./reference.ts";

async function after(step: WrittenStep, image: Image, others: Readonly<Record<string, StepImage>> = {}): Promise<Image> {
  return (await run(step, { T1: grey(image), ...others })).images.get("T1")!.image;
}

const row = (...values: number[]) => imageOf([values.length], Float64Array.from(values));
const byteRow = (...values: number[]) => imageOf([values.length], Uint8Array.from(values), "uint8");

describe.skipIf(!reference)("grey values are put onto other scales as numpy does", () => {
  const table = new Agreement("scaling, largest difference");
  afterAll(() => table.print());
  /** How far a result is, which the table keeps. */
  const apart = (name: string, one: ArrayLike<number>, other: ArrayLike<number>, within = 1e-6) => {
    const most = largestDifference(one, other);
    table.add(name, most, within);
    return most;
  };
  const volume = () => imageOf(reference!.volume.shape, Float64Array.from(reference!.volume.values));
  /** The reference's own rule: above the 0.4 quantile. */
  const above = () => {
    const { shape, values } = reference!.volume;
    const sorted = values.toSorted((a, b) => a - b);
    const place = 0.4 * (sorted.length - 1);
    const limit = sorted[Math.floor(place)]! + (sorted[Math.floor(place) + 1]! - sorted[Math.floor(place)]!) * (place % 1);
    const inside = Uint8Array.from(values, (value) => Number(value > limit));
    expect(inside.reduce((sum, each) => sum + each, 0)).toBe(reference!.normalise.mask_count);
    return { mask: labels(imageOf(shape, inside, "uint8")) };
  };
  const inMask = { from: "role", role: "mask" };

  it("z-score of the whole, and within a mask", async () => {
    for (const [name, within, { mean, sd0 }] of [
      ["z-score, whole", { from: "whole" }, reference!.normalise.zscore_whole],
      ["z-score, mask", inMask, reference!.normalise.zscore_mask],
    ] as const) {
      const { voxels } = await after({ kind: "zscore", within }, volume(), above());
      const expected = reference!.volume.values.map((value) => (value - mean) / sd0);
      expect(apart(name, voxels, expected)).toBeLessThan(1e-6);
    }
  });

  it("minimum and maximum, percentiles of the whole and of a mask", async () => {
    const { normalise } = reference!;
    const { voxels } = await after({ kind: "rescale", range: { by: "minmax" } }, volume());
    const byMaximum = reference!.volume.values.map((value) => value / normalise.minmax_whole[1]);
    expect(apart("minimum and maximum", voxels, byMaximum)).toBeLessThan(1e-6);
    const percents = [0.5, 1, 2, 25, 50, 75, 98, 99, 99.5];
    for (const [lower, upper] of [
      [0, 8],
      [1, 7],
      [2, 6],
      [3, 5],
      [3, 4],
    ] as const) {
      for (const [name, within, values] of [
        ["whole", { from: "whole" }, normalise["percentiles_whole_0.5_1_2_25_50_75_98_99_99.5"]],
        ["mask", inMask, normalise.percentiles_mask],
      ] as const) {
        const range = { by: "percentiles", lower: percents[lower], upper: percents[upper] };
        const scaled = await after({ kind: "rescale", range, within, clip: false }, volume(), above());
        const expected = reference!.volume.values.map((value) => (value - values[lower]!) / (values[upper]! - values[lower]!));
        // Values of the whole reach to ten times the range between the quartiles.
        const words = `percentiles ${percents[lower]} and ${percents[upper]}, ${name}`;
        expect(apart(words, scaled.voxels, expected, 5e-6)).toBeLessThan(5e-6);
      }
    }
  });

  it("FLAIR^1.55 * T2^1.45 of images on [0, 1]", async () => {
    const { flair3, volume: t2 } = reference!;
    const scaled = async (values: readonly number[]) =>
      grey(await after({ kind: "rescale", range: { by: "minmax" } }, imageOf(t2.shape, Float64Array.from(values))));
    const images = { FLAIR: await scaled(flair3.flair_values), T2: await scaled(t2.values) };
    const { images: made, notes } = await run({ kind: "formula", role: "FLAIR3", expression: "FLAIR^1.55 * T2^1.45" }, images);
    const { image } = made.get("FLAIR3")!;
    expect(apart("FLAIR3", image.voxels, flair3.flair3)).toBeLessThan(1e-6);
    const { voxels } = await after({ kind: "rescale", range: { by: "minmax" } }, image);
    expect(apart("FLAIR3 by minimum and maximum", voxels, flair3.then_minmax)).toBeLessThan(1e-6);
    expect(notes).toEqual(["FLAIR3 = FLAIR^1.55 * T2^1.45."]);
  });
});

describe("steps of grey values by hand", () => {
  it("z-score: within a mask, with and without the rest", async () => {
    const image = row(0, 1, 3, 0, 9);
    const within = { from: "nonzero" };
    // Of 1, 3, 9: mean 13/3, variance 104/9 or 52/3.
    const standard = (value: number, variance: number) => Math.fround((value - 13 / 3) / Math.sqrt(variance));
    const zero = standard(0, 104 / 9);
    const [a, b, c] = [1, 3, 9].map((value) => standard(value, 104 / 9)) as [number, number, number];
    expect([...(await after({ kind: "zscore", within }, image)).voxels]).toEqual([zero, a, b, zero, c]);
    expect([...(await after({ kind: "zscore", within, outside: "zero" }, image)).voxels]).toEqual([0, a, b, 0, c]);
    const sample = await after({ kind: "zscore", within, deviation: "sample" }, image);
    expect(sample.voxels[4]).toBe(standard(9, 52 / 3));
    const { notes } = await run({ kind: "zscore", within }, { T1: grey(image) });
    expect(notes).toEqual(["T1: mean 4.333333, standard deviation 3.399346 (population), within 3 voxels that are not 0."]);
  });

  it("clip: the type stays, and the limits of whole numbers lie within", async () => {
    const limits = { by: "values", lower: 1.5, upper: 7.5 };
    expect(await after({ kind: "clip", limits }, byteRow(0, 2, 7, 9))).toMatchObject({
      scalarType: "uint8",
      voxels: Uint8Array.of(2, 2, 7, 7),
    });
    expect([...(await after({ kind: "clip", limits: { ...limits, upper: null } }, row(0, 2, 9))).voxels]).toEqual([1.5, 2, 9]);
    await expect(after({ kind: "clip", limits: { by: "values", lower: 1.2, upper: 1.8 } }, byteRow(0, 2))).rejects.toThrow(
      /none of them lies between/,
    );
    const { images, notes } = await run(
      { kind: "clip", limits: { by: "percentiles", lower: 25, upper: 75 } },
      { T1: grey(row(5, 1, 2, 4, 3)) },
    );
    expect([...images.get("T1")!.image.voxels]).toEqual([4, 2, 2, 4, 3]);
    expect(notes).toEqual(["T1: clipped to 2 and 4 (percentiles 25 and 75, over the whole image)."]);
  });

  it("mask and brain: what is outside", async () => {
    const brain = { brain: labels(byteRow(0, 2, 41, 7)) };
    const mask = { from: "role", role: "brain" };
    expect([...(await after({ kind: "extractBrain", mask }, row(5, 6, 7, 8), brain)).voxels]).toEqual([0, 6, 7, 8]);
    expect([...(await after({ kind: "mask", mask: { ...mask, labels: [41, 2] }, outside: -1 }, row(5, 6, 7, 8), brain)).voxels]).toEqual([
      -1, 6, 7, -1,
    ]);
    await expect(after({ kind: "mask", mask, outside: -1 }, byteRow(5, 6, 7, 8), brain)).rejects.toThrow(
      /cannot hold the value for outside/,
    );
    await expect(after({ kind: "mask", mask: { ...mask, labels: [3] } }, row(5, 6, 7, 8), brain)).rejects.toThrow(
      "The mask of T1 is empty: there are no voxels of brain (3).",
    );
  });

  it("a mask that lies on the same lattice, but not on all of it, is put in its place", async () => {
    const { grid } = row(1, 2, 3, 4);
    const part = labels({ grid: { ...grid, size: [2, 1, 1], originMm: [1, 0, 0] }, scalarType: "uint8", voxels: Uint8Array.of(1, 1) });
    const mask = { from: "role", role: "brain" };
    expect([...(await after({ kind: "mask", mask }, row(1, 2, 3, 4), { brain: part })).voxels]).toEqual([0, 2, 3, 0]);
    const beside = labels({ ...part.image, grid: { ...part.image.grid, originMm: [1.4, 0, 0] } });
    await expect(after({ kind: "mask", mask }, row(1, 2, 3, 4), { brain: beside })).rejects.toThrow(/does not lie on the voxels of T1/);
  });

  it("a formula: what has no value", async () => {
    const images = { T1: grey(row(1, 0, -1, 4)) };
    const formula = (expression: string, more = {}) => run({ kind: "formula", role: "new", expression, ...more }, images);
    await expect(formula("log(T1)")).rejects.toThrow(/no finite value at 2 voxels/);
    const { images: made, notes } = await formula("log(T1)", { notFinite: "zero" });
    expect([...made.get("new")!.image.voxels]).toEqual([0, 0, 0, Math.fround(Math.log(4))]);
    expect(notes).toEqual(["new = log(T1).", "new: voxels without a finite value, which became 0: 2."]);
    expect([...(await formula("max(T1, -0.5) * 2 - min(T1, 1)^2 / -(abs(T1) + 1)")).images.get("new")!.image.voxels]).toEqual(
      [2.5, 0, -0.5, 8.2].map(Math.fround),
    );
    await expect(formula("T1 + T2")).rejects.toThrow("There is no image T2 at this step. There are T1.");
  });

  it("refuses what is constant, holds no numbers or is a label map, and names the role", async () => {
    for (const step of [
      { kind: "zscore" },
      { kind: "rescale", range: { by: "minmax" } },
      { kind: "n4" },
      { kind: "mask", mask: { from: "otsu" } },
    ]) {
      await expect(after(step, row(2, 2, 2))).rejects.toThrow(/^T1: .*equal/);
      await expect(after(step, row(1, Infinity, 2))).rejects.toThrow(/^T1: .*not a finite number/);
    }
    await expect(run({ kind: "zscore", roles: ["seg"] }, { seg: labels(byteRow(1, 2)) })).rejects.toThrow(
      "seg holds labels, and this step changes grey values.",
    );
    const { images } = await run(
      { kind: "zscore", roles: "all" },
      { seg: labels(byteRow(1, 2)), T1: grey(row(1, 2)), T2: grey(row(3, 5)) },
    );
    expect([...images.keys()]).toEqual(["T1", "T2"]);
    await expect(run({ kind: "zscore", roles: "all" }, { seg: labels(byteRow(1, 2)) })).rejects.toThrow(
      "There is no image that this step could change.",
    );
  });
});

describe("Otsu's threshold", () => {
  it("lies between two groups", async () => {
    const { images, notes } = await run({ kind: "mask", mask: { from: "otsu" }, outside: 0 }, { T1: grey(row(1, 2, 1, 90, 95, 2, 100)) });
    expect([...images.get("T1")!.image.voxels]).toEqual([0, 0, 0, 90, 95, 0, 100]);
    expect(notes[0]).toMatch(/^T1: kept within 3 voxels above Otsu's threshold of \d/);
  });

  it.skipIf(noSharedData)("is ITK's", async () => {
    const image = await readImageFile(sharedData("radiomics", "pyradiomics", "brain1_image.nrrd"));
    const mask = await readImageFile(sharedData("n4", "brain1_otsumask.nrrd"));
    const { images, notes } = await run({ kind: "mask", mask: { from: "otsu" } }, { T1: grey(image) });
    // data/n4/summary_brain1.json
    expect(notes[0]).toContain("794,442 voxels above Otsu's threshold of 397.4299");
    expect(images.get("T1")!.image.voxels).toEqual(image.voxels.map((value, v) => value * Number(mask.voxels[v] !== 0)));
  });
});

describe.skipIf(noSharedData)("N4", () => {
  it("within a label map's mask, shrunk by 2, is ITK's", async () => {
    const [image, mask, corrected] = await Promise.all(
      ["synth_biased", "synth_labels", "synth_mask_shrink2_corrected"].map((name) => readImageFile(sharedData("n4", `${name}.nrrd`))),
    );
    const step = { kind: "n4", mask: { from: "role", role: "tissue" }, shrink: [2, 2, 2] };
    const { images, notes } = await run(step, { T1: grey(image!), tissue: labels(mask!) });
    expect(notes[0]).toMatch(
      /^T1: bias field found within [\d,]+ voxels of tissue, shrunk by 2 x 2 x 2; .*: 50 \(\S+\), 26 \(\S+\), 7 \(\S+\), 3 \(/,
    );
    let most = 0;
    const { voxels } = images.get("T1")!.image;
    mask!.voxels.forEach((label, v) => {
      if (label !== 0) most = Math.max(most, Math.abs(voxels[v]! / corrected!.voxels[v]! - 1));
    });
    expect(most).toBeLessThan(1e-5);
  });

  it("counts the voxels that have no logarithm", async () => {
    const voxels = Float32Array.from({ length: 400 }, (_, v) => 100 + 50 * Math.sin(v));
    voxels[7] = -1;
    const { notes } = await run({ kind: "n4", mask: { from: "nonzero" } }, { T1: grey(imageOf([4, 10, 10], voxels, "float32")) });
    expect(notes[1]).toBe("T1: voxels of the mask without a logarithm, as they are not above 0, were left out of the fit: 1.");
  });
});
