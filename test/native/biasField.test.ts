import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Grid } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";
import { readImageFile } from "../../src-main/services/imagefiles/index.ts";
import { noSharedData, sharedData } from "../sharedData.ts";

interface BiasField {
  readonly corrected: { readonly grid: Grid; readonly voxels: Float32Array };
  readonly logField: { readonly grid: Grid; readonly voxels: Float32Array };
  readonly iterations: readonly number[];
  readonly convergence: readonly number[];
  readonly notPositive: number;
}
const addon = createRequire(import.meta.url)(join(import.meta.dirname, "..", "..", "native", "build", "Release", "fascicle.node")) as {
  correctBias: (input: unknown, onProgress?: unknown) => Promise<BiasField>;
};
/** ITK's defaults. */
const defaults = {
  iterations: [50, 50, 50, 50],
  convergence: 0.001,
  histogramBins: 200,
  fullWidth: 0.15,
  wienerNoise: 0.01,
  controlPoints: [4, 4, 4],
  shrink: [1, 1, 1],
  threads: 2,
  cancelFlag: undefined,
};
type Voxels = ArrayLike<number>;
const fitted = (image: { grid: Grid; voxels: Voxels }, mask: { grid: Grid; voxels: Voxels }, settings: Partial<typeof defaults> = {}) =>
  addon.correctBias({ image, mask, ...defaults, ...settings });

/** How two fields agree within a mask: Pearson's r, the standard deviation of their difference and its mean. */
function agreement(one: Voxels, other: Voxels, mask: Voxels) {
  const at = Array.from({ length: mask.length }, (_, v) => v).filter((v) => mask[v] !== 0);
  const mean = (value: (v: number) => number) => at.reduce((sum, v) => sum + value(v), 0) / at.length;
  const [a, b] = [mean((v) => one[v]!), mean((v) => other[v]!)];
  const sum = (value: (v: number) => number) => at.reduce((all, v) => all + value(v), 0);
  const r = sum((v) => (one[v]! - a) * (other[v]! - b)) / Math.sqrt(sum((v) => (one[v]! - a) ** 2) * sum((v) => (other[v]! - b) ** 2));
  return { r, sd: Math.sqrt(sum((v) => (one[v]! - other[v]! - a + b) ** 2) / (at.length - 1)), offset: a - b };
}

const table: string[] = [];
afterAll(() =>
  console.log(["N4 against ITK | iterations | r of the log fields | SD of their difference | mean difference", ...table].join("\n")),
);
const read = (...path: string[]): Promise<Image> => readImageFile(sharedData(...path));

describe.skipIf(noSharedData)("the bias field is ITK's", () => {
  it.each([
    ["shrink 1", 1, 0.99999, 2e-4],
    ["shrink 2", 2, 0.9999, 1e-3],
  ] as const)("synthetic volume, %s", async (name, shrink, leastR, mostSd) => {
    const [image, mask, corrected] = await Promise.all(
      ["synth_biased", "synth_mask", `synth_mask_shrink${shrink}_corrected`].map((file) => read("n4", `${file}.nrrd`)),
    );
    const { logField, iterations } = await fitted(image!, mask!, { shrink: [shrink, shrink, shrink] });
    const itk =
      shrink === 1
        ? (await read("n4", "synth_mask_shrink1_logbias.nrrd")).voxels
        : Float64Array.from(image!.voxels, (value, v) => Math.log(value / corrected!.voxels[v]!));
    const { r, sd, offset } = agreement(logField.voxels, itk, mask!.voxels);
    table.push(`${name} | ${iterations.join()} | ${r.toFixed(8)} | ${sd.toExponential(2)} | ${offset.toExponential(2)}`);
    expect(r).toBeGreaterThan(leastR);
    expect(sd).toBeLessThan(mostSd);
  });

  it("brain1 within Otsu's mask, shrink 4", async () => {
    const [image, mask, corrected] = await Promise.all([
      read("radiomics", "pyradiomics", "brain1_image.nrrd"),
      read("n4", "brain1_otsumask.nrrd"),
      read("n4", "brain1_otsu_shrink4_corrected.nrrd"),
    ]);
    const { logField, iterations } = await fitted(image, mask, { shrink: [4, 4, 4] });
    const itk = Float64Array.from(image.voxels, (value, v) => (value > 0 ? Math.log(value / corrected.voxels[v]!) : 0));
    const { r, sd, offset } = agreement(logField.voxels, itk, mask.voxels);
    table.push(`brain1, shrink 4 | ${iterations.join()} | ${r.toFixed(8)} | ${sd.toExponential(2)} | ${offset.toExponential(2)}`);
    expect(r).toBeGreaterThan(0.9999);
    expect(sd).toBeLessThan(1e-3);
  });
});

/** Two tissues in an ellipse, times a field that rises along the columns. */
function biased(size: readonly [number, number, number]) {
  const grid: Grid = { size, spacingMm: [1, 1, 3], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  const count = size[0] * size[1] * size[2];
  const place = (v: number) => [v % size[0], Math.floor(v / size[0]) % size[1], Math.floor(v / (size[0] * size[1]))] as const;
  const inside = (v: number) => {
    const [i, j] = place(v);
    return ((2 * i) / size[0] - 1) ** 2 + ((2 * j) / size[1] - 1) ** 2 < 0.9;
  };
  const field = Float64Array.from({ length: count }, (_, v) => 0.4 * (place(v)[0] / size[0]) - 0.2);
  const noise = (v: number) => (((Math.imul(v ^ 0x5bd1e995, 0x27d4eb2d) >>> 8) & 0xffff) / 65_536 - 0.5) * 0.04;
  const tissue = (v: number) => ((Math.floor(place(v)[0] / 5) + Math.floor(place(v)[1] / 5)) % 2 === 0 ? 500 : 900);
  return {
    image: {
      grid,
      voxels: Float32Array.from({ length: count }, (_, v) => (inside(v) ? tissue(v) * (1 + noise(v)) * Math.exp(field[v]!) : 0)),
    },
    mask: { grid, voxels: Uint8Array.from({ length: count }, (_, v) => Number(inside(v))) },
    field,
  };
}

describe("a field that is known", () => {
  it.each([
    ["a volume", [64, 48, 6]],
    ["a single slice", [64, 48, 1]],
  ] as const)("of %s is found", async (_, size) => {
    const { image, mask, field } = biased(size);
    const { logField, corrected } = await fitted(image, mask);
    expect(agreement(logField.voxels, field, mask.voxels).r).toBeGreaterThan(0.99);
    image.voxels.forEach((value, v) => expect(corrected.voxels[v]).toBeCloseTo(value / Math.exp(logField.voxels[v]!), 2));
  });

  it("does not depend on the number of threads, nor on a factor of all values", async () => {
    const { image, mask } = biased([64, 48, 6]);
    const [one, three] = await Promise.all([fitted(image, mask, { threads: 1 }), fitted(image, mask, { threads: 3 })]);
    expect(three.logField.voxels).toEqual(one.logField.voxels);
    const doubled = await fitted({ ...image, voxels: image.voxels.map((value) => 2 * value) }, mask);
    expect(agreement(doubled.logField.voxels, one.logField.voxels, mask.voxels).sd).toBeLessThan(1e-6);
  });
});

describe("what has no field is refused in words", () => {
  const { image, mask } = biased([16, 16, 2]);
  const inside = mask.voxels.indexOf(1);
  const withValue = (value: number) => ({ ...image, voxels: image.voxels.map((own, v) => (v === inside ? value : own)) });

  it.each([
    ["a constant image", { ...image, voxels: new Float32Array(512).fill(7) }, mask, /all voxels of the mask are equal/],
    ["an empty mask", image, { ...mask, voxels: new Uint8Array(512) }, /fewer than two voxels/],
    ["values that are no numbers", withValue(Number.NaN), mask, /not a finite number/],
    ["values without end", withValue(Infinity), mask, /not a finite number/],
  ])("%s", async (_, of, within, words) => {
    await expect(fitted(of, within)).rejects.toMatchObject({ code: "REFUSED", message: expect.stringMatching(words) as string });
  });

  it("voxels without a logarithm are left out and counted", async () => {
    expect((await fitted(withValue(-3), mask)).notPositive).toBe(1);
  });

  it("a flag that is set ends it", async () => {
    const cancelFlag = new Int32Array(new SharedArrayBuffer(4)).fill(1);
    await expect(addon.correctBias({ image, mask, ...defaults, cancelFlag })).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it.each([
    { ...defaults, iterations: [] },
    { ...defaults, shrink: [0, 1, 1] },
    { ...defaults, controlPoints: [4, 4] },
    { ...defaults, histogramBins: 1 },
  ])("settings out of range are a fault of the caller: %j", (settings) => {
    expect(() => addon.correctBias({ image, mask, ...settings })).toThrow(Error);
  });
});
