import { readFileSync } from "node:fs";
import { array, assert, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { identityDirection, type Grid } from "#shared/domain/geometry.ts";
import { joinedSums, segmentStatistics, statisticsOfSums, sumsOfSlice } from "#shared/domain/segmentStatistics.ts";
import { readImageFile } from "../../../src-main/services/imagefiles/index.ts";
import { noSharedData, sharedData } from "../../sharedData.ts";

const gridOf = (size: Grid["size"], spacingMm: Grid["spacingMm"]): Grid => ({ size, spacingMm, originMm: [0, 0, 0], direction: identityDirection });

describe("segmentStatistics", () => {
  test("by hand: 2, 4, 4, 4, 5, 5, 7, 9 have mean 5 and population deviation 2", () => {
    const voxels = Int16Array.from([2, 4, 4, 4, 99, 99, 5, 5, 7, 9, 99, 99]);
    const labels = Uint8Array.from([1, 1, 1, 1, 0, 2, 1, 1, 1, 1, 0, 0]);
    expect(segmentStatistics(voxels, labels, 1, gridOf([3, 2, 2], [0.5, 2, 6]))).toEqual({ voxels: 8, areaMm2: [4, 4], volumeMl: 0.048, mean: 5, standardDeviation: 2 });
  });

  test("a segment without voxels has no mean", () => {
    expect(segmentStatistics(new Int16Array(4), new Uint8Array(4), 1, gridOf([2, 2, 1], [1, 1, 1]))).toEqual({ voxels: 0, areaMm2: [0], volumeMl: 0, mean: null, standardDeviation: null });
  });

  test("large values cost no digits", () => {
    const voxels = Float64Array.from([1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4]);
    expect(segmentStatistics(voxels, new Uint8Array(4).fill(1), 1, gridOf([2, 1, 2], [1, 1, 1])).standardDeviation).toBeCloseTo(Math.sqrt(1.25), 12);
  });

  test("joined slices give what all voxels together give, in any grouping (property)", () => {
    const value = integer({ min: -2000, max: 4000 });
    assert(property(array(array(value, { maxLength: 20 }), { minLength: 1, maxLength: 6 }), (slices) => {
      const sums = slices.map((slice) => sumsOfSlice(slice, new Uint8Array(slice.length).fill(3), 3));
      const all = slices.flat();
      const found = statisticsOfSums(sums, [1, 1, 1]);
      expect(found.voxels).toBe(all.length);
      if (all.length === 0) return;
      const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
      const variance = all.reduce((sum, one) => sum + (one - mean) ** 2, 0) / all.length;
      expect(found.mean).toBeCloseTo(mean, 8);
      expect(found.standardDeviation! ** 2).toBeCloseTo(variance, 5);
      const backwards = sums.reduceRight(joinedSums);
      expect(backwards.mean).toBeCloseTo(mean, 8);
    }));
  });

  // Values computed by PyRadiomics 3.1 (its README says which): features of the original image without shift.
  test.skipIf(noSharedData).each(["brain1", "breast1"])("%s: count, volume, mean and variance of PyRadiomics", async (name) => {
    const image = await readImageFile(sharedData("radiomics", "pyradiomics", `${name}_image.nrrd`));
    const mask = await readImageFile(sharedData("radiomics", "pyradiomics", `${name}_label.nrrd`));
    const { features } = JSON.parse(readFileSync(sharedData("radiomics", "golden", `${name}_bw25.json`), "utf8")) as { features: Record<string, number> };
    const found = segmentStatistics(image.voxels, Uint8Array.from(mask.voxels), 1, image.grid);
    expect(found.mean).toBeCloseTo(features["original_firstorder_Mean"]!, 9);
    expect(found.standardDeviation! ** 2).toBeCloseTo(features["original_firstorder_Variance"]!, 6);
    expect(found.volumeMl * 1000).toBeCloseTo(features["original_shape_VoxelVolume"]!, 6);
  });
});
