import { describe, expect, it } from "vitest";
import type { ExtractionSettings } from "../../src-shared/domain/extractionSettings.ts";

import { makeImage, makeMask } from "../src-main/services/radiomics/makeImage.ts";
import { featuresOf } from "../src-main/services/radiomics/featuresOf.ts";

type Triple = readonly [number, number, number];

/** Features of class shape2D of a region of one slice in a box of 7 x 7 x 7 voxels. */
async function measure(inside: (i: number, j: number, k: number) => boolean, spacing: Triple, settings: ExtractionSettings) {
  const size = [7, 7, 7] as const;
  const features = await featuresOf(makeImage(size, new Float32Array(343), spacing), makeMask(size, inside, spacing), {
    ...settings,
    featureClass: { shape2D: null },
    minimumROIDimensions: 1,
  });
  return (name: string) => features.find((feature) => feature.name === `original_shape2D_${name}`)!.value!;
}

describe("a region of one slice, measured by hand", () => {
  const [a, b] = [2, 3]; // mm

  // The same two pixels in a row along each pair of axes.
  it.each([
    ["axial", 0, (i: number, j: number, k: number) => (i === 2 || i === 3) && j === 4 && k === 3, [a, b, 9]],
    ["coronal", 1, (i: number, j: number, k: number) => (i === 2 || i === 3) && k === 4 && j === 3, [a, 9, b]],
    ["sagittal", 2, (i: number, j: number, k: number) => (j === 2 || j === 3) && k === 4 && i === 3, [9, a, b]],
  ] as const)("two pixels in a row, %s: a hexagon", async (_, force2Ddimension, inside, spacing) => {
    const value = await measure(inside, spacing, { force2D: true, force2Ddimension });
    // A rectangle of a x b, with a triangle of height a / 2 at each end.
    expect(value("MeshSurface")).toBeCloseTo(a * b + (a / 2) * b, 12);
    expect(value("PixelSurface")).toBe(2 * a * b);
    const perimeter = 2 * a + 4 * Math.hypot(a / 2, b / 2);
    expect(value("Perimeter")).toBeCloseTo(perimeter, 12);
    expect(value("PerimeterSurfaceRatio")).toBeCloseTo(perimeter / (1.5 * a * b), 12);
    expect(value("Sphericity")).toBeCloseTo((2 * Math.sqrt(Math.PI * 1.5 * a * b)) / perimeter, 12);
    expect(value("MaximumDiameter")).toBeCloseTo(Math.max(2 * a, Math.hypot(a, b)), 12);
    // Two points at a distance a: variance (a / 2)^2.
    expect(value("MajorAxisLength")).toBeCloseTo(2 * a, 12);
    expect(value("MinorAxisLength")).toBe(0);
    expect(value("Elongation")).toBe(0);
  });

  it("two pixels corner to corner: two rhombi, apart", async () => {
    const value = await measure((i, j, k) => k === 3 && ((i === 2 && j === 2) || (i === 3 && j === 3)), [a, b, 9], { force2D: true });
    expect(value("MeshSurface")).toBeCloseTo(2 * ((a * b) / 2), 12);
    expect(value("Perimeter")).toBeCloseTo(8 * Math.hypot(a / 2, b / 2), 12);
  });

  it("a disc comes close to a disc", async () => {
    const size = [64, 64, 1] as const;
    const mask = makeMask(size, (i, j) => Math.hypot(i - 31.5, j - 31.5) <= 28);
    const features = await featuresOf(makeImage(size, new Int8Array(64 * 64)), mask, { force2D: true, featureClass: { shape2D: null } });
    const value = (name: string) => features.find((feature) => feature.name === `original_shape2D_${name}`)!.value!;
    expect(value("MeshSurface") / (Math.PI * 28 ** 2)).toBeCloseTo(1, 2);
    expect(value("MaximumDiameter")).toBeCloseTo(56, -0.3);
    expect(value("Elongation")).toBeCloseTo(1, 12);
    // Axis of a full disc: 4 sqrt(r^2 / 4).
    expect(value("MajorAxisLength") / (2 * 28)).toBeCloseTo(1, 2);
  });
});

describe("class shape2D refuses, in words", () => {
  it.each([
    ["a region of several slices", (i: number) => i < 3, { force2D: true }, "extends over 7 slices along force2Ddimension 0"],
    [
      "a slice along another axis",
      (_i: number, _j: number, k: number) => k === 2,
      { force2D: true, force2Ddimension: 1 },
      "extends over 7 slices along force2Ddimension 1",
    ],
  ])("%s", async (_, inside, settings, words) => {
    await expect(measure(inside, [1, 1, 1], settings)).rejects.toMatchObject({
      name: "PlainError",
      message: expect.stringContaining(words) as string,
    });
  });
});

it("is left out without force2D, as in PyRadiomics", async () => {
  const size = [4, 4, 1] as const;
  const both = { featureClass: { shape2D: null, firstorder: ["Mean"] } };
  expect(
    (
      await featuresOf(
        makeImage(size, new Int8Array(16)),
        makeMask(size, () => true),
        both,
      )
    ).map(({ name }) => name),
  ).toEqual(["original_firstorder_Mean"]);
});
