import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";

const addon = createRequire(import.meta.url)(join(import.meta.dirname, "..", "..", "native", "build", "Release", "fascicle.node")) as {
  resampleThrough: (input: unknown) => Promise<{ voxels: ArrayLike<number> }>;
};
const direction = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const grid = { size: [3, 2, 2], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction };
const image = { grid, voxels: Int16Array.from({ length: 12 }, (_, at) => at) };
const input = { image, grid, steps: [], sampling: "nearest", outside: 0, threads: 1, cancelFlag: undefined };
const linear = (...map: number[]) => ({ kind: "linear", map: Float64Array.from(map) });
const spline = { kind: "spline", grid: { ...grid, size: [4, 4, 4] }, displacements: new Float64Array(192), inverse: false };
const slices = { kind: "slices", origin: new Float64Array(3), normal: new Float64Array(3), betweenMm: 1, maps: new Float64Array(12) };

it("without steps is the image itself", async () => {
  expect([...((await addon.resampleThrough(input)).voxels as Int16Array)]).toEqual([...image.voxels]);
});

it.each([
  ["no input", undefined],
  ["a kind that is unknown", { ...input, steps: [{ kind: "thin" }] }],
  ["a map that is short", { ...input, steps: [linear(1, 0, 0)] }],
  ["a map that is no Float64Array", { ...input, steps: [{ kind: "linear", map: [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0] }] }],
  ["a map that is not finite", { ...input, steps: [linear(Number.NaN, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)] }],
  ["a spline with too few nodes", { ...input, steps: [{ ...spline, grid }] }],
  ["a spline with too few numbers", { ...input, steps: [{ ...spline, displacements: new Float64Array(12) }] }],
  ["slices without maps", { ...input, steps: [{ ...slices, maps: new Float64Array() }] }],
  ["slices no distance apart", { ...input, steps: [{ ...slices, betweenMm: 0 }] }],
  ["a sampling that is unknown", { ...input, sampling: "sinc" }],
  ["steps that are no list", { ...input, steps: {} }],
])("%s is refused at once", (_, wrong) => {
  expect(() => addon.resampleThrough(wrong)).toThrow(Error);
});

it("a spline's grid whose axes do not span space is rejected in words", async () => {
  const flat = { ...spline, grid: { ...spline.grid, direction: [0, 0, 0, 0, 0, 0, 0, 0, 0] } };
  await expect(addon.resampleThrough({ ...input, steps: [flat] })).rejects.toMatchObject({ code: "REFUSED" });
});

it("places beyond any number are outside", async () => {
  const far = linear(1e300, 0, 0, 0, 1e300, 0, 0, 0, 1e300, 1e300, 1e300, 1e300);
  for (const sampling of ["nearest", "label", "linear", "cubic"]) {
    for (const steps of [[far], [far, far], [far, spline], [far, { ...spline, inverse: true }], [far, slices, far]]) {
      const { voxels } = await addon.resampleThrough({ ...input, steps, sampling, outside: 5 });
      expect(new Set(Array.from(voxels))).toEqual(new Set([5]));
    }
  }
});

it("ends where its flag is set", async () => {
  await expect(addon.resampleThrough({ ...input, cancelFlag: Int32Array.of(1) })).rejects.toMatchObject({ code: "CANCELLED" });
});
