import { describe, expect, it } from "vitest";
import { voxelToPatient, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { applyTransform, composeTransforms, invertTransform } from "#shared/domain/transform/applyTransform.ts";
import type { BSplineTransform, RigidTransform, SlicesTransform, Transform } from "#shared/domain/transform/transform.ts";
import type { Image } from "#shared/domain/volume.ts";
import { readImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { resampleImage } from "../../../../src-main/services/registration/index.ts";
import { noSharedData, unpackArchive } from "../../../sharedData.ts";
import { centred, straight } from "./phantom.ts";

const nothing: Transform = { kind: "composite", steps: [] };
const rigid: RigidTransform = {
  kind: "rigid",
  anglesRad: [0.03, -0.05, 0.11],
  order: "zxy",
  translationMm: [2.3, -1.6, 3.1],
  centreMm: [1, 2, 3],
};
const tilted: Grid["direction"] = [0.8, -0.6, 0, 0.6, 0.8, 0, 0, 0, 1];
const bspline: BSplineTransform = {
  kind: "bspline",
  grid: { size: [7, 7, 7], spacingMm: [15, 15, 15], originMm: [-9, -63, -45], direction: [...tilted] },
  coefficientsMm: Array.from({ length: 3 * 343 }, (_, node) => 3 * Math.sin(node * 1.7)),
};
const slices: SlicesTransform = {
  kind: "slices",
  originMm: [-14, -14, -14],
  direction: [...straight],
  betweenSlicesMm: 7,
  slices: [0.1, -0.2, 0, 0.05, 0.3].map((angleRad, index) => ({ angleRad, shiftMm: [index, -index], centreMm: [14, 14] })),
};

/** An image whose value is linear in the place: linear and cubic interpolation give it exactly between voxels. */
const ramp = ([x, y, z]: Vector3) => 3 * x - 2 * y + 5 * z + 7;
const source = centred([41, 39, 33], [2.1, 2.3, 2.7], tilted);
const image = imageOf(source, ramp);
const target = centred([9, 8, 7], [3, 3.3, 3.6]);

function imageOf(grid: Grid, value: (point: Vector3) => number): Image {
  const [columns, rows, count] = grid.size;
  const voxels = Float64Array.from({ length: columns * rows * count }, (_, at) => value(voxelToPatient(grid, indexOf(grid, at))));
  return { grid, scalarType: "float64", voxels };
}

function indexOf({ size: [columns, rows] }: Grid, at: number): Vector3 {
  return [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))];
}

describe("an image through a transform", () => {
  it.each([
    ["nothing", nothing],
    ["rigid", rigid],
    ["a B-spline", bspline],
    ["slices", slices],
    ["a chain", composeTransforms(composeTransforms(rigid, bspline), slices)],
    ["the way back of a chain", invertTransform(composeTransforms(rigid, bspline))],
  ] as const)("has at each voxel what lies at the transformed place: %s", async (_, transform) => {
    for (const interpolation of ["linear", "cubic"] as const) {
      const { voxels, scalarType } = await resampleImage(image, { transform, grid: target, interpolation });
      expect(scalarType).toBe("float64");
      for (const [at, value] of voxels.entries()) {
        const wanted = ramp(applyTransform(transform, voxelToPatient(target, indexOf(target, at))));
        // A mirrored spline bends a ramp at its ends; here all lies well inside. The way back is known to 1e-4 mm.
        expect(Math.abs(value - wanted)).toBeLessThan(interpolation === "linear" ? 1e-3 : 0.02);
      }
    }
  });

  it("is what was given where it lies outside, and does not overshoot between voxels that differ", async () => {
    const grid: Grid = { size: [6, 4, 4], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: straight };
    const step: Image = { grid, scalarType: "int16", voxels: Int16Array.from({ length: 96 }, (_, at) => (at % 6 < 3 ? 0 : 100)) };
    const fine: Grid = { ...grid, size: [40, 1, 1], spacingMm: [0.25, 1, 1], originMm: [-2, 1, 1] };
    const cubic = await resampleImage(step, { transform: nothing, grid: fine, interpolation: "cubic", outside: -5 });
    expect(cubic.scalarType).toBe("float32");
    expect(cubic.voxels[0]).toBe(-5);
    expect(cubic.voxels.at(-1)).toBe(-5);
    // Inside is from half a voxel before the first centre to half a voxel after the last.
    const inside = [...cubic.voxels].filter((_, at) => -2 + at / 4 >= -0.5 && -2 + at / 4 < 5.5);
    expect(Math.min(...inside)).toBe(0);
    expect(Math.max(...inside)).toBe(100);
    const linear = await resampleImage(step, { transform: nothing, grid: fine, interpolation: "linear" });
    expect(linear.voxels[(2.25 + 2) * 4]).toBe(25);
  });

  it("of labels keeps to the labels there are, in their type", async () => {
    const grid: Grid = { size: [4, 3, 3], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: straight };
    const labels: Image = { grid, scalarType: "uint8", voxels: Uint8Array.from({ length: 36 }, (_, at) => (at % 4 < 2 ? 9 : 200)) };
    for (const interpolation of ["nearest", "label"] as const) {
      const shifted: Transform = { kind: "rigid", anglesRad: [0, 0, 0], order: "zxy", translationMm: [0.7, 0.2, 0], centreMm: [0, 0, 0] };
      const out = await resampleImage(labels, { transform: shifted, grid, interpolation });
      expect(out.scalarType).toBe("uint8");
      expect([...out.voxels.subarray(0, 4)]).toEqual([9, 200, 200, 0]);
    }
    await expect(resampleImage(labels, { transform: nothing, grid, interpolation: "label", outside: 300 })).rejects.toThrow(PlainError);
  });

  it("ends where it is cancelled", async () => {
    const signal = AbortSignal.abort(new Error("cancelled by the reader"));
    await expect(resampleImage(image, { transform: nothing, grid: target, interpolation: "linear", signal })).rejects.toThrow(
      "cancelled by the reader",
    );
  });

  it("refuses a grid that is too large, in words", async () => {
    const grid = { ...target, size: [1000, 1000, 1000] as const };
    await expect(resampleImage(image, { transform: nothing, grid, interpolation: "linear" })).rejects.toThrow(
      /more than 134,217,728 voxels/,
    );
  });
});

describe.skipIf(noSharedData)("a drawing of a glioma carried to another series and back", () => {
  it("keeps a Dice above 0.98 of each label", async () => {
    const whole = await readImageFile(`${unpackArchive("volumes", "brats23_4seq_2raters.tar.xz")}/seg-BraTS23_1.nii.gz`);
    const labels = cropped(whole, boxOf(whole, 12));
    const bent: BSplineTransform = {
      ...bspline,
      grid: { size: [10, 10, 9], spacingMm: [40, 40, 40], originMm: [-60, -300, -60], direction: [...straight] },
      coefficientsMm: Array.from({ length: 2700 }, (_, node) => 4 * Math.sin(node * 1.3)),
    };
    for (const transform of [rigid, composeTransforms(rigid, bent)]) {
      const there = await resampleImage(labels, { transform: invertTransform(transform), grid: labels.grid, interpolation: "label" });
      const back = await resampleImage(there, { transform, grid: labels.grid, interpolation: "label" });
      for (const label of new Set(labels.voxels))
        expect(diceOf(labels, back, label), `${transform.kind}, label ${label}`).toBeGreaterThan(0.98);
    }
  });
});

/** The first and last voxels along each axis that are not 0, and `margin` around them. */
function boxOf({ grid, voxels }: Image, margin: number): [first: Vector3, last: Vector3] {
  const first = [Infinity, Infinity, Infinity];
  const last = [-Infinity, -Infinity, -Infinity];
  for (let at = 0; at < voxels.length; at++) {
    if (voxels[at] === 0) continue;
    for (const [axis, place] of indexOf(grid, at).entries()) {
      first[axis] = Math.min(first[axis]!, place - margin);
      last[axis] = Math.max(last[axis]!, place + margin);
    }
  }
  return [
    first.map((place) => Math.max(0, place)) as unknown as Vector3,
    last.map((place, axis) => Math.min(grid.size[axis]! - 1, place)) as unknown as Vector3,
  ];
}

function cropped({ grid, voxels }: Image, [first, last]: [Vector3, Vector3]): Image {
  const size = first.map((place, axis) => last[axis]! - place + 1) as unknown as Grid["size"];
  const smaller = { ...grid, size, originMm: voxelToPatient(grid, first) };
  const inside = Uint8Array.from({ length: size[0] * size[1] * size[2] }, (_, at) => {
    const [i, j, k] = indexOf(smaller, at);
    return voxels[((k + first[2]) * grid.size[1] + j + first[1]) * grid.size[0] + i + first[0]]!;
  });
  return { grid: smaller, scalarType: "uint8", voxels: inside };
}

function diceOf(a: Image, b: Image, label: number): number {
  let [both, sum] = [0, 0];
  for (let at = 0; at < a.voxels.length; at++) {
    const [inA, inB] = [a.voxels[at] === label, b.voxels[at] === label];
    if (inA && inB) both += 1;
    sum += Number(inA) + Number(inB);
  }
  return (2 * both) / sum;
}
