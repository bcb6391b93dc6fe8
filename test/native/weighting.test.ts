import { describe, expect, it } from "vitest";
import { extractMatrices } from "../../src-main/services/radiomics/index.ts";
import { makeImage, makeMask } from "../src-main/services/radiomics/makeImage.ts";
import { featuresOf } from "../src-main/services/radiomics/featuresOf.ts";

const spacing = [0.5, 0.75, 2] as const;
const image = makeImage([2, 2, 1], Int16Array.from([1, 2, 2, 1]), spacing);
const mask = makeMask([2, 2, 1], () => true, spacing);

describe("directions merged by weight, counted by hand", () => {
  // No line through (0,0,0) meets (1,2,0): PyRadiomics then sums over no run length, and divides by NaN elsewhere (radiomics/glrlm.py, _calculateCoefficients).
  it("gives RunEntropy and RunVariance 0 where there are no runs, and leaves the rest undefined", async () => {
    const apart = makeMask([2, 3, 1], (i, j) => (i === 0 && j === 0) || (i === 1 && j === 2));
    const six = makeImage([2, 3, 1], Int16Array.from([1, 2, 3, 4, 5, 6]));
    const values = async (weightingNorm?: "euclidean") => {
      const features = await featuresOf(six, apart, {
        binWidth: 1,
        ...(weightingNorm ? { weightingNorm } : {}),
        featureClass: { glrlm: [] },
      });
      return new Map(features.map(({ name, value }) => [name.replace("original_glrlm_", ""), value]));
    };
    const weighted = await values("euclidean");
    expect([...weighted].filter(([, value]) => value !== null)).toEqual([
      ["RunEntropy", 0],
      ["RunVariance", 0],
    ]);
    expect(new Set((await values()).values())).toEqual(new Set([null]));
  });

  // Levels 1 2 / 2 1: one pair each way along rows and along columns, each of unlike levels; one of like levels on each diagonal.
  it.each([
    ["euclidean", 0.5, 0.75, Math.hypot(0.5, 0.75)],
    ["manhattan", 0.5, 0.75, 1.25],
    ["infinity", 0.5, 0.75, 0.75],
    ["no_weighting", 0, 0, 0],
  ] as const)("%s: pairs by exp(-d^2)", async (weightingNorm, x, y, diagonal) => {
    const { glcm } = await extractMatrices(image, mask, { binWidth: 1, weightingNorm });
    const unlike = 2 * Math.exp(-(x ** 2)) + 2 * Math.exp(-(y ** 2)); // as (1,2), and as much as (2,1)
    const like = 2 * Math.exp(-(diagonal ** 2)); // as (1,1), and as much as (2,2)
    const total = 2 * unlike + 2 * like;
    expect(glcm).toHaveLength(1);
    expect(glcm[0]).toEqual(
      [
        [1, 1, like],
        [1, 2, unlike],
        [2, 1, unlike],
        [2, 2, like],
      ].map(([i, j, weight]) => [i, j, expect.closeTo(weight! / total, 14)]),
    );
  });

  it.each([
    ["euclidean", 0.5, 0.75, Math.hypot(0.5, 0.75)],
    ["manhattan", 0.5, 0.75, 1.25],
    ["infinity", 0.5, 0.75, 0.75],
    ["no_weighting", 1, 1, 1],
  ] as const)("%s: runs by d", async (weightingNorm, x, y, diagonal) => {
    const { glrlm } = await extractMatrices(image, mask, { binWidth: 1, weightingNorm });
    // Rows and columns: two runs of one voxel of each level. A diagonal: one run of two of its own level, two of one of the other.
    const single = 2 * x + 2 * y + 2 * diagonal;
    expect(glrlm).toHaveLength(1);
    expect(glrlm[0]).toEqual(
      [
        [1, 1, single],
        [1, 2, diagonal],
        [2, 1, single],
        [2, 2, diagonal],
      ].map(([i, s, weight]) => [i, s, expect.closeTo(weight!, 14)]),
    );
    const [percentage] = await featuresOf(image, mask, { binWidth: 1, weightingNorm, featureClass: { glrlm: ["RunPercentage"] } });
    expect(percentage!.value).toBeCloseTo((2 * single + 2 * diagonal) / (4 * (x + y + 2 * diagonal)), 14);
  });

  it("has words where every weight vanishes", async () => {
    const far = [60, 60, 60] as const; // exp(-3600) is 0 in double precision
    const features = await featuresOf(
      { ...image, grid: { ...image.grid, spacingMm: far } },
      { ...mask, grid: { ...mask.grid, spacingMm: far } },
      {
        weightingNorm: "euclidean",
        featureClass: { glcm: ["Contrast"] },
      },
    );
    expect(features).toEqual([{ name: "original_glcm_Contrast", value: null, reason: expect.stringContaining("weightingNorm") as string }]);
  });
});
