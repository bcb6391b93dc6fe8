import { describe, expect, it } from "vitest";
import type { Image } from "#shared/domain/volume.ts";
import { resampleImage } from "../../../../src-main/services/preprocess/index.ts";
import { compareGrids, extractFeatures } from "../../../../src-main/services/radiomics/index.ts";
import { volumeOn } from "../segmentation/volumeOn.ts";
import { makeImage, makeMask } from "./makeImage.ts";

const row = makeImage([4, 1, 1], Uint8Array.of(1, 2, 3, 4));
const line = (count: number, spacing: number, start: number): Image["grid"] => ({
  ...row.grid,
  size: [count, 1, 1],
  spacingMm: [spacing, 1, 1],
  originMm: [start, 0, 0],
});

const resampleLabels = (labels: Image, grid: Image["grid"], signal?: AbortSignal) => resampleImage(labels, grid, "nearest", { signal });

describe("labels on another grid", () => {
  it("takes the nearest label, half-way up, and 0 outside half a voxel around", async () => {
    expect([...(await resampleLabels(row, line(10, 0.5, -0.75))).voxels]).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4, 0]);
    // Places -0.5, 0.5, 1.5, 2.5, 3.5: half-way goes up, the last edge is outside.
    expect([...(await resampleLabels(row, line(5, 1, -0.5))).voxels]).toEqual([1, 2, 3, 4, 0]);
  });

  it("resamples onto a tilted grid as the engine resamples a mask of its own", async () => {
    const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
    const tilted: Image["grid"] = {
      size: [20, 20, 20],
      spacingMm: [1.1, 0.9, 2],
      originMm: [-3, 4, 1.5],
      direction: [c, -s, 0, s, c, 0, 0, 0, 1],
    };
    const drawn = { ...makeMask([20, 20, 20], (i, j, k) => (i - 10) ** 2 + (j - 9) ** 2 + (k - 8) ** 2 < 30), grid: tilted };
    const coarse: Image["grid"] = { ...tilted, size: [40, 40, 20], spacingMm: [0.55, 0.45, 2] };
    const labels = await resampleLabels(drawn, coarse);
    const { diagnostics } = await extractFeatures({ ...makeImage([40, 40, 20], new Int16Array(32_000)), grid: coarse }, drawn, {
      correctMask: true,
      featureClass: { shape: ["VoxelVolume"] },
    });
    expect(Uint8Array.from(labels.voxels).reduce((sum, label) => sum + label, 0)).toBe(
      (diagnostics as Record<string, unknown>)["diagnostics_Mask-corrected_VoxelNum"],
    );
  });

  it("ends with the signal's reason, and refuses what is no grid", async () => {
    await expect(resampleLabels(row, line(4, 1, 0), AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
    await expect(resampleLabels(row, { ...line(4, 1, 0), direction: [1, 0, 0, 1, 0, 0, 0, 0, 1] })).rejects.toThrow("do not span space");
  });

  it("follows axes that run the other way and in another order", async () => {
    const plane = makeImage([2, 3, 1], Uint8Array.of(1, 2, 3, 4, 5, 6));
    // i runs along y backwards, j along x.
    const grid: Image["grid"] = { size: [3, 2, 1], spacingMm: [1, 1, 1], originMm: [0, 2, 0], direction: [0, 1, 0, -1, 0, 0, 0, 0, 1] };
    expect([...(await resampleLabels(plane, grid)).voxels]).toEqual([5, 3, 1, 6, 4, 2]);
  });
});

describe("compareGrids", () => {
  const drawnOn = { ...volumeOn(row.grid, "drawn"), seriesInstanceUid: "1", frameOfReferenceUid: "9" };
  const other = { ...drawnOn, id: "other", seriesInstanceUid: "2" };

  it("says what cannot be measured on, and why", () => {
    expect(compareGrids(drawnOn, { ...other, samplesPerPixel: 3 }).reason).toContain("colour");
    expect(compareGrids(drawnOn, { ...other, hasPatientGeometry: false }).reason).toContain("where its slices lie");
    expect(compareGrids(drawnOn, { ...other, frameOfReferenceUid: null }).reason).toContain("frame of reference");
    expect(compareGrids(drawnOn, { ...other, originMm: [0, 0, 1.01] }).reason).toContain("another place");
    expect(compareGrids(drawnOn, { ...other, originMm: [0, 0, 0.99] }).fit).toBe("resample");
    expect(compareGrids(drawnOn, { ...other, isRegular: false, spacingMm: [2, 1, 1] }).reason).toContain("evenly");
  });

  it("says by how much grids differ", () => {
    const tilted: Image["grid"]["direction"] = [1, 0, 0, 0, Math.cos(0.1), -Math.sin(0.1), 0, Math.sin(0.1), Math.cos(0.1)];
    const { fit, differences } = compareGrids(drawnOn, { ...other, columns: 8, originMm: [3, 0.4, 0.3], direction: [...tilted] });
    expect(fit).toBe("resample");
    expect(differences.join(" ")).toMatch(/8 × 1 × 1 here, 4 × 1 × 1 .* lies 3\.041 mm .* tilted by 5\.73°/);
    expect(compareGrids(drawnOn, other)).toEqual({ volumeId: "other", fit: "same", differences: [], reason: "" });
  });
});
