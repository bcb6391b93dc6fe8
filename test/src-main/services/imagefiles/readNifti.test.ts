import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { voxelToPatient, type Vector3 } from "#shared/domain/geometry.ts";
import { matchGrids, placeVoxels } from "#shared/domain/gridMatch.ts";
import { openImageFile, readImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { noSharedData, unpackArchive } from "../../../sharedData.ts";
import { cornerDistanceMm, noNibabel, readWithNibabel, sumDifference } from "./nibabel.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

const folder = temporaryFolder();

describe.skipIf(noSharedData)("NIfTI files", () => {
  const oddities = (name: string) => join(unpackArchive("volumes", "nifti_oddities.tar.xz"), name);
  const orientations = () => {
    const home = unpackArchive("volumes", "nifti_24_orientations.tar.xz");
    return readdirSync(home)
      .filter((name) => name.endsWith(".nii.gz"))
      .map((name) => join(home, name));
  };

  test.skipIf(noNibabel)("size, place in the patient and scaled voxels are nibabel's", async () => {
    const vendor = (name: string) =>
      join(unpackArchive("dicom", "dicom2nifti_vendors.tar.xz"), "tests/data", name, "anatomical/001_ground_truth.nii.gz");
    const paths = [
      ...orientations(),
      ...["AIL.nii.gz", "LAS_drawing_correct.nii.gz", "LAS_drawing_incorrect.nii.gz", "draw.nii.gz", "low_res.nii.gz", "ras.hdr"].map(
        oddities,
      ),
      join(unpackArchive("dicom", "ibsi_STS_001.tar.xz"), "nifti/MR_T1_image.nii.gz"),
      join(unpackArchive("dicom", "ibsi_STS_004.tar.xz"), "nifti/MR_T1_mask.nii.gz"),
      join(unpackArchive("volumes", "niivue_freesurfer_aal.tar.xz"), "aal.nii.gz"),
      ...["t1/t1w.nii.gz", "t2/t2_seg-manual_labeled.nii.gz"].map((name) =>
        join(unpackArchive("volumes", "spine_t1_t2_labels.tar.xz"), name),
      ),
      ...["philips_enhanced", "hitachi", "siemens_multiframe", "hyperfine"].map(vendor),
    ];
    const truths = readWithNibabel(paths);
    const table = [];
    for (const [index, path] of paths.entries()) {
      const image = await readImageFile(path);
      const truth = truths[index]!;
      table.push({
        name: basename(path),
        size: image.grid.size,
        expected: truth.shape.slice(0, 3),
        corners: cornerDistanceMm(image.grid, truth.affine),
        sums: sumDifference(image, truth),
      });
    }
    console.info(
      `NIfTI: ${table.length} files read as nibabel reads them; corners within ${Math.max(...table.map(({ corners }) => corners)).toExponential(1)} mm`,
    );
    expect(table.map(({ name, size }) => [name, ...size])).toEqual(table.map(({ name, expected }) => [name, ...expected]));
    expect(table.filter(({ corners, sums }) => !(corners < 1e-3 && sums < 1e-9))).toEqual([]);
  });

  test("one head in 24 orders of axes: the same voxels at the same places of the patient", async () => {
    const paths = orientations();
    expect(paths).toHaveLength(24);
    const truth = await readImageFile(paths.find((path) => basename(path) === "RAS.nii.gz")!);
    const outcomes = [];
    for (const path of paths) {
      const image = await readImageFile(path);
      const match = matchGrids(truth.grid, image.grid);
      // Values are multiples of the slope: whole numbers below 256 again.
      const stored = Uint8Array.from(image.voxels, (value) => Math.round(value / 0.3629564046859741));
      const expected = Uint8Array.from(truth.voxels, (value) => Math.round(value / 0.3629564046859741));
      const isSame =
        "mismatch" in match ? match.mismatch : Buffer.from(placeVoxels(stored, image.grid.size, match, truth.grid.size)).equals(expected);
      outcomes.push([basename(path), isSame]);
    }
    expect(outcomes).toEqual(paths.map((path) => [basename(path), true]));
  });

  test("without codes: spacing from pixdim, axes of LPS, first voxel at 0", async () => {
    const { grid } = await readImageFile(oddities("minimal.nii.gz"));
    expect(grid).toEqual({ size: [64, 64, 10], spacingMm: [3, 3, 3], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] });
  });

  test.skipIf(noNibabel)("a sheared sform gives way to the qform", async () => {
    const { grid } = await readImageFile(oddities("shear.nii.gz"));
    expect(cornerDistanceMm(grid, readWithNibabel([oddities("shear.nii.gz")])[0]!.qform)).toBeLessThan(1e-3);
  });

  test.each([
    ["complex_image.nii.gz", "datatype: holds complex numbers"],
    ["ct_perfusion.nii.gz", "datatype: holds RGB colours"],
    ["pcasl.nii.gz", "dim[4]: holds 10 images"],
  ])("%s is refused in words", async (name, words) => {
    await expect(readImageFile(oddities(name))).rejects.toThrow(`${name}: ${words}`);
  });

  test("damage is named: cut short, no gzip within, no header, no picture beside the header", async () => {
    const whole = readFileSync(oddities("low_res.nii.gz"));
    const plain = gunzipSync(whole);
    const write = (name: string, bytes: Uint8Array) => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    };
    await expect(readImageFile(write("half.nii.gz", whole.subarray(0, 50)))).rejects.toThrow(
      "half.nii.gz: the compressed data (gzip) are damaged or cut short",
    );
    await expect(readImageFile(write("half.nii", plain.subarray(0, 400)))).rejects.toThrow(
      "half.nii: the voxels are cut short: 105 bytes are stated, 48 are there",
    );
    await expect(readImageFile(write("words.nii", Buffer.from("no image")))).rejects.toThrow("words.nii: sizeof_hdr");
    copyFileSync(oddities("ras.hdr"), join(folder, "alone.hdr"));
    await expect(readImageFile(join(folder, "alone.hdr"))).rejects.toThrow("alone.img: there is no such file");
    await expect(readImageFile(join(folder, "none.nii"))).rejects.toThrow("none.nii: there is no such file");
    await expect(readImageFile(join(folder, "picture.jpg"))).rejects.toThrow("picture.jpg: the ending is of no image format");
  });

  test("a file that is uncompressed under a .gz name, and .img for .hdr, are read", async () => {
    const plain = gunzipSync(readFileSync(oddities("low_res.nii.gz")));
    writeFileSync(join(folder, "plain.nii.gz"), plain);
    expect(await readImageFile(join(folder, "plain.nii.gz"))).toEqual(await readImageFile(oddities("low_res.nii.gz")));
    expect(await readImageFile(oddities("ras.img"))).toEqual(await readImageFile(oddities("ras.hdr")));
  });
});

/** A NIfTI-2 or big-endian file made by hand from the published layouts (nifti1.h, nifti2.h). */
function handMade({
  version,
  little,
  type,
  slope = 0,
  inter = 0,
  units = 2,
}: {
  version: 1 | 2;
  little: boolean;
  type: "int16" | "int64";
  slope?: number;
  inter?: number;
  units?: number;
}): Uint8Array {
  const bytes = new Uint8Array(version === 1 ? 352 + 48 : 544 + 48);
  const view = new DataView(bytes.buffer);
  const code = type === "int16" ? 4 : 1024;
  const values = [-300, 2, 3, 4, 5, 600];
  if (version === 1) {
    view.setInt32(0, 348, little);
    [3, 3, 2, 1, 1, 1, 1, 1].forEach((value, at) => view.setInt16(40 + 2 * at, value, little));
    view.setInt16(70, code, little);
    [1, 2, 2.5, 4].forEach((value, at) => view.setFloat32(76 + 4 * at, value, little));
    view.setFloat32(108, 352, little);
    view.setFloat32(112, slope, little);
    view.setFloat32(116, inter, little);
    view.setUint8(123, units);
    view.setInt16(252, 1, little);
    // A quarter turn about z: b = c = 0, d = sin 45 degrees.
    [0, 0, Math.SQRT1_2, 10, 20, 30].forEach((value, at) => view.setFloat32(256 + 4 * at, value, little));
    bytes.set([0x6e, 0x2b, 0x31, 0], 344);
  } else {
    view.setInt32(0, 540, little);
    bytes.set([0x6e, 0x2b, 0x32, 0, 0x0d, 0x0a, 0x1a, 0x0a], 4);
    view.setInt16(12, code, little);
    [3n, 3n, 2n, 1n, 1n, 1n, 1n, 1n].forEach((value, at) => view.setBigInt64(16 + 8 * at, value, little));
    [1, 2, 2.5, 4].forEach((value, at) => view.setFloat64(104 + 8 * at, value, little));
    view.setBigInt64(168, 544n, little);
    view.setFloat64(176, slope, little);
    view.setFloat64(184, inter, little);
    view.setInt32(344, 1, little);
    [0, 0, Math.SQRT1_2, 10, 20, 30].forEach((value, at) => view.setFloat64(352 + 8 * at, value, little));
    view.setInt32(500, units, little);
  }
  const start = version === 1 ? 352 : 544;
  values.forEach((value, at) =>
    type === "int16" ? view.setInt16(start + 2 * at, value, little) : view.setBigInt64(start + 8 * at, BigInt(value), little),
  );
  return bytes;
}

describe("NIfTI by hand", () => {
  const read = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    return readImageFile(join(folder, name));
  };
  const close = (a: Vector3, b: Vector3) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) < 1e-5;

  test.each([
    [1, true],
    [1, false],
    [2, true],
    [2, false],
  ] as const)("NIfTI-%i, little-endian %s: a quarter turn about z", async (version, little) => {
    const image = await read("turn.nii", handMade({ version, little, type: "int16" }));
    expect([image.scalarType, ...image.voxels]).toEqual(["int16", -300, 2, 3, 4, 5, 600]);
    // RAS: i runs to +y, j to -x; in LPS both change their sign.
    expect(close(voxelToPatient(image.grid, [0, 0, 0]), [-10, -20, 30])).toBe(true);
    expect(close(voxelToPatient(image.grid, [1, 0, 0]), [-10, -22, 30])).toBe(true);
    expect(close(voxelToPatient(image.grid, [0, 1, 0]), [-7.5, -20, 30])).toBe(true);
    expect(close(voxelToPatient(image.grid, [0, 0, 1]), [-10, -20, 34])).toBe(true);
  });

  test("a slope that is not quite 1 or 2 gives what ITK computes: integers as single precision, scaled, and kept in single precision", async () => {
    const scaled = async (slope: number, inter: number) => [
      ...(await read("slope.nii", handMade({ version: 2, little: true, type: "int64", slope, inter }))).voxels,
    ];
    expect(await scaled(0.9999999998, 0)).toEqual([-300, 2, 3, 4, 5, 600]);
    // 0.1 is no binary fraction: the nearest single to 0.1 x 3 + 0.7 in double precision.
    expect(await scaled(0.1, 0.7)).toEqual([-29.3, 0.9, 1, 1.1, 1.2, 60.7].map(Math.fround));
  });

  test("values are scaled to single precision, double stays; 64-bit integers that fit become 32-bit ones", async () => {
    expect(await read("scaled.nii", handMade({ version: 1, little: true, type: "int16", slope: 2, inter: -1 }))).toMatchObject({
      scalarType: "float32",
      voxels: Float32Array.from([-601, 3, 5, 7, 9, 1199]),
    });
    expect(await read("same.nii", handMade({ version: 1, little: true, type: "int16", slope: 1, inter: 0 }))).toMatchObject({
      scalarType: "int16",
    });
    expect(await read("wide.nii", handMade({ version: 2, little: false, type: "int64" }))).toMatchObject({
      scalarType: "int32",
      voxels: Int32Array.from([-300, 2, 3, 4, 5, 600]),
    });
  });

  test("a qform and an sform that disagree by more than a hundredth of a voxel are told, with which is used", async () => {
    const notes = async (shiftMm: number, sheared = 0) => {
      const bytes = handMade({ version: 1, little: true, type: "int16" });
      const view = new DataView(bytes.buffer);
      view.setInt16(254, 2, true);
      // The qform's quarter turn as a matrix, its place moved along x.
      [0, -2.5, 0, 10 + shiftMm, 2, sheared, 0, 20, 0, 0, 4, 30].forEach((value, at) => view.setFloat32(280 + 4 * at, value, true));
      writeFileSync(join(folder, "forms.nii"), bytes);
      return (await openImageFile(join(folder, "forms.nii"))).notes;
    };
    expect(await notes(0)).toEqual([]);
    expect(await notes(0.019)).toEqual([]);
    expect(await notes(0.021)).toEqual([
      expect.stringMatching(
        /^forms\.nii: its qform and sform disagree by up to 0\.021 mm \(1\.05 % of a voxel's edge\); the sform is used\./,
      ) as string,
    ]);
    expect(await notes(0, 1)).toEqual([expect.stringContaining("the qform is used, as the sform is sheared") as string]);
  });

  test("micrometres and metres become millimetres", async () => {
    expect((await read("micron.nii", handMade({ version: 2, little: true, type: "int16", units: 3 }))).grid.spacingMm).toEqual([
      0.002, 0.0025, 0.004,
    ]);
    expect((await read("metre.nii", handMade({ version: 2, little: true, type: "int16", units: 1 }))).grid.originMm).toEqual([
      -10_000, -20_000, 30_000,
    ]);
  });
});
