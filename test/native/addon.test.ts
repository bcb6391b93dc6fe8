import { execFile, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, vi } from "vitest";

const addonPath = join(import.meta.dirname, "..", "..", "native", "build", "Release", "fascicle.node");
const addon = createRequire(import.meta.url)(addonPath) as {
  extract: (input: unknown, onProgress?: unknown) => Promise<Array<{ images: Array<{ values: Float64Array }> }>>;
  extractFeatureMaps: (input: unknown) => Promise<unknown>;
  resampleImage: (input: unknown) => Promise<unknown>;
};

const grid = { size: [3, 3, 3], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
const image = { grid, voxels: new Float32Array(27).map((_, v) => v) };
const mask = { grid, voxels: new Uint8Array(27).fill(1) };
const original = {
  type: "Original",
  binWidth: 5,
  binCount: undefined,
  planeAxis: -1,
  voxelArrayShift: 0,
  distances: [1],
  symmetricalGLCM: true,
  weightingNorm: undefined,
  gldmA: 0,
  sigmas: [],
  wavelet: "coif1",
  startLevel: 0,
  levels: 1,
  gradientUseSpacing: true,
  lbp2D: { radius: 1, samples: 8, method: "uniform", planeAxis: 0 },
  lbp3D: { levels: 2, radius: 1, subdivision: 1 },
};
const input = {
  image,
  mask,
  resampleMask: false,
  labels: [1],
  normalisation: undefined,
  resampling: undefined,
  preCrop: false,
  padDistance: 5,
  minimumROIDimensions: 2,
  minimumROISize: 0,
  resegmentation: undefined,
  classes: ["glcm"],
  shapePlaneAxis: -1,
  imageTypes: [original],
  withDiagnostics: false,
  withMatrices: false,
  withImages: false,
  threads: 1,
  cancelFlag: undefined,
};
const withType = (part: object) => ({ ...input, imageTypes: [{ ...original, ...part }] });
const withGrid = (part: object) => ({ ...input, image: { ...image, grid: { ...grid, ...part } } });
const detached = () => {
  const voxels = new Float32Array(27);
  structuredClone(voxels.buffer, { transfer: [voxels.buffer] });
  return voxels;
};
const count = async (result: ReturnType<typeof addon.extract>) => (await result)[0]!.images[0]!.values.length;

/** Whether a process cannot be given a limit of memory here. */
const noMemoryLimit = process.platform !== "linux" || spawnSync("prlimit", ["--version"]).status !== 0;
if (noMemoryLimit) console.warn("skipped: the end of memory while a result is built, as prlimit (Linux) is not here");

describe("the native addon", () => {
  it("computes what it is asked, deprecated features among it", async () => {
    expect(await count(addon.extract(input))).toBe(28);
  });

  // A fault of the program, not of the reader: it throws at once, and reads no memory that is not there.
  it.each([
    [undefined],
    [{}],
    [{ ...input, image: { grid, voxels: new Float32Array(26) } }],
    [{ ...input, mask: { grid, voxels: new Uint8Array(28) } }],
    [{ ...input, image: { grid, voxels: [1, 2, 3] } }],
    [{ ...input, image: { grid, voxels: new BigInt64Array(27) } }],
    [withGrid({ size: [3, 3] })],
    [withGrid({ size: [3, 3, -3] })],
    [withGrid({ size: [3, 3, Number.NaN] })],
    [withGrid({ spacingMm: [1, 1, 0] })],
    [withGrid({ direction: [1] })],
    [{ ...input, mask: { grid: { ...grid, size: [27, 1, 1] }, voxels: mask.voxels } }],
    [withType({ binWidth: 0 })],
    [withType({ binWidth: Number.NaN })],
    [withType({ binCount: 0 })],
    [withType({ distances: [0] })],
    [withType({ distances: [1e9] })],
    [withType({ gldmA: -1 })],
    [withType({ type: "Sobel" })],
    [withType({ weightingNorm: "taxicab" })],
    [withType({ planeAxis: 3 })],
    [withType({ sigmas: [{ mm: 0, imageName: "" }] })],
    [{ ...input, cancelFlag: new Int8Array(4) }],
    [{ ...input, labels: ["1"] }],
    [{ ...input, labels: [] }],
    [{ ...input, labels: [0] }],
    [{ ...input, resampling: { spacingMm: [1], interpolator: "sitkLinear" } }],
    [withGrid({ size: [2.5, 3, 3] })],
    [withGrid({ spacingMm: [1, 1, Infinity] })],
    [withGrid({ originMm: [0, Number.NaN, 0] })],
    [withGrid({ direction: [1, 0, 0, 0, 1, 0, 0, 0, Infinity] })],
    [{ ...input, resampling: { spacingMm: [1, -1, 1], interpolator: "sitkLinear" } }],
    [{ ...input, resampling: { spacingMm: [1, Number.NaN, 1], interpolator: "sitkLinear" } }],
    [{ ...input, labels: [1.5] }],
    [{ ...input, labels: [2 ** 32] }],
    [{ ...input, labels: Array.from({ length: 3 }) }],
    [{ ...input, classes: [Symbol("glcm")] }],
    [{ ...input, classes: Array.from({ length: 1001 }, () => "glcm") }],
    [withType({ distances: [1.5] })],
    [withType({ binWidth: Infinity })],
    [withType({ planeAxis: 0.5 })],
    [withType({ binCount: 1e300 })],
    [{ ...input, padDistance: -1 }],
    [{ ...input, threads: -1 }],
    [{ ...input, image: { grid, voxels: new Float32Array(new ArrayBuffer(27 * 4, { maxByteLength: 4096 })) } }],
    [{ ...input, image: { grid, voxels: detached() } }],
    [{ ...input, image: { grid, voxels: new DataView(new ArrayBuffer(27)) } }],
    [{ ...input, image: null }],
    [{ ...input, image: { grid: null, voxels: image.voxels } }],
    [{ ...input, cancelFlag: null }],
    [{ ...input, cancelFlag: new Int32Array(0) }],
  ])("refuses %o", (wrong) => {
    expect(() => addon.extract(wrong)).toThrow(Error);
    expect(() => addon.extractFeatureMaps(wrong)).toThrow(Error);
  });

  it("hands on what a getter or a proxy throws", () => {
    expect(() =>
      addon.extract({
        get image() {
          throw new Error("from a getter");
        },
      }),
    ).toThrow("from a getter");
    expect(() =>
      addon.extract(
        new Proxy(
          {},
          {
            get() {
              throw new Error("from a proxy");
            },
          },
        ),
      ),
    ).toThrow("from a proxy");
    expect(() =>
      addon.extract({
        ...input,
        classes: new Proxy([], {
          get() {
            throw new Error("from a list");
          },
        }),
      }),
    ).toThrow(Error);
  });

  it("refuses a type that it has no name for, and reads arrays over shared memory", async () => {
    const { Float16Array: Half = BigInt64Array } = globalThis as unknown as { Float16Array?: new (length: number) => unknown };
    expect(() => addon.extract({ ...input, image: { grid, voxels: new Half(27) } })).toThrow(Error);
    const shared = new Float32Array(new SharedArrayBuffer(27 * 4)).map((_, v) => v);
    expect(await count(addon.extract({ ...input, image: { grid, voxels: shared } }))).toBe(28);
  });

  it("reads every property once: a getter cannot put other memory in the place of what is read", async () => {
    const large = { ...grid, size: [100, 100, 100] };
    let reads = 0;
    const sly = {
      grid: large,
      get voxels() {
        reads += 1;
        return reads > 1 ? new Float32Array(1) : new Float32Array(100 ** 3).map((_, v) => v % 97);
      },
    };
    expect(await count(addon.extract({ ...input, image: sly, mask: { grid: large, voxels: new Uint8Array(100 ** 3).fill(1) } }))).toBe(28);
    expect(reads).toBe(1);
  });

  it.each([
    ["maps", {}],
    ["maps.features", { maps: { features: {} } }],
    ["kernelRadius", { maps: { features: [], kernelRadius: 0, maskedKernel: true, initValue: 0 } }],
    ["names", { maps: { features: [{ featureClass: "glcm", names: [1] }], kernelRadius: 1, maskedKernel: true, initValue: 0 } }],
    ["voxelBatch", { maps: { features: [], kernelRadius: 1, maskedKernel: true, initValue: 0, voxelBatch: 0.5 } }],
  ])("refuses feature maps with wrong %s", (_name, part) => {
    expect(() => addon.extractFeatureMaps({ ...input, ...part })).toThrow(Error);
  });

  it("refuses to resample onto what is no grid", () => {
    for (const wrong of [
      {},
      { image, grid: null, interpolation: "nearest", threads: 1 },
      { image, grid: { ...grid, size: [0, 1, 1] }, interpolation: "nearest", threads: 1 },
      { image: {}, grid, interpolation: "nearest", threads: 1 },
      { image, grid, interpolation: "nearest", threads: 1.5 },
      { image, grid, interpolation: "sharp", threads: 1 },
    ]) {
      expect(() => addon.resampleImage(wrong)).toThrow(Error);
    }
  });

  it.each([
    [{ direction: [1, 0, 0, 1, 0, 0, 0, 0, 1] }],
    [{ direction: [0, 0, 0, 0, 0, 0, 0, 0, 0] }],
    [{ spacingMm: [1e-300, 1, 1] }],
    [{ spacingMm: [1e300, 1e300, 1e300] }],
    [{ originMm: [1e300, 0, 0] }],
    [{ direction: [1e300, 0, 0, 0, 1e-300, 0, 0, 0, 1] }],
  ])("rejects in words, or resamples, on a grid of %o", async (part) => {
    const strange = { ...image, grid: { ...grid, ...part } };
    const answers = await Promise.allSettled([
      addon
        .extract({ ...input, image: strange, resampling: { spacingMm: [0.7, 0.7, 0.7], interpolator: "sitkBSpline" } })
        .then(([result]) => (result as unknown as { refused: string }).refused),
      addon
        .extract({ ...input, image: strange, resampleMask: true })
        .then(([result]) => (result as unknown as { refused: string }).refused),
      addon.resampleImage({ image: strange, grid, interpolation: "nearest", threads: 1 }),
    ]);
    const codes = answers.map((answer) => (answer.status === "rejected" ? (answer.reason as NodeJS.ErrnoException).code : "REFUSED"));
    expect(codes).toEqual(["REFUSED", "REFUSED", "REFUSED"]);
  });

  it("rejects with what a listener threw, and with what the making of the result threw", async () => {
    await expect(
      addon.extract(input, () => {
        throw new RangeError("a listener that throws");
      }),
    ).rejects.toThrow("a listener that throws");
    vi.stubGlobal("Float32Array", function refuse() {
      throw new RangeError("Array buffer allocation failed");
    });
    const running = addon.extract({ ...input, withImages: true });
    await expect(running).rejects.toMatchObject({
      code: "FAULT",
      message: expect.stringContaining("Array buffer allocation failed") as string,
    });
    vi.unstubAllGlobals();
    expect(await count(addon.extract(input))).toBe(28);
  });

  // The process may take 200 MB more: the engine's copy of 125 MB fits, JavaScript's beside it does not. It goes on. Its threads
  // have begun before, as each takes up to 136 MB of addresses for stack and heap, and nothing is left over that a collection would free meanwhile.
  it.skipIf(noMemoryLimit)(
    "rejects where memory ends while a result is built, and goes on",
    async () => {
      const program = `
      const addon = require(${JSON.stringify(addonPath)});
      const size = [250, 250, 250], length = 250 ** 3;
      const grid = ${JSON.stringify({ ...grid, size: undefined })};
      const voxels = new Float64Array(length);
      for (let v = 0; v < length; v++) voxels[v] = v % 7;
      const image = { grid: { ...grid, size }, voxels };
      const mask = { grid: { ...grid, size }, voxels: new Uint8Array(length).fill(1) };
      const input = { ...${JSON.stringify({ ...input, image: undefined, mask: undefined })}, image, mask, classes: [], withImages: true, threads: 1 };
      (async () => {
        const pair = { ...grid, size: [2, 1, 1] };
        const smallImage = { grid: pair, voxels: Float64Array.of(1, 2) }, smallMask = { grid: pair, voxels: Uint8Array.of(1, 1) };
        const small = { ...input, image: smallImage, mask: smallMask, minimumROIDimensions: 1 };
        await Promise.all(Array.from({ length: 16 }, () => addon.extract(small)));
        gc();
        const used = Number(/VmSize:\\s+(\\d+)/.exec(require("fs").readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
        require("child_process").execFileSync("prlimit", ["--pid", String(process.pid), "--as=" + (used + 200e6)]);
        const codes = [];
        for (let run = 0; run < 2; run++) await addon.extract(input).then(() => codes.push("done"), (error) => codes.push(error.code));
        await addon.extract(small).then(() => codes.push("done"), (error) => codes.push(error.message));
        console.log(codes.join(" "));
      })();`;
      const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", "-e", program]);
      expect(stdout.trim()).toMatch(/^FAULT (REFUSED|FAULT) done$/);
    },
    60_000,
  );

  it("keeps the voxels alive while it works, whatever becomes of the object that named them", async () => {
    const large = { ...grid, size: [120, 120, 120] };
    const named: Record<string, Record<string, unknown>> = {
      image: { grid: large, voxels: new Float32Array(120 ** 3).map((_, v) => v % 97) },
      mask: { grid: large, voxels: new Uint8Array(120 ** 3).fill(1) },
    };
    const running = addon.extract({ ...input, ...named });
    named["image"]!["voxels"] = undefined;
    named["mask"]!["voxels"] = undefined;
    expect(await count(running)).toBe(28);
  });
});
