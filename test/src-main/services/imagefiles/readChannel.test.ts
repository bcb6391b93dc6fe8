import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readImageFile, readLabelMapFile, wholeLabels, writeImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import type { VoxelArray } from "#shared/domain/volume.ts";
import { noSharedData, sharedData } from "../../../sharedData.ts";
import { makeImage } from "../radiomics/makeImage.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
});

/** Two channels on 2 x 2 x 1 voxels: 1 2 3 4 and 11 12 13 14. */
const first = [1, 2, 3, 4];
const second = [11, 12, 13, 14];

function nrrd(name: string, sizes: string, directions: string, kinds: string, values: readonly number[], more = "") {
  const path = join(folder, name);
  writeFileSync(
    path,
    `NRRD0004\ntype: uchar\ndimension: 4\nspace: left-posterior-superior\nsizes: ${sizes}\nspace directions: ${directions}\nkinds: ` +
      `${kinds}\nencoding: ascii\nspace origin: (0,0,0)\n${more}\n${values.join(" ")}\n`,
  );
  return path;
}

const axes = "(1,0,0) (0,1,0) (0,0,1)";

describe("a mask with several values a voxel is read at one of them", () => {
  const interleaved = () =>
    nrrd(
      "vector.nrrd",
      "2 2 2 1",
      `none ${axes}`,
      "vector domain domain domain",
      first.flatMap((value, at) => [value, second[at]!]),
    );
  const layers = () =>
    nrrd(
      "layers.nrrd",
      "2 2 1 2",
      `${axes} none`,
      "domain domain domain list",
      [...first, ...second],
      "Segment0_LabelValue:=1\nSegment0_Layer:=0\nSegment0_Name:=lower\nSegment1_LabelValue:=1\nSegment1_Layer:=1\nSegment1_Name:=upper\n",
    );

  test("NRRD, the channels first or last", async () => {
    for (const path of [interleaved(), layers()]) {
      expect([...(await readLabelMapFile(path, 0)).image.voxels]).toEqual(first);
      const { image } = await readLabelMapFile(path, 1);
      expect([...image.voxels]).toEqual(second);
      expect(image.grid.size).toEqual([2, 2, 1]);
    }
  });
  test("names are those of its layer", async () => {
    const names = async (channel: number) => (await readLabelMapFile(layers(), channel)).labels.map(({ name }) => name);
    expect([await names(0), await names(1)]).toEqual([["lower"], ["upper"]]);
  });
  test("NIfTI with dim[5]", async () => {
    const path = join(folder, "vector.nii");
    await writeImageFile(path, makeImage([2, 2, 2], Uint8Array.from([...first, ...second])));
    const { readFileSync } = await import("node:fs");
    const bytes = readFileSync(path);
    [5, 2, 2, 1, 1, 2].forEach((value, at) => bytes.writeInt16LE(value, 40 + 2 * at));
    writeFileSync(path, bytes);
    expect([...(await readLabelMapFile(path, 1)).image.voxels]).toEqual(second);
    await expect(readLabelMapFile(path, 2)).rejects.toThrow(/vector\.nii: dim\[5\]: has 2 channel/);
    await expect(readImageFile(path)).rejects.toThrow(/vector\.nii: dim\[5\]/);
  });
  test("a channel that is not there is refused, and an image with several as before", async () => {
    await expect(readLabelMapFile(interleaved(), 2)).rejects.toThrow(
      "vector.nrrd: sizes: has 2 channel(s); channel 2 (label_channel) is none of 0 to 1.",
    );
    await expect(readImageFile(interleaved())).rejects.toThrow(/vector\.nrrd: sizes: holds 2 values a voxel/);
  });
  test("a mask with one value a voxel is read as it is, whatever the channel, as PyRadiomics does", async () => {
    const path = join(folder, "plain.nrrd");
    await writeImageFile(path, makeImage([2, 2, 1], Uint8Array.from(first)));
    expect([...(await readLabelMapFile(path, 1)).image.voxels]).toEqual(first);
  });
});

describe("the labels of a mask", () => {
  const labels = (voxels: VoxelArray) => wholeLabels("m.nrrd", makeImage([voxels.length, 1, 1], voxels));

  test("are its whole numbers from 1, rising, those near to one (1e-3) among them", async () => {
    expect((await labels(Float64Array.from([0, 7, -0, 2.0009, 1e-4, 6.9991]))).present).toEqual([2, 7]);
    expect((await labels(Uint32Array.from([4_294_967_295, 1]))).present).toEqual([1, 4_294_967_295]);
    expect((await labels(Int16Array.from([0, 0]))).present).toEqual([]);
  });
  test("voxels become those numbers; those that are stay as they were read", async () => {
    expect((await labels(Float32Array.from([0.9995, 1.9999, 0, 1035]))).image).toMatchObject({
      scalarType: "uint16",
      voxels: Uint16Array.from([1, 2, 0, 1035]),
    });
    expect((await labels(Float64Array.from([0.9999999998, 1.9999999996]))).image).toMatchObject({
      scalarType: "uint8",
      voxels: Uint8Array.from([1, 2]),
    });
    const exact = Float32Array.from([3, 0, 1]);
    expect((await labels(exact)).image.voxels).toBe(exact);
  });
  test("others are named: fractions, negative and huge numbers, what is no number", async () => {
    await expect(labels(Float32Array.from([0.5, 1, 0.5]))).rejects.toThrow(
      "m.nrrd: holds the value 0.5, which is no label: labels are whole numbers from 0.",
    );
    await expect(labels(Float64Array.from([2.0011, 1, -1, 5e9]))).rejects.toThrow(
      "m.nrrd: holds the values 2.0011, -1, 5000000000, which are no labels",
    );
    await expect(labels(Float64Array.from([Number.NaN, Infinity]))).rejects.toThrow("the values NaN, Infinity,");
    await expect(labels(Float64Array.from([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]))).rejects.toThrow(
      "the values 0.1, 0.2, 0.3, 0.4, 0.5 and others, which",
    );
  });
  test("too many to be labels are refused by the file's name", async () => {
    await expect(labels(Float64Array.from({ length: 30_000 }, (_, at) => at))).rejects.toThrow(
      "m.nrrd: holds more than 20000 values; it is an image, not a label map.",
    );
  });
});

test.skipIf(noSharedData)("the vector mask that PyRadiomics was given", async () => {
  const path = sharedData("radiomics", "golden2", "inputs", "brain1_vectormask.nrrd");
  const voxels = async (channel: number, label: number) =>
    (await readLabelMapFile(path, channel)).image.voxels.filter((value: number) => value === label).length;
  // VoxelNum of golden2/edge/edge_cases.json: label_channel_default0 and label_channel1_label2.
  expect([await voxels(0, 1), await voxels(1, 2)]).toEqual([4137, 3637]);
});
