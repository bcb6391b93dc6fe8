import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const addon = createRequire(import.meta.url)(join(import.meta.dirname, "..", "..", "native", "build", "Release", "fascicle.node")) as {
  extract: (input: unknown, onProgress?: unknown) => Promise<{ values: unknown[] }>;
};

const input = {
  image: new Float32Array(27).map((_, v) => v), mask: new Uint8Array(27).fill(1), size: [3, 3, 3], spacingMm: [1, 1, 1], classes: ["glcm"], binWidth: 5, binCount: undefined,
  planeAxis: -1, voxelArrayShift: 0, distances: [1], symmetricalGLCM: true, gldmA: 0, label: 1, minimumROIDimensions: 2, minimumROISize: 0, threads: 1, withMatrices: false,
  cancelFlag: undefined,
};

/** Of class glcm: 24, and four that are deprecated. */
const features = 28;

describe("the native addon", () => {
  it("computes what it is asked", async () => {
    expect((await addon.extract(input)).values).toHaveLength(features);
  });

  // A fault of the program, not of the reader: it throws at once, and reads no memory that is not there.
  it.each([
    [undefined], [{}], [{ ...input, image: new Float32Array(26) }], [{ ...input, mask: new Uint8Array(28) }], [{ ...input, image: [1, 2, 3] }],
    [{ ...input, image: new BigInt64Array(27) }], [{ ...input, size: [3, 3] }], [{ ...input, size: [3, 3, -3] }], [{ ...input, size: [3, 3, Number.NaN] }],
    [{ ...input, spacingMm: [1, 1, 0] }], [{ ...input, binWidth: 0 }], [{ ...input, binWidth: Number.NaN }], [{ ...input, binCount: 0 }], [{ ...input, distances: [0] }],
    [{ ...input, distances: [1e9] }], [{ ...input, gldmA: -1 }], [{ ...input, cancelFlag: new Int8Array(4) }], [{ ...input, label: "1" }], [{ ...input, weightingNorm: "taxicab" }],
  ])("refuses %o", (wrong) => {
    expect(() => addon.extract(wrong)).toThrow(Error);
  });

  it("keeps the voxels alive while it works, whatever becomes of the object that named them", async () => {
    const named: Record<string, unknown> = { ...input, image: new Float32Array(120 ** 3).map((_, v) => v % 97), mask: new Uint8Array(120 ** 3).fill(1), size: [120, 120, 120] };
    const running = addon.extract(named);
    named["image"] = undefined;
    named["mask"] = undefined;
    expect((await running).values).toHaveLength(features);
  });
});
