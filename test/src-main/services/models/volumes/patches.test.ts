import { describe, expect, test } from "vitest";
import { patchPlaces, patchStarts, patchWeights, roundHalfEven } from "../../../../../src-main/services/models/volumes/patches.ts";

describe("where patches begin", () => {
  const nnUnet = { rule: "nnU-Net", step: 0.5 } as const;
  test("by nnU-Net's rule", () => {
    // The example in its source: "110, patch size of 64 and step_size of 0.5": 0, 23, 46. The others: expected.json of ../shared.
    expect(patchStarts(110, 64, nnUnet)).toEqual([0, 23, 46]);
    expect([56, 60, 46].map((length) => patchStarts(length, 32, nnUnet))).toEqual([
      [0, 12, 24],
      [0, 14, 28],
      [0, 14],
    ]);
    expect(patchStarts(32, 32, nnUnet)).toEqual([0]);
  });

  test("by MONAI's rule: every int(P * (1 - overlap)) voxels, the last moved back", () => {
    expect(patchStarts(100, 32, { rule: "MONAI", overlap: 0.25 })).toEqual([0, 24, 48, 68]);
    expect(patchStarts(96, 32, { rule: "MONAI", overlap: 0 })).toEqual([0, 32, 64]);
    expect(patchStarts(35, 32, { rule: "MONAI", overlap: 0.99 })).toEqual([0, 1, 2, 3]);
  });

  test("slices are seen once each", () => {
    const places = patchPlaces([3, 40, 32], [1, 32, 32], { steps: nnUnet, dims: { kind: "2d" } });
    expect(places).toEqual([0, 1, 2].flatMap((slice) => [0, 8].map((row) => [slice, row, 0])));
  });

  test("halves go to the even number", () => {
    expect([0.5, 1.5, 2.5, 2.4, 2.6].map(roundHalfEven)).toEqual([0, 2, 2, 2, 3]);
  });
});

describe("weights of a patch", () => {
  test("nnU-Net's have their peak of 10 at P // 2 and sigma P / 8", () => {
    const weights = patchWeights([8, 8, 8], { kind: "gaussian", rule: "nnU-Net", sigmaFraction: 0.125 });
    const at = (a: number, b: number, c: number) => weights[(a * 8 + b) * 8 + c]!;
    expect(at(4, 4, 4)).toBe(10);
    expect(at(3, 4, 6)).toBeCloseTo(10 * Math.exp(-0.5 - 2), 6);
    expect(Math.min(...weights)).toBeGreaterThan(0);
  });

  test("MONAI's are even about the middle and at least 0.001", () => {
    const weights = patchWeights([8, 8, 8], { kind: "gaussian", rule: "MONAI", sigmaFraction: 0.125 });
    expect(weights[(3 * 8 + 3) * 8 + 3]).toBeCloseTo(Math.exp(-3 * 0.125), 6);
    expect(weights[(3 * 8 + 3) * 8 + 4]).toBe(weights[(4 * 8 + 4) * 8 + 4]);
    expect(Math.min(...weights)).toBe(Math.fround(0.001));
  });
});
