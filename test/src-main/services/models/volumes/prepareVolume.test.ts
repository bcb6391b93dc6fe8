import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { VolumeInput } from "#shared/domain/bundle/input.ts";
import { identityDirection, voxelToPatient, type Direction, type Grid } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";
import { labelVolume } from "../../../../../src-main/services/models/volumes/labelVolume.ts";
import { prepareVolume } from "../../../../../src-main/services/models/volumes/prepareVolume.ts";
import { tensorAxes, toTensor, turnedGrid } from "../../../../../src-main/services/models/volumes/tensorGrid.ts";
import { pythonWith } from "../../../../debianPython.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import { segmentationBundle, skimage } from "./sampleBundle2.ts";

const python = pythonWith("numpy");
if (!python) console.warn("skipped: nnU-Net's preparation by numpy: there is no Python with numpy");

const input = segmentationBundle().input;
const gridOf = (size: Grid["size"], spacingMm: Grid["spacingMm"], direction: Direction = identityDirection): Grid => ({
  size,
  spacingMm,
  originMm: [-10, 20, 5],
  direction,
});

/** Numbers that repeat nowhere near, with a border of 0 and a hole. */
function imageOf(grid: Grid): Image {
  const [ni, nj, nk] = grid.size;
  const voxels = new Float32Array(ni * nj * nk);
  for (let k = 0, at = 0; k < nk; k++)
    for (let j = 0; j < nj; j++)
      for (let i = 0; i < ni; i++, at++) {
        const isBorder = i < 2 || j < 1 || k < 1 || i >= ni - 1 || j >= nj - 3;
        const isHole = i === 5 && j === 4 && k === 2;
        voxels[at] = isBorder || isHole ? 0 : 10 + Math.sin(i * 1.3 + j * 0.7) * 4 + Math.cos(k * 2.1 + i * 0.4) * 3;
      }
  return { grid, scalarType: "float32", voxels };
}

test("an infinite voxel is refused by the image's name, also where a range that is cut off would hide it", async () => {
  const grid = gridOf([4, 3, 2], [1, 1, 1]);
  const image = imageOf(grid);
  image.voxels[7] = Infinity;
  const wanted: VolumeInput = {
    ...input,
    images: input.images.map((each) => ({ ...each, normalise: { kind: "range", from: [0, 20], to: [0, 1], clip: true } })),
    crop: { kind: "none" },
    grid: { kind: "keep" },
    pad: { to: "none" },
  };
  const prepared = prepareVolume(wanted, { grid, take: () => image, patch: undefined, maxVoxels: 1e6 });
  await expect(prepared).rejects.toThrow("The image T1 holds NaN or infinite numbers. Check the file, and the bundle's input.");
});

describe.skipIf(!python)("nnU-Net's preparation", () => {
  test.each([
    ["thick slices", [1, 1, 5], [0.7, 1.3, 5], [12, 11, 6]],
    ["even voxels", [1, 1, 1.5], [1.25, 0.8, 1], [12, 11, 6]],
    ["thick where it goes", [1, 1, 1], [1, 1, 4], [12, 11, 9]],
  ] as const)("is numpy's: %s", async (_what, spacingMm, target, size) => {
    const folder = temporaryFolder();
    const grid = gridOf(size, spacingMm);
    const image = imageOf(grid);
    writeFileSync(join(folder, "input.f32"), image.voxels);
    writeFileSync(
      join(folder, "input.json"),
      JSON.stringify({ shape: [1, ...size.toReversed()], spacing: spacingMm.toReversed(), target: target.toReversed() }),
    );
    const { status, stderr } = spawnSync(python!, [join(import.meta.dirname, "nnunetPrepare.py"), folder], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { shape } = JSON.parse(readFileSync(join(folder, "prepared.json"), "utf8")) as { shape: number[] };
    const bytes = readFileSync(join(folder, "prepared.f32"));
    const expected = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const wanted: VolumeInput = {
      ...input,
      orientation: "as stored",
      grid: { kind: "spacing", mm: target.toReversed() as [number, number, number], resample: { ...skimage, order: 1 } },
      pad: { to: "none" },
    };
    const prepared = await prepareVolume(wanted, { grid, take: () => image, patch: undefined, maxVoxels: 1e6 });
    expect([1, ...prepared.shape]).toEqual(shape);
    const values = prepared.images.get("T1")!;
    expect(values).toHaveLength(expected.length);
    for (const [at, value] of values.entries()) expect(Math.abs(value - expected[at]!)).toBeLessThan(2e-5);
  });
});

describe("orientation", () => {
  /** i runs to the front, j to the feet, k to the left. */
  const direction: Direction = [0, 0, 1, -1, 0, 0, 0, -1, 0];
  const grid = gridOf([3, 4, 5], [1, 2, 3], direction);

  test("puts every voxel at the place of the patient that the letters say, in the order of the axes", () => {
    const voxels = Float32Array.from({ length: 60 }, (_, at) => at);
    const axes = tensorAxes(direction, { orientation: "RAS", tensorAxes: "zyx" });
    const turned = turnedGrid(grid, axes);
    // The tensor's last axis is x, and runs to the right: i of the turned grid.
    expect(turned.direction).toEqual([-1, 0, 0, 0, -1, 0, 0, 0, 1]);
    expect(turned.size).toEqual([5, 3, 4]);
    expect(turned.spacingMm).toEqual([3, 1, 2]);
    const tensor = toTensor(voxels, grid.size, axes);
    for (let at = 0; at < 60; at++) {
      const [i, j, k] = [at % 3, Math.floor(at / 3) % 4, Math.floor(at / 12)] as const;
      const place = voxelToPatient(grid, [i, j, k]);
      const [z, y, x] = [3 - j, i, 4 - k];
      expect(voxelToPatient(turned, [x, y, z]).map((mm, axis) => Math.abs(mm - place[axis]!) < 1e-9)).toEqual([true, true, true]);
      expect(tensor[(z * 3 + y) * 5 + x]).toBe(at);
    }
  });

  test("is taken back on labels, with the crop and the padding: what is below a value there is drawn there", async () => {
    const image = imageOf(gridOf([12, 11, 6], [1, 1, 2], direction));
    const wanted: VolumeInput = {
      ...input,
      tensorAxes: "yzx",
      images: [{ ...input.images[0]!, normalise: { kind: "none" } }],
      grid: { kind: "keep" },
      pad: { to: "multiple", of: [8, 8, 8], value: 99, where: "centre" },
    };
    const before = image.voxels.slice();
    const prepared = await prepareVolume(wanted, { grid: image.grid, take: () => image, patch: undefined, maxVoxels: 1e6 });
    expect(prepared.shape.every((length) => length % 8 === 0)).toBe(true);
    const bundle = segmentationBundle();
    const labels = await labelVolume(
      { channels: 1, shape: prepared.shape, values: prepared.images.get("T1")! },
      prepared,
      {
        ...bundle,
        input: wanted,
        inference: { ...bundle.inference, answers: "values" },
        output: { kind: "distance", border: 11, labels: [{ value: 3, name: "low" }], post: [], resampleBack: bundle.output.resampleBack },
      },
      image.grid,
    );
    // The border of 0 is cropped away, and so background; the hole in it is not.
    const [ni, nj] = image.grid.size;
    for (const [at, value] of before.entries()) {
      const [i, j, k] = [at % ni, Math.floor(at / ni) % nj, Math.floor(at / (ni * nj))];
      const isIn = i >= 2 && j >= 1 && k >= 1 && i < ni - 1 && j < nj - 3;
      expect(labels[at]).toBe(isIn && value <= 11 ? 3 : 0);
    }
  });
});
