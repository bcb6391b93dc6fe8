import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { array, assert, asyncProperty, constantFrom, double, integer, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Direction, Grid, Vector3 } from "#shared/domain/geometry.ts";
import { matchGrids } from "#shared/domain/gridMatch.ts";
import { allocateVoxels, scalarTypes, type Image } from "#shared/domain/volume.ts";
import {
  decodeImageFile,
  encodeImageFile,
  readImageFile,
  readLabelMapFile,
  writeImageFile,
} from "../../../../src-main/services/imagefiles/index.ts";
import { cornerDistanceMm, noNibabel, readWithNibabel, sumDifference } from "./nibabel.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

const folder = temporaryFolder();

/** A rotation from three angles; left-handed where `isMirrored`. */
function directionOf([a, b, c]: readonly [number, number, number], isMirrored: boolean): Direction {
  const [ca, sa, cb, sb, cc, sc] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b), Math.cos(c), Math.sin(c)];
  const turn = isMirrored ? -1 : 1;
  return [
    cb * cc,
    sa * sb * cc - ca * sc,
    turn * (ca * sb * cc + sa * sc),
    cb * sc,
    sa * sb * sc + ca * cc,
    turn * (ca * sb * sc - sa * cc),
    -sb,
    sa * cb,
    turn * ca * cb,
  ];
}

const angle = constantFrom(0, Math.PI / 2, Math.PI, -Math.PI / 2).chain((right) =>
  double({ min: -0.3, max: 0.3, noNaN: true }).map((lean) => right + lean),
);
const length = double({ min: 0.05, max: 30, noNaN: true });
const place = double({ min: -2000, max: 2000, noNaN: true });
const grids = tuple(
  tuple(integer({ min: 1, max: 6 }), integer({ min: 1, max: 6 }), integer({ min: 1, max: 4 })),
  tuple(length, length, length),
  tuple(place, place, place),
  tuple(angle, angle, angle),
  constantFrom(true, false),
).map(([size, spacingMm, originMm, angles, isMirrored]): Grid => ({
  size,
  spacingMm,
  originMm,
  direction: directionOf(angles, isMirrored),
}));
const images = tuple(grids, constantFrom(...scalarTypes), array(double({ noNaN: false }), { minLength: 1, maxLength: 20 })).map(
  ([grid, scalarType, values]): Image => {
    const voxels = allocateVoxels(scalarType, grid.size[0] * grid.size[1] * grid.size[2]);
    for (let at = 0; at < voxels.length; at++) voxels[at] = values[at % values.length]! * (at + 1);
    return { grid, scalarType, voxels };
  },
);

/** Grids are the same numbers; 0 and -0 are the same number. */
const positive = (numbers: readonly number[]) => numbers.map((number) => number + 0);
const numbersOf = ({ size, spacingMm, originMm, direction }: Grid) => positive([...size, ...spacingMm, ...originMm, ...direction]);

describe("image files come back", () => {
  test("NRRD: to the last bit, voxels and grid (property)", async () => {
    await assert(
      asyncProperty(images, async (image) => {
        const again = (await decodeImageFile("x.nrrd", await encodeImageFile("x.nrrd", image))).image;
        expect(again.scalarType).toBe(image.scalarType);
        expect(
          Buffer.from(again.voxels.buffer, again.voxels.byteOffset, again.voxels.byteLength).equals(Buffer.from(image.voxels.buffer)),
        ).toBe(true);
        expect(numbersOf(again.grid)).toEqual(numbersOf(image.grid));
      }),
      { numRuns: 300 },
    );
  });

  test("NIfTI: voxels to the last bit, places within the tolerance that is stated (property)", async () => {
    await assert(
      asyncProperty(images, constantFrom("x.nii", "x.nii.gz"), async (image, name) => {
        const again = (await decodeImageFile(name, await encodeImageFile(name, image))).image;
        expect(again.scalarType).toBe(image.scalarType);
        expect(
          Buffer.from(again.voxels.buffer, again.voxels.byteOffset, again.voxels.byteLength).equals(Buffer.from(image.voxels.buffer)),
        ).toBe(true);
        expect(matchGrids(image.grid, again.grid)).toMatchObject({
          axes: [0, 1, 2],
          flips: [false, false, false],
          offset: [0, 0, 0],
          apartMm: expect.closeTo(0, 3) as number,
        });
      }),
      { numRuns: 300 },
    );
  });
});

const grid: Grid = {
  size: [4, 3, 2],
  spacingMm: [0.7, 0.9, 6.5],
  originMm: [-93.125, 41.0625, -512.3],
  direction: directionOf([0.2, 3, -1.4], true),
};
const image: Image = { grid, scalarType: "int16", voxels: Int16Array.from({ length: 24 }, (_, at) => at * 100 - 700) };

describe("written files", () => {
  test("NRRD is gzip, LPS, with space directions in full, names segments as 3D Slicer does, and says what it is for", async () => {
    const path = join(folder, "labels.nrrd");
    const segments = [
      { number: 3, name: "VLA: left", color: "#ff8000", side: "left" as const },
      { number: 9, name: "Knochen\nrinde ä", color: "#000033", side: "none" as const },
    ];
    const labels: Image = { grid, scalarType: "uint8", voxels: new Uint8Array(24).fill(3) };
    await writeImageFile(path, labels, { segments });
    const header = readFileSync(path, "utf8");
    expect(header).toContain("# Research use only. Not for diagnosis.\n");
    for (const line of [
      "NRRD0005",
      "type: unsigned char",
      "space: left-posterior-superior",
      "sizes: 4 3 2",
      "encoding: gzip",
      "Segment0_ID:=Segment_3",
      "Segment0_Name:=VLA: left",
      "Segment0_LabelValue:=3",
      "Segment0_Layer:=0",
      "Segment0_Extent:=0 3 0 2 0 1",
    ]) {
      expect(header.split("\n")).toContain(line);
    }
    const { labels: named } = await readLabelMapFile(path);
    expect(named).toEqual(segments.map(({ number, ...rest }) => ({ value: number, ...rest })));
  });

  test("under a temporary name until whole: nothing else is left in the folder, and the old file stays where writing fails", async () => {
    const home = mkdtempSync(join(folder, "home-"));
    await writeImageFile(join(home, "a.nii.gz"), image);
    await writeImageFile(join(home, "pair.hdr"), image);
    await expect(
      writeImageFile(join(home, "b.nii"), { ...image, grid: { ...grid, size: [40_000, 1, 1] }, voxels: new Int16Array(40_000) }),
    ).rejects.toThrow("b.nii: NIfTI-1 holds at most 32767 voxels");
    expect(readdirSync(home).sort()).toEqual(["a.nii.gz", "pair.hdr", "pair.img"]);
    expect((await readImageFile(join(home, "pair.hdr"))).voxels).toEqual(image.voxels);
    await expect(writeImageFile(join(home, "a.nii.gz", "b.nrrd"), image)).rejects.toThrow("b.nrrd could not be written");
    await expect(writeImageFile(join(home, "a.dcm"), image)).rejects.toThrow("a.dcm: the ending");
  });

  test.skipIf(noNibabel)("NIfTI as nibabel reads it: sform and qform of code 1 agree, right- and left-handed, every type", async () => {
    const made: { path: string; image: Image }[] = [];
    for (const [index, scalarType] of scalarTypes.entries()) {
      const voxels = allocateVoxels(scalarType, 24);
      for (let at = 0; at < 24; at++) voxels[at] = at * 5;
      // Quarter and half turns, too: there one component of the quaternion is 0.
      const angles = [
        [0, 0, 0],
        [Math.PI, 0, 0],
        [0, Math.PI, 0],
        [0, 0, Math.PI],
        [0.2, 3, -1.4],
        [Math.PI / 2, 0, 0.1],
        [2, -1, 0.5],
        [-3, 0.2, 2],
      ][index] as unknown as Vector3;
      const one: Image = {
        grid: { ...grid, direction: directionOf([angles[0], angles[1], angles[2]], index % 2 === 1) },
        scalarType,
        voxels,
      };
      const path = join(folder, `${scalarType}.nii${index % 2 === 0 ? ".gz" : ""}`);
      await writeImageFile(path, one);
      made.push({ path, image: one });
    }
    const truths = readWithNibabel(made.map(({ path }) => path));
    for (const [index, { image: one }] of made.entries()) {
      const truth = truths[index]!;
      expect(truth).toMatchObject({ codes: [1, 1], shape: [4, 3, 2], type: one.scalarType });
      expect(cornerDistanceMm(one.grid, truth.affine)).toBeLessThan(1e-3);
      expect(cornerDistanceMm(one.grid, truth.qform)).toBeLessThan(1e-3);
      expect(sumDifference(one, truth)).toBeLessThan(1e-12);
    }
  });
});
