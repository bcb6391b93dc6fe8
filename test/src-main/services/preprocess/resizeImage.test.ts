import { afterAll, describe, expect, it } from "vitest";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Grid } from "#shared/domain/geometry.ts";
import { resizeImage, resizeOfLabels, type ResizeOptions } from "../../../../src-main/services/preprocess/index.ts";
import { Agreement, imageOf, largestDifference, reference } from "./reference.ts";

const corners = (order: 0 | 1 | 3, size: [number, number, number]): ResizeOptions => ({
  method: "corners",
  size,
  orders: [order, order, order],
});
const centres = (order: 0 | 1 | 3, size: [number, number, number], more: object = {}): ResizeOptions => ({
  method: "centres",
  size,
  orders: [order, order, order],
  beyond: "edge",
  antiAlias: false,
  clip: false,
  ...more,
});

describe.skipIf(!reference)("resizing is that of SciPy, scikit-image and torch", () => {
  const table = new Agreement("resizing 24 x 20 x 16 to 13 x 30 x 11, largest difference over the range of 4095");
  afterAll(() => table.print());
  const size: [number, number, number] = [11, 30, 13];

  it.each([
    ["skimage_order1_antialias", centres(1, size, { beyond: "mirror", antiAlias: true, clip: true })],
    ["skimage_defaults", centres(1, size, { beyond: "mirror", antiAlias: true, clip: true })],
    ["skimage_order1_no_antialias_edge", centres(1, size, { clip: true })],
    ["skimage_order3_no_antialias_edge", centres(3, size, { clip: true })],
    ["scipy_zoom_order1", corners(1, size)],
    ["scipy_zoom_order3", corners(3, size)],
    ["scipy_zoom_order1_grid_mode", centres(1, size, { beyond: "zero" })],
    ["torch_trilinear_align_false", centres(1, size)],
    ["torch_trilinear_align_true", corners(1, size)],
    ["torch_area_MONAI_Resize_default", { method: "area", size }],
    ["torch_nearest", { method: "nearestBelow", size }],
  ] as Array<[string, ResizeOptions]>)("%s", async (name, options) => {
    const { volume, resize_to_13_30_11: expected } = reference!;
    const resized = await resizeImage(imageOf(volume.shape, Float64Array.from(volume.values)), options);
    expect(resized.grid.size).toEqual(size);
    const apart = largestDifference(resized.voxels, expected[name]!) / 4095;
    table.add(name, apart, 1e-6);
    expect(apart).toBeLessThan(1e-6);
  });
});

describe("the grid of a resized image", () => {
  /** Axes that run to the patient's right, to the head and to anterior. */
  const grid: Grid = { size: [5, 4, 3], spacingMm: [2, 3, 4], originMm: [100, 50, -20], direction: [-1, 0, 0, 0, 0, -1, 0, 1, 0] };
  const image = { grid, scalarType: "float32" as const, voxels: new Float32Array(60) };

  it("keeps the centres of the first and last voxels", async () => {
    // 4 steps of 2 mm become 8 of 1; 3 of 3 mm one of 9; 2 of 4 mm 4 of 2.
    const resized = await resizeImage(image, corners(1, [9, 2, 5]));
    expect(resized.grid).toEqual({ ...grid, size: [9, 2, 5], spacingMm: [1, 9, 2] });
  });

  it("keeps the outer edges", async () => {
    // 10 mm in 10 voxels, 12 mm in 2, 12 mm in 6. From the outer edge half a new voxel in: 0.5, -1.5 and 1 mm from the first centre along the axes.
    const resized = await resizeImage(image, centres(1, [10, 2, 6]));
    expect(resized.grid).toEqual({ ...grid, size: [10, 2, 6], spacingMm: [1, 6, 2], originMm: [100 + 0.5, 50 + 1, -20 + 1.5] });
    expect((await resizeImage(image, { method: "area", size: [10, 2, 6] })).grid).toEqual(resized.grid);
  });

  it("stays where the size does, and so do the voxels", async () => {
    const voxels = Float32Array.from({ length: 60 }, (_, v) => Math.sin(v));
    for (const options of [corners(3, [5, 4, 3]), centres(3, [5, 4, 3], { antiAlias: true })]) {
      expect(await resizeImage({ ...image, voxels }, options)).toEqual({ grid, scalarType: "float32", voxels });
    }
  });
});

describe("resizing", () => {
  const row = (...values: number[]) => imageOf([values.length], Float64Array.from(values));

  it("works by hand", async () => {
    expect([...(await resizeImage(row(0, 10, 20), corners(1, [5, 1, 1]))).voxels]).toEqual([0, 5, 10, 15, 20]);
    // Centres at -1/4, 1/4, 3/4 ...: the first beyond the edge.
    expect([...(await resizeImage(row(0, 4), centres(1, [4, 1, 1]))).voxels]).toEqual([0, 1, 3, 4]);
    expect([...(await resizeImage(row(8, 4), centres(1, [4, 1, 1], { beyond: "zero" }))).voxels]).toEqual([6, 7, 5, 3]);
    expect([...(await resizeImage(row(1, 2, 3, 4, 5), { method: "area", size: [2, 1, 1] })).voxels]).toEqual([2, 4]);
    expect([...(await resizeImage(row(1, 2, 3, 4, 5), { method: "nearestBelow", size: [3, 1, 1] })).voxels]).toEqual([1, 2, 4]);
    expect([...(await resizeImage(row(1, 2, 3), corners(1, [1, 1, 1]))).voxels]).toEqual([1]);
  });

  it("takes label maps by their nearest voxel, and keeps their type", async () => {
    const labels = { ...imageOf([4], Uint16Array.of(7, 300, 2, 2)), scalarType: "uint16" as const };
    const resized = await resizeImage(labels, resizeOfLabels(centres(3, [8, 1, 1])));
    expect(resized).toMatchObject({ scalarType: "uint16", voxels: Uint16Array.of(7, 7, 300, 300, 2, 2, 2, 2) });
    expect(resizeOfLabels({ method: "area", size: [1, 2, 3] })).toMatchObject({ method: "centres", orders: [0, 0, 0] });
  });

  it("resizes slices by themselves before the axis across them", async () => {
    const voxels = Float64Array.from({ length: 6 * 5 * 4 }, (_, v) => Math.sin(v * v) * 100);
    const image = imageOf([4, 5, 6], voxels);
    const options = centres(3, [9, 7, 6], { orders: [3, 3, 0], clip: true });
    const { voxels: whole } = await resizeImage(image, { ...options, sliceAxis: 2 });
    for (let k = 0; k < 6; k++) {
      // Nearest along k: floor((k + 1/2) 4 / 6).
      const from = Math.floor(((k + 0.5) * 4) / 6);
      const slice = await resizeImage(imageOf([5, 6], voxels.slice(30 * from, 30 * from + 30)), centres(3, [9, 7, 1], { clip: true }));
      expect(whole.slice(63 * k, 63 * k + 63)).toEqual(slice.voxels);
    }
  });

  it("does not depend on the number of threads, nor on which axis is which", async () => {
    const voxels = Float32Array.from({ length: 17 * 9 * 11 }, (_, v) => Math.cos(v * 1.7) * 50);
    const image = imageOf([11, 9, 17], voxels, "float32");
    const options = centres(3, [8, 20, 11], { antiAlias: true });
    const one = await resizeImage(image, options, { threads: 1 });
    expect((await resizeImage(image, options, { threads: 5 })).voxels).toEqual(one.voxels);
    /** The same with i and k exchanged, of a volume of ni x nj x nk. */
    const turned = (of: ArrayLike<number>, [ni, nj, nk]: readonly number[]) =>
      Float32Array.from({ length: of.length }, (_, v) => {
        const [k, j, i] = [v % nk!, Math.floor(v / nk!) % nj!, Math.floor(v / (nk! * nj!))];
        return of[i + ni! * (j + nj! * k)]!;
      });
    const other = await resizeImage(imageOf([17, 9, 11], turned(voxels, [17, 9, 11]), "float32"), { ...options, size: [11, 20, 8] });
    expect(largestDifference(other.voxels, turned(one.voxels, [8, 20, 11]))).toBeLessThan(1e-5);
  });

  it("refuses in words what cannot be resized", async () => {
    await expect(resizeImage(row(1, Number.NaN, 3), corners(1, [5, 1, 1]))).rejects.toThrow(
      new PlainError("The image cannot be resized (resize): one voxel is not a finite number. Correct the image."),
    );
    await expect(resizeImage(row(1), corners(1, [5, 1, 1]))).rejects.toThrow(/a single voxel/);
    await expect(resizeImage(row(1, 2), centres(1, [4096, 4096, 4096]))).rejects.toThrow(/more than 134,217,728 voxels/);
    const stop = new Error("enough");
    await expect(resizeImage(row(1, 2), centres(1, [5, 1, 1]), { signal: AbortSignal.abort(stop) })).rejects.toBe(stop);
  });
});
