import { readFileSync } from "node:fs";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { voxelToPatient, type Grid } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Transform } from "#shared/domain/transform/transform.ts";
import { checkAfter } from "../../../../src-main/services/registration/checkAfter.ts";
import { checkBefore, overlapOf } from "../../../../src-main/services/registration/checkBefore.ts";
import { mutualInformation, mutualInformationOf } from "../../../../src-main/services/registration/mutualInformation.ts";
import { registrationEngine } from "../../../../src-main/services/registration/parameterMaps.ts";
import type { RegistrationTask } from "../../../../src-main/services/registration/registrationMessages.ts";
import { interpolateSlices, pyramidOf, slicePartsOf, withoutEmptyBorder } from "../../../../src-main/services/registration/searchGrid.ts";
import { mostVoxels, shrinkFactors, shrinkImage } from "../../../../src-main/services/registration/shrinkImage.ts";
import { centred, greysOfT1, greysOfT2, pictureOf, straight, rigidTask } from "./phantom.ts";

const task = rigidTask;
const { fixed, moving } = task;
const { grid } = fixed;
const stay = (point: readonly [number, number, number]) => point;
const refusal = (change: Partial<RegistrationTask>) => () => checkBefore({ ...task, ...change }, stay);

describe("before the search", () => {
  it("two usable images pass", () => expect(refusal({})).not.toThrow());

  it("an image that is constant is named", () => {
    expect(refusal({ moving: { ...moving, voxels: new Int16Array(moving.voxels.length).fill(7) } })).toThrow(
      /moving image "T2" is constant \(7 everywhere\)/,
    );
  });

  it.each([Number.NaN, Infinity])("an image with %s is named, with how many voxels", (value) => {
    const voxels = Float32Array.from(fixed.voxels);
    voxels[5] = voxels[99] = value;
    expect(refusal({ fixed: { ...fixed, voxels } })).toThrow(/fixed image "T1" holds 2 voxels that are NaN or infinite/);
  });

  it.each([1, 3])("%s slices are too few, and in the plane is offered", (slices) => {
    const thin = pictureOf("T2", centred([40, 32, slices], [3, 3, 6]), greysOfT2);
    expect(refusal({ moving: thin })).toThrow(
      /moving image "T2" has \d slices?; at least 4 .* Register them "in the plane", slice by slice/,
    );
    expect(() => checkBefore({ ...task, moving: thin, kind: "inPlane" }, stay)).not.toThrow();
  });

  it("slices 18 mm apart are registered in the plane only", () => {
    const far = pictureOf("T2", centred([40, 32, 6], [3, 3, 18]), greysOfT2);
    expect(refusal({ moving: far })).toThrow(/moving image "T2" has slices 18 mm apart; beyond 15 mm .* "in the plane"/);
    expect(() => checkBefore({ ...task, moving: far, kind: "inPlane" }, stay)).not.toThrow();
  });

  it("images that have nothing or little in common are named", () => {
    const away = (mm: number) => ({
      ...moving,
      grid: { ...grid, originMm: [grid.originMm[0] + mm, grid.originMm[1], grid.originMm[2]] as const },
    });
    expect(refusal({ moving: away(500) })).toThrow(
      /"T1" \(fixed\) and "T2" \(moving\) have nothing in common; .* Place the moving image by hand/,
    );
    // 40 voxels of 3 mm: 96 mm away a fifth is left.
    expect(refusal({ moving: away(96) })).toThrow(/have only \d\d? % in common/);
    expect(refusal({ moving: away(60) })).not.toThrow();
  });

  it("more memory than there is is refused, in MB", () => {
    expect(refusal({ memoryBytes: 2 ** 27 })).toThrow(/Registering "T2" to "T1" would take about \d+ MB of memory, more than the 128 MB/);
  });

  it("axes that are not at right angles are refused", () => {
    expect(refusal({ fixed: { ...fixed, grid: { ...grid, direction: [1, 0, 0, 0, 1, 0.2, 0, 0, 0.98] } } })).toThrow(
      /fixed image "T1" has axes that are not at right angles/,
    );
  });

  it("overlap is the share of the smaller image, by hand", () => {
    const big = { size: [10, 10, 10], spacingMm: [2, 2, 2], originMm: [0, 0, 0], direction: straight } as const;
    expect(overlapOf(big, { ...big, originMm: [10, 0, 0] }, stay)).toBeCloseTo(0.5, 9);
    // An eighth as large, and inside altogether.
    const small = { ...big, size: [5, 5, 5] as const, originMm: [2, 2, 2] as const };
    expect(overlapOf(big, small, stay)).toBeCloseTo(1, 9);
    expect(overlapOf(small, big, stay)).toBeCloseTo(1, 9);
  });
});

describe("an image as it is searched", () => {
  const layout = (size: readonly number[], spacing: readonly number[]) => ({ size, spacing });

  it("is coarsened about alike in mm, by factors of two, and to no fewer than 8 voxels", () => {
    const head = layout([240, 240, 155], [1, 1, 1]);
    const stack = layout([240, 240, 67], [1, 1, 2]);
    expect(pyramidOf(head, stack)).toEqual({
      FixedImagePyramidSchedule: ["8", "8", "8", "4", "4", "4", "2", "2", "2", "1", "1", "1"],
      // 8, 4 and 2 mm along all axes, and the image itself.
      MovingImagePyramidSchedule: ["8", "8", "4", "4", "4", "2", "2", "2", "1", "1", "1", "1"],
    });
    // 20 voxels leave 10, and not 5; 12 mm are more than the coarsest 8.
    expect(pyramidOf(layout([100, 20], [1, 1]), layout([64, 64, 13], [1, 1, 12]))).toEqual({
      FixedImagePyramidSchedule: ["8", "2", "4", "2", "2", "2", "1", "1"],
      MovingImagePyramidSchedule: ["8", "8", "1", "4", "4", "1", "2", "2", "1", "1", "1", "1"],
    });
  });

  it("is cut to what it shows, and 10 mm around it, where the rest is one value", () => {
    const cut = centred([30, 28, 20], [2, 2, 5]);
    const image = { role: "T1", grid: cut, voxels: new Int16Array(30 * 28 * 20).fill(-5) };
    // Voxels 10 to 12, 8 and 15: by hand five voxels of 2 mm and two of 5 mm more.
    for (const [i, k] of [
      [10, 15],
      [12, 15],
    ] as const)
      image.voxels[(k * 28 + 8) * 30 + i] = 70;
    const { grid: inner, voxels } = withoutEmptyBorder(image);
    expect(inner).toEqual({ ...cut, size: [13, 11, 5], originMm: voxelToPatient(cut, [5, 3, 13]) });
    expect([...voxels].flatMap((value, at) => (value === 70 ? [at] : []))).toEqual([(2 * 11 + 5) * 13 + 5, (2 * 11 + 5) * 13 + 7]);
    image.voxels[0] = 1;
    expect(withoutEmptyBorder(image)).toBe(image);
  });

  it("has thick slices divided to about twice the voxels across, as far as memory goes", async () => {
    const parts = (size: Grid["size"], spacingMm: Grid["spacingMm"]) =>
      slicePartsOf({ size, spacingMm, originMm: [0, 0, 0], direction: straight });
    expect(parts([240, 240, 13], [1, 1, 12])).toEqual([1, 1, 6]);
    expect(parts([13, 240, 240], [10, 1, 1])).toEqual([5, 1, 1]);
    expect(parts([240, 240, 155], [1, 1, 1])).toEqual([1, 1, 1]);
    // 10 / 0.8 would be 13 of 0.8 mm; 3.7 million voxels may become 9 million.
    expect(parts([512, 512, 14], [0.4, 0.4, 10])).toEqual([1, 1, 2]);
    const thick = pictureOf("T1", centred([6, 5, 6], [2, 2, 12]), greysOfT1);
    thick.voxels.forEach((_, v) => (thick.voxels[v] = (100 * v) / thick.voxels.length));
    const { grid: divided, voxels } = await interpolateSlices(thick);
    expect(divided).toEqual({ ...thick.grid, size: [6, 5, 16], spacingMm: [2, 2, 4] });
    // The slices that were there stay, each third.
    for (let v = 0; v < 30; v++) for (let k = 0; k < 6; k++) expect(voxels[30 * 3 * k + v]).toBeCloseTo(thick.voxels[30 * k + v]!, 3);
  });
});

describe("an image that is too large", () => {
  it("is made smaller along its finest axes until it has at most 250^3 voxels", () => {
    const large = { size: [512, 512, 60], spacingMm: [0.5, 0.5, 3], originMm: [0, 0, 0], direction: straight } as const;
    expect(512 * 512 * 60).toBeGreaterThan(mostVoxels);
    expect(shrinkFactors(large)).toEqual([2, 1, 1]);
    // 216 million voxels; at 2 x 2 x 3 mm 150 x 150 x 600 = 13.5 million are left.
    expect(shrinkFactors({ ...large, size: [600, 600, 600] })).toEqual([4, 4, 1]);
    expect(shrinkFactors({ ...large, size: [512, 512, 40] })).toEqual([1, 1, 1]);
  });

  it("holds the means of the blocks, and lies where it lay, by hand", () => {
    const image = {
      role: "T1",
      grid: { size: [5, 2, 1] as const, spacingMm: [2, 3, 4] as const, originMm: [10, 20, 30] as const, direction: straight },
      voxels: Int16Array.of(1, 3, 5, 7, 9, 2, 4, 6, 8, 10),
    };
    const small = shrinkImage(image, [2, 1, 1]);
    expect([...small.voxels]).toEqual([2, 6, 9, 3, 7, 10]);
    expect(small.grid).toMatchObject({ size: [3, 2, 1], spacingMm: [4, 3, 4], originMm: [11, 20, 30] });
  });
});

describe("mutual information", () => {
  it("of a table, by hand", () => {
    expect(mutualInformationOf([1, 0, 0, 1], 2)).toBeCloseTo(Math.log(2), 12);
    expect(mutualInformationOf([1, 1, 1, 1], 2)).toBeCloseTo(0, 12);
    // Cover and Thomas, Elements of Information Theory, example 2.2.1: I(X; Y) = 3/8 bit.
    expect(mutualInformationOf([4, 2, 1, 1, 2, 4, 1, 1, 2, 2, 2, 2, 8, 0, 0, 0], 4) / Math.LN2).toBeCloseTo(3 / 8, 12);
    expect(mutualInformationOf([0, 0, 0, 0], 2)).toBe(0);
  });

  it("falls the further two images are moved apart, whatever their grey values", () => {
    const at = (mm: number) => mutualInformation(fixed, moving, ([x, y, z]) => [x + mm, y, z]);
    expect(at(0)).toBeGreaterThan(at(3));
    expect(at(3)).toBeGreaterThan(at(9));
    expect(at(9)).toBeGreaterThan(at(27));
  });
});

describe("after the search", () => {
  const moved = (change: Partial<Extract<Transform, { kind: "rigid" }>>): Transform => ({
    kind: "rigid",
    anglesRad: [0, 0, 0],
    order: "zxy",
    translationMm: [0, 0, 0],
    centreMm: [0, 0, 0],
    ...change,
  });
  const outcome = (transform: Transform, change: Partial<RegistrationTask> = {}) => checkAfter({ ...task, ...change }, transform);
  const grown: Transform = {
    kind: "affine",
    matrix: [1.5, 0, 0, 0, 1.5, 0, 0, 0, 1.5],
    translationMm: [0, 0, 0],
    centreMm: [0, 0, 0],
  };
  const off = { ...moving, grid: { ...grid, originMm: [grid.originMm[0] + 9, grid.originMm[1], grid.originMm[2]] as const } };

  it("what was found is told: by how much it turned and shifted, and what it is worth", () => {
    const found = outcome(moved({ translationMm: [9, 0, 0] }), { moving: off });
    expect(found.shiftMm).toBeCloseTo(9, 6);
    expect(found.turnedDegrees).toBeCloseTo(0, 6);
    expect(found.mutualInformation.after).toBeGreaterThan(found.mutualInformation.before);
    expect(found.overlap.after).toBeGreaterThan(found.overlap.before);
  });

  it("images that lay on each other already may stay", () => {
    expect(() => outcome(moved({ translationMm: [0.05, 0, 0] }))).not.toThrow();
  });

  it.each([
    [
      "no more alike",
      moved({ translationMm: [12, 0, 0] }),
      /"T2" to "T1" made them no more alike \(mutual information \S+ before, \S+ after\)/,
    ],
    ["turned too far", moved({ anglesRad: [0, 0, 1] }), /"T2" to "T1" moved the image by 57\.3 degrees, more than the 45 allowed/],
    ["shifted too far", moved({ translationMm: [61, 0, 0] }), /moved the image by 61\.0 mm, more than the 60 allowed/],
    ["away", moved({ translationMm: [0, 90, 0] }), /After the search: .* have only \d+ % in common/],
    ["grown", grown, /changed its volume by a factor of 3\.3\d; 0\.5 to 2 are allowed/],
  ])("an outcome that is %s is refused", (_, transform, words) => {
    expect(() => outcome(transform)).toThrow(PlainError);
    expect(() => outcome(transform)).toThrow(words);
  });

  it("an image that is folded is refused", () => {
    const size = [9, 9, 9] as const;
    const coefficientsMm = Array.from({ length: 3 * 729 }, (_, node) => (node < 729 && node % 9 === 4 ? 40 : 0));
    const fold: Transform = {
      kind: "bspline",
      grid: { size: [...size], spacingMm: [20, 20, 20], originMm: [-80, -80, -80], direction: [...straight] },
      coefficientsMm,
    };
    expect(() => outcome(fold)).toThrow(/Bending "T2" to "T1" folded the image/);
  });
});

it("elastix is named as it names itself, and its package as it is installed", () => {
  const folder = join(import.meta.dirname, "..", "..", "..", "..", "node_modules", "@itk-wasm", "elastix");
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  const program = zstdDecompressSync(readFileSync(join(folder, "dist", "pipelines", "elastix.wasm.zst"))).toString("latin1");
  const own = /ELASTIX version: (\d+\.\d+\.\d+)/.exec(program)![1]!;
  expect(registrationEngine).toBe(`elastix ${own} (@itk-wasm/elastix ${version})`);
});
