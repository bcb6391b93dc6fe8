import { afterAll, describe, expect, it } from "vitest";
import type { Image } from "#shared/domain/volume.ts";
import { Agreement, grey, imageOf, largestDifference, reference, run, type WrittenStep } from "./reference.ts";

const after = async (image: Image, step: WrittenStep): Promise<Image> => (await run(step, { T1: grey(image) })).images.get("T1")!.image;
const skimage = (more: object) => ({ kind: "clahe", program: "scikit-image", ...more });

describe.skipIf(!reference)("CLAHE is that of the program it names", () => {
  const table = new Agreement("CLAHE, largest difference (scikit-image: of 1, OpenCV: of its type)");
  afterAll(() => table.print());
  /** One step of scikit-image's 2^14 levels, with the rounding to single precision. */
  const oneStep = 1 / 16_383 + 1e-7;

  it.each([
    ["skimage_2d_default", "slice", {}],
    ["skimage_2d_kernel8_clip0.03", "slice", { kernelVoxels: [8, 8, 1], clipLimit: 0.03 }],
    ["skimage_3d_default", "volume", {}],
    ["skimage_3d_kernel8_clip0.01_bins128", "volume", { kernelVoxels: [8, 8, 8], bins: 128 }],
  ] as const)("%s", async (name, which, more) => {
    const { shape, values } = reference![which];
    const { voxels } = await after(imageOf(shape, Float64Array.from(values)), skimage(more));
    const apart = largestDifference(voxels, reference!.clahe[name]!);
    table.add(name, apart, oneStep);
    expect(apart).toBeLessThan(oneStep);
  });

  it("skimage_3d_slice_by_slice_axis2", async () => {
    const { shape, values } = reference!.volume;
    // Slices lie along the last axis there, and along k here: index (z, y, x) becomes (x, z, y) in C order.
    const [nz, ny, nx] = shape;
    const turn = (of: readonly number[]) =>
      Float64Array.from({ length: of.length }, (_, v) => {
        const [y, z, x] = [v % ny, Math.floor(v / ny) % nz, Math.floor(v / (ny * nz))];
        return of[x + nx * (y + ny * z)]!;
      });
    const { voxels } = await after(imageOf([nx, nz, ny], turn(values)), skimage({ dimensions: "slices" }));
    const apart = largestDifference(voxels, turn(reference!.clahe["skimage_3d_slice_by_slice_axis2"]!));
    table.add("skimage_3d_slice_by_slice_axis2", apart, oneStep);
    expect(apart).toBeLessThan(oneStep);
  });

  it.each([
    ["cv2_u8_clip2_8x8", { bits: 8, clipLimit: 2 }],
    ["cv2_u16_clip40_8x8", { bits: 16, clipLimit: 40 }],
  ] as const)("%s", async (name, more) => {
    const { shape, values } = reference!.slice;
    const { voxels } = await after(imageOf(shape, Float64Array.from(values)), { kind: "clahe", program: "opencv", ...more });
    const apart = largestDifference(voxels, reference!.clahe[name]!);
    table.add(name, apart, 0);
    expect(apart).toBe(0);
  });
});

describe("CLAHE", () => {
  const noise = (length: number) => Float32Array.from({ length }, (_, v) => (Math.imul(v ^ 0x5bd1e995, 0x27d4eb2d) >>> 8) & 0xfff);

  it("does not depend on a factor or an offset of all values", async () => {
    const voxels = noise(20 * 15 * 10);
    const image = imageOf([10, 15, 20], voxels, "float32");
    for (const step of [skimage({}), skimage({ dimensions: "slices" }), { kind: "clahe", program: "opencv", tiles: [3, 2] }]) {
      const once = await after(image, step);
      expect((await after({ ...image, voxels: voxels.map((value) => 4 * value - 512) }, step)).voxels).toEqual(once.voxels);
    }
  });

  it("of slices is that of every slice by itself", async () => {
    const image = imageOf([3, 20, 17], noise(3 * 20 * 17), "float32");
    const all = await after(image, skimage({ dimensions: "slices" }));
    for (const k of [0, 1, 2]) {
      const slice = imageOf([20, 17], image.voxels.slice(340 * k, 340 * (k + 1)), "float32");
      expect(all.voxels.slice(340 * k, 340 * (k + 1))).toEqual((await after(slice, skimage({}))).voxels);
    }
  });

  it("refuses what has no contrast, and says so", async () => {
    const flat = imageOf([2, 2, 2], new Float32Array(8).fill(3), "float32");
    await expect(after(flat, skimage({}))).rejects.toThrow(/T1: The image cannot be equalised \(clahe\): all of the voxels .* are equal/);
    const half = imageOf([2, 2, 2], Float32Array.of(1, 2, 3, 4, 5, 5, 5, 5), "float32");
    await expect(after(half, skimage({ dimensions: "slices" }))).rejects.toThrow(/slice 2 is constant/);
    await expect(after(half, { kind: "clahe", program: "opencv" })).rejects.toThrow(/fewer voxels than tiles/);
    await expect(after({ ...half, voxels: half.voxels.with(0, Number.NaN) }, skimage({}))).rejects.toThrow(/not a finite number/);
  });
});
