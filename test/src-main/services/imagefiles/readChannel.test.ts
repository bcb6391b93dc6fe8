import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { labelsIn, readImageFile, readLabelMapFile, writeImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { noSharedData, sharedData } from "../../../sharedData.ts";
import { makeImage } from "../radiomics/makeImage.ts";

let folder: string;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), "fascicle-channel-")); });
afterAll(() => rmSync(folder, { recursive: true }));

/** Two channels on 2 x 2 x 1 voxels: 1 2 3 4 and 11 12 13 14. */
const first = [1, 2, 3, 4];
const second = [11, 12, 13, 14];

function nrrd(name: string, sizes: string, directions: string, kinds: string, values: readonly number[], more = "") {
  const path = join(folder, name);
  writeFileSync(path, `NRRD0004\ntype: uchar\ndimension: 4\nspace: left-posterior-superior\nsizes: ${sizes}\nspace directions: ${directions}\nkinds: ${kinds}\nencoding: ascii\nspace origin: (0,0,0)\n${more}\n${values.join(" ")}\n`);
  return path;
}

const axes = "(1,0,0) (0,1,0) (0,0,1)";

describe("a mask with several values a voxel is read at one of them", () => {
  const interleaved = () => nrrd("vector.nrrd", "2 2 2 1", `none ${axes}`, "vector domain domain domain", first.flatMap((value, at) => [value, second[at]!]));
  const layers = () => nrrd("layers.nrrd", "2 2 1 2", `${axes} none`, "domain domain domain list", [...first, ...second],
    "Segment0_LabelValue:=1\nSegment0_Layer:=0\nSegment0_Name:=lower\nSegment1_LabelValue:=1\nSegment1_Layer:=1\nSegment1_Name:=upper\n");

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
    await expect(readLabelMapFile(interleaved(), 2)).rejects.toThrow("vector.nrrd: sizes: has 2 channel(s); channel 2 (label_channel) is none of 0 to 1.");
    await expect(readImageFile(interleaved())).rejects.toThrow(/vector\.nrrd: sizes: holds 2 values a voxel/);
  });
  test("a mask with one value a voxel is read as it is, whatever the channel, as PyRadiomics does", async () => {
    const path = join(folder, "plain.nrrd");
    await writeImageFile(path, makeImage([2, 2, 1], Uint8Array.from(first)));
    expect([...(await readLabelMapFile(path, 1)).image.voxels]).toEqual(first);
  });
});

describe("the labels of a mask", () => {
  test("are its voxels' whole parts from 1, rising", async () => {
    expect(await labelsIn("m", makeImage([3, 2, 1], Float64Array.from([0, 7.9, -1, 2, 0.5, 7])))).toEqual([2, 7]);
    expect(await labelsIn("m", makeImage([2, 1, 1], Uint32Array.from([4_294_967_295, 1])))).toEqual([1, 4_294_967_295]);
  });
  test("none, or too many to be labels, are refused by the file's name", async () => {
    await expect(labelsIn("empty.nrrd", makeImage([2, 1, 1], new Uint8Array(2)))).rejects.toThrow(/empty\.nrrd: holds no label/);
    await expect(labelsIn("image.nrrd", makeImage([30_000, 1, 1], Float64Array.from({ length: 30_000 }, (_, at) => at)))).rejects.toThrow(/image\.nrrd: holds more than 20000 values/);
  });
});

test.skipIf(noSharedData)("the vector mask that PyRadiomics was given", async () => {
  const path = sharedData("radiomics", "golden2", "inputs", "brain1_vectormask.nrrd");
  const voxels = async (channel: number, label: number) => (await readLabelMapFile(path, channel)).image.voxels.filter((value: number) => value === label).length;
  // VoxelNum of golden2/edge/edge_cases.json: label_channel_default0 and label_channel1_label2.
  expect([await voxels(0, 1), await voxels(1, 2)]).toEqual([4137, 3637]);
});
