import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { Grid } from "#shared/domain/geometry.ts";
import { patientToVoxel, voxelToPatient } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";
import { conformedGrid, spacedGrid, type StepImage } from "../../../../src-main/services/preprocess/index.ts";
import { pythonWith } from "../../../debianPython.ts";
import { grey, imageOf, labels, largestDifference, run, type WrittenStep } from "./reference.ts";

const made = async (step: WrittenStep, images: Readonly<Record<string, StepImage>>, role = "T1") =>
  (await run(step, images)).images.get(role)!.image;
/** Axes that run to the patient's right, to the head and to anterior. */
const turned: Grid = { size: [6, 5, 4], spacingMm: [2, 1, 3], originMm: [100, 50, -20], direction: [-1, 0, 0, 0, 0, -1, 0, 1, 0] };

describe("resampling to a spacing", () => {
  it("keeps the outer corner of the first voxel, and rounds the number of voxels half to even", () => {
    // 12, 5 and 12 mm: 8 voxels of 1.5, 2.5 -> 2 of 2 mm, 12 of 1 mm.
    const grid = spacedGrid(turned, [1.5, 2, 1]);
    expect(grid.size).toEqual([8, 2, 12]);
    // The new first centres: 0.25 mm back, 0.5 mm on and 1 mm back along the axes.
    expect(grid.originMm).toEqual([100 + 0.25, 50 + 1, -20 + 0.5]);
    expect(spacedGrid(turned, [null, null, null])).toEqual(turned);
    expect(spacedGrid({ ...turned, size: [7, 5, 1] }, [4, null, 100]).size).toEqual([4, 5, 1]);
    expect(() => spacedGrid(turned, [0.001, 0.001, 0.001])).toThrow(/more than 134,217,728/);
  });

  it("shows a linear image as what it is, but for its edges, in float32", async () => {
    const place = (v: number, { size }: Grid) =>
      [v % size[0], Math.floor(v / size[0]) % size[1], Math.floor(v / (size[0] * size[1]))] as const;
    const value = ([x, y, z]: readonly [number, number, number]) => 3 * x + 2 * y - z;
    const voxels = Int16Array.from({ length: 120 }, (_, v) => Math.round(value(voxelToPatient(turned, place(v, turned)))));
    const images = { T1: grey({ grid: turned, scalarType: "int16", voxels }), seg: labels({ grid: turned, scalarType: "int16", voxels }) };
    const step = { kind: "resample", roles: "all", grid: { from: "spacing", spacingMm: [1, 0.5, 1.5] } };
    const outcome = await run(step, images);
    const { image } = outcome.images.get("T1")!;
    expect(image.scalarType).toBe("float32");
    let most = 0;
    image.voxels.forEach((found, v) => {
      const index = patientToVoxel(turned, voxelToPatient(image.grid, place(v, image.grid)));
      if (index.some((at, axis) => at < 0 || at > turned.size[axis]! - 1)) return;
      most = Math.max(most, Math.abs(found - value(voxelToPatient(turned, index))));
    });
    // Values at the voxels are rounded to whole numbers.
    expect(most).toBeLessThanOrEqual(0.5 + 1e-4);
    const moved = outcome.images.get("seg")!.image;
    expect(moved.scalarType).toBe("int16");
    expect(new Set(moved.voxels)).toEqual(new Set(voxels));
    expect(outcome.notes[0]).toBe("T1: 6 x 5 x 4 became 12 x 10 x 8 voxels of 1 x 0.5 x 1.5 mm.");
  });

  it("onto another's grid, with 0 outside", async () => {
    const image = imageOf([3], Float32Array.of(1, 2, 3), "float32");
    const like = imageOf([4], new Float32Array(4), "float32");
    const images = { T1: grey(image), T2: grey({ ...like, grid: { ...like.grid, originMm: [1.5, 0, 0] } }) };
    const { voxels } = await made({ kind: "resample", roles: ["T1"], grid: { from: "role", role: "T2" } }, images);
    expect([...voxels]).toEqual([2.5, 0, 0, 0]);
    const { images: all } = await run({ kind: "resample", roles: "all", grid: { from: "role", role: "T2" } }, images);
    expect([...all.keys()]).toEqual(["T1"]);
  });
});

describe("voxels that are no finite numbers", () => {
  const images = (...values: number[]) => ({ T1: grey(imageOf([values.length], Float64Array.from(values))) });
  const onto = (interpolation: string) => ({
    kind: "resample",
    roles: "all",
    grid: { from: "spacing", spacingMm: [0.5, 1, 1] },
    interpolation,
  });

  it.each(["linear", "bspline"])("are refused by role where %s would spread them", async (interpolation) => {
    await expect(made(onto(interpolation), images(1, Number.NaN, 3))).rejects.toThrow(
      "T1: The image cannot be resampled (resample): one voxel is not a finite number. Correct the image.",
    );
    // 1e39 is infinite in single precision.
    await expect(made(onto(interpolation), images(Infinity, 1e39, 3))).rejects.toThrow(/^T1: .* 2 voxels are not a finite number/);
  });

  it("are taken over where each voxel takes the nearest", async () => {
    const { voxels } = await made(onto("nearest"), images(1, Number.NaN, 3));
    expect([...voxels]).toEqual([1, 1, Number.NaN, Number.NaN, 3, 3]);
  });
});

describe("cropping", () => {
  const place = (...inside: Array<[number, number, number]>) => {
    const voxels = new Float32Array(120);
    for (const [i, j, k] of inside) voxels[i + 6 * (j + 5 * k)] = 7;
    return grey({ grid: turned, scalarType: "float32", voxels });
  };

  it("keeps the box of all images together, with a margin as far as there are voxels", async () => {
    const images = { T1: place([2, 1, 1]), T2: place([3, 3, 1]), seg: labels(place([0, 0, 0]).image) };
    const { images: cropped, notes } = await run(
      { kind: "crop", roles: "all", mask: { from: "nonzero" }, marginVoxels: [1, 2, 0] },
      images,
    );
    for (const { image } of cropped.values()) {
      expect(image.grid).toEqual({ ...turned, size: [4, 5, 1], originMm: [100 - 2, 50 - 3, -20] });
    }
    expect(cropped.get("T1")!.image.voxels.indexOf(7)).toBe(1 + 4 * 1);
    expect(cropped.get("seg")!.image.voxels.every((value) => value === 0)).toBe(true);
    expect(notes.at(-1)).toBe("T1, T2, seg: 4 x 5 x 1 voxels from voxel 1, 0, 1 on were kept.");
  });

  it("refuses an empty mask, and images that lie on two grids", async () => {
    await expect(run({ kind: "crop", roles: "all", mask: { from: "nonzero" } }, { T1: place() })).rejects.toThrow(
      "The mask of T1 is empty",
    );
    const other = place([1, 1, 1]);
    const moved = grey({ ...other.image, grid: { ...turned, originMm: [0, 0, 0] } });
    await expect(run({ kind: "crop", roles: "all", mask: { from: "nonzero" } }, { T1: other, T2: moved })).rejects.toThrow(
      "T1 and T2 do not lie on one grid",
    );
  });
});

describe("conforming", () => {
  it("has FreeSurfer's grid, with the centre at index 128", () => {
    const grid = conformedGrid(turned);
    expect(grid).toMatchObject({ size: [256, 256, 256], spacingMm: [1, 1, 1], direction: [1, 0, 0, 0, 0, -1, 0, -1, 0] });
    // Half of the size, FreeSurfer's c_ras: index 3, 2.5, 2.
    const centre = [100 - 6, 50 - 6, -20 + 2.5];
    expect(voxelToPatient(grid, [128, 128, 128])).toEqual(centre);
    // The axes: left, inferior, anterior.
    expect(voxelToPatient(grid, [129, 130, 131])).toEqual([centre[0]! + 1, centre[1]! - 3, centre[2]! - 2]);
  });

  it("keeps uint8 of a conformed image to the last bit, and puts others onto 0 to 255", async () => {
    const grid = conformedGrid(turned);
    const voxels = new Uint8Array(256 ** 3);
    const tens = new Float32Array(voxels.length).fill(5);
    for (let v = 0; v < voxels.length; v++) {
      if (v % 65_536 <= 30_000) continue;
      voxels[v] = Math.imul(v, 0x9e3779b1) >>> 24;
      tens[v] = voxels[v]! * 10 + 5;
    }
    const image: Image = { grid, scalarType: "uint8", voxels };
    expect(Buffer.compare((await made({ kind: "conform" }, { T1: grey(image) })).voxels as Uint8Array, voxels)).toBe(0);
    const floats: Image = { grid, scalarType: "float32", voxels: tens };
    const { images, notes } = await run({ kind: "conform", roles: "all" }, { T1: grey(floats), seg: labels(image) });
    // The bins are 2.55 wide. Above bin 995 lie 2550/256 x 0.004 and more of all voxels that are not 0, a thousandth and more.
    const [, upper] = /grey values from 5 to ([\d.]+) became/.exec(notes.join(" "))!;
    expect(Number(upper)).toBeGreaterThan(2500);
    expect(Number(upper)).toBeLessThanOrEqual(2555);
    const conformed = images.get("T1")!.image.voxels;
    let most = 0;
    for (let v = 0; v < voxels.length; v += 977) {
      const expected = Math.min(255, ((floats.voxels[v]! - 5) * 255) / (Number(upper) - 5));
      most = Math.max(most, Math.abs(conformed[v]! - expected));
    }
    expect(most).toBeLessThanOrEqual(0.5001);
    expect(Buffer.compare(images.get("seg")!.image.voxels as Uint8Array, voxels)).toBe(0);
  });
});

const python = pythonWith("scipy.ndimage");
describe.skipIf(!python)("smoothing is SciPy's", () => {
  const size = [13, 11, 9] as const;
  const voxels = Float32Array.from({ length: 13 * 11 * 9 }, (_, v) => (Math.imul(v ^ 0x5bd1e995, 0x27d4eb2d) >>> 8) & 0xff);
  const image: Image = { grid: { ...turned, size, spacingMm: [1, 2, 0.5] }, scalarType: "float32", voxels };
  const inPython = (call: string): number[] => {
    const program = `import sys, json, numpy, scipy.ndimage as n
a = numpy.array(json.load(sys.stdin), dtype=float).reshape(9, 11, 13)
print(json.dumps(${call}.ravel().tolist()))`;
    return JSON.parse(spawnSync(python!, ["-c", program], { input: JSON.stringify([...voxels]), encoding: "utf8" }).stdout) as number[];
  };

  it("a Gaussian in mm", async () => {
    const { voxels: smooth } = await made({ kind: "smooth", method: "gaussian", sigmaMm: 1.5 }, { T1: grey(image) });
    expect(largestDifference(smooth, inPython("n.gaussian_filter(a, (3, 0.75, 1.5))"))).toBeLessThan(1e-4);
  });

  it.each([
    [1, 1, 1],
    [2, 1, 1],
    [0, 1, 2],
    [3, 0, 0],
    [5, 3, 4],
  ])("a median of radius %i, %i, %i", async (i, j, k) => {
    const { voxels: smooth } = await made({ kind: "smooth", method: "median", radiusVoxels: [i, j, k] }, { T1: grey(image) });
    expect([...smooth]).toEqual(inPython(`n.median_filter(a, (${2 * k + 1}, ${2 * j + 1}, ${2 * i + 1}))`));
  });

  it("a median of whole numbers", async () => {
    const whole: Image = { grid: image.grid, scalarType: "int16", voxels: Int16Array.from(voxels) };
    const { voxels: smooth, scalarType } = await made({ kind: "smooth", method: "median" }, { T1: grey(whole) });
    expect(scalarType).toBe("int16");
    expect([...smooth]).toEqual(inPython("n.median_filter(a, 3)"));
  });
});

describe("steps", () => {
  it("do not depend on the number of threads", async () => {
    const voxels = Float32Array.from({ length: 120 }, (_, v) => 100 + 90 * Math.sin(v * v));
    const images = { T1: grey({ grid: turned, scalarType: "float32", voxels }) };
    for (const step of [
      { kind: "n4" },
      { kind: "zscore" },
      { kind: "rescale", range: { by: "percentiles", lower: 1, upper: 99 } },
      { kind: "clahe", program: "scikit-image" },
      { kind: "clahe", program: "opencv", tiles: [2, 2] },
      { kind: "smooth", method: "gaussian", sigmaMm: 2 },
      { kind: "smooth", method: "median" },
      { kind: "formula", role: "T1", expression: "T1^1.5" },
      { kind: "resize", method: "corners", size: [9, 9, 9], orders: [3, 3, 3] },
    ]) {
      const [one, four] = await Promise.all([1, 4].map((threads) => run(step, images, { threads })));
      expect(four).toEqual(one);
    }
  });

  it("end with the signal's reason", async () => {
    const stop = new Error("enough");
    const image = grey(
      imageOf(
        [40, 200, 200],
        new Float32Array(1_600_000).map((_, v) => v % 977),
        "float32",
      ),
    );
    const controller = new AbortController();
    const step = { kind: "smooth", method: "median", radiusVoxels: [5, 5, 5] };
    const running = run(step, { T1: image }, { signal: controller.signal, progress: () => controller.abort(stop) });
    await expect(running).rejects.toBe(stop);
  });
});
