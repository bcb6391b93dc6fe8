import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { readMgh } from "../../../../src-main/services/imagefiles/readMgh.ts";
import { noSharedData, unpackArchive } from "../../../sharedData.ts";
import { cornerDistanceMm, noNibabel, readWithNibabel, sumDifference } from "./nibabel.ts";

/** A file of 3 x 2 x 2 voxels of short numbers, of which the header says what is given; big-endian. */
function madeFile({ frames = 1, type = 4, version = 1, goodRas = 1 } = {}): Buffer {
  const bytes = Buffer.alloc(284 + 24 * frames);
  [version, 3, 2, 2, frames, type].forEach((value, at) => bytes.writeInt32BE(value, 4 * at));
  bytes.writeInt16BE(goodRas, 28);
  [
    2, 3, 4, /* columns to the left */ -1, 0, 0, /* rows to posterior */ 0, -1, 0, /* slices to the head */ 0, 0, 1, /* centre */ 10, 20,
    30,
  ].forEach((value, at) => bytes.writeFloatBE(value, 30 + 4 * at));
  for (let v = 0; v < 12 * frames; v += 1) bytes.writeInt16BE(v - 5, 284 + 2 * v);
  return bytes;
}

describe("FreeSurfer's volumes", () => {
  it("are read in LPS, around the centre that the file states", async () => {
    const image = await readMgh("made.mgz", gzipSync(madeFile()));
    expect([...image.voxels]).toEqual(Array.from({ length: 12 }, (_, v) => v - 5));
    expect(image.scalarType).toBe("int16");
    // The centre (10, 20, 30) in RAS is (-10, -20, 30) in LPS; half the size (3, 3, 4 mm) before it lies voxel (0, 0, 0).
    expect(image.grid).toEqual({ size: [3, 2, 2], spacingMm: [2, 3, 4], originMm: [-13, -23, 26], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] });
  });

  it("of several frames give the one asked for", async () => {
    const bytes = madeFile({ frames: 2 });
    expect([...(await readMgh("made.mgh", bytes, 1)).voxels]).toEqual(Array.from({ length: 12 }, (_, v) => v + 7));
    await expect(readMgh("made.mgh", bytes)).rejects.toThrow("made.mgh: nframes: has 2 frames");
    await expect(readMgh("made.mgh", bytes, 2)).rejects.toThrow("made.mgh: nframes");
  });

  it.each([
    [madeFile().subarray(0, 100), "made.mgh: the header is cut short"],
    [madeFile().subarray(0, 300), "made.mgh: the voxels are cut short"],
    [madeFile({ version: 2 }), "made.mgh: version"],
    [madeFile({ type: 9 }), "made.mgh: type: 9"],
    [madeFile({ frames: 0 }), "made.mgh: nframes"],
  ])("that are damaged are refused in words: %#", async (bytes, words) => {
    await expect(readMgh("made.mgh", bytes)).rejects.toThrow(words);
  });

  it.skipIf(noSharedData ?? noNibabel)("lie where nibabel reads them, with its values", async () => {
    const folder = unpackArchive("volumes", "niivue_freesurfer_aal.tar.xz");
    const paths = ["norm.mgz", "aparc.a2009s+aseg.mgz"].map((name) => join(folder, name));
    for (const [at, truth] of readWithNibabel(paths).entries()) {
      const image = await readImageFile(paths[at]!);
      expect(image.grid.size).toEqual(truth.shape);
      expect(cornerDistanceMm(image.grid, truth.affine)).toBeLessThan(1e-3);
      expect(sumDifference(image, truth)).toBeLessThan(1e-9);
    }
  });
});
