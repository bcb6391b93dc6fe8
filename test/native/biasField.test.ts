import { afterAll, describe, expect, it } from "vitest";
import type { Grid } from "#shared/domain/geometry.ts";
import { noSharedData } from "../sharedData.ts";
import { agreement, correctBias, fitField, n4Defaults, referenceFields } from "./n4Reference.ts";

const table: string[] = [];
afterAll(() =>
  console.log(["N4 against ITK | iterations, ITK's | r of the log fields | SD of their difference | mean difference", ...table].join("\n")),
);

describe.skipIf(noSharedData)("the bias field is ITK's", () => {
  it.each(Object.entries(referenceFields))("%s", async (name, reference) => {
    const { image, mask, shrink, itk, itkIterations, leastR, mostSd } = await reference();
    const { logField, iterations } = await fitField(image, mask, { shrink });
    const { r, sd, offset } = agreement(logField.voxels, itk, mask.voxels);
    table.push(
      `${name} | ${iterations.join()}, ${itkIterations.join()} | ${r.toFixed(8)} | ${sd.toExponential(2)} | ${offset.toExponential(2)}`,
    );
    expect(r).toBeGreaterThan(leastR);
    expect(sd).toBeLessThan(mostSd);
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
    const { logField, corrected } = await fitField(image, mask);
    expect(agreement(logField.voxels, field, mask.voxels).r).toBeGreaterThan(0.99);
    image.voxels.forEach((value, v) => expect(corrected.voxels[v]).toBeCloseTo(value / Math.exp(logField.voxels[v]!), 2));
  });

  it("does not depend on the number of threads, nor on a factor of all values", async () => {
    const { image, mask } = biased([64, 48, 6]);
    const [one, three] = await Promise.all([fitField(image, mask, { threads: 1 }), fitField(image, mask, { threads: 3 })]);
    expect(three.logField.voxels).toEqual(one.logField.voxels);
    const doubled = await fitField({ ...image, voxels: image.voxels.map((value) => 2 * value) }, mask);
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
    await expect(fitField(of, within)).rejects.toMatchObject({ code: "REFUSED", message: expect.stringMatching(words) as string });
  });

  it("voxels without a logarithm are left out and counted", async () => {
    expect((await fitField(withValue(-3), mask)).notPositive).toBe(1);
  });

  it("a flag that is set ends it", async () => {
    const cancelFlag = new Int32Array(new SharedArrayBuffer(4)).fill(1);
    await expect(correctBias({ image, mask, ...n4Defaults, cancelFlag })).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it.each([
    { ...n4Defaults, iterations: [] },
    { ...n4Defaults, shrink: [0, 1, 1] },
    { ...n4Defaults, controlPoints: [4, 4] },
    { ...n4Defaults, histogramBins: 1 },
  ])("settings out of range are a fault of the caller: %j", (settings) => {
    expect(() => correctBias({ image, mask, ...settings })).toThrow(Error);
  });
});
