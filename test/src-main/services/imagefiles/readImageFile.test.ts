import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { voxelToPatient, type Grid } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";
import { readImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { noSharedData, unpackArchive } from "../../../sharedData.ts";

const folder = mkdtempSync(join(tmpdir(), "fascicle-images-"));
afterAll(() => rmSync(folder, { recursive: true }));

const python = "/usr/bin/python3";
const noNibabel = spawnSync(python, ["-c", "import nibabel"]).status === 0 ? undefined : "skipped: nibabel (Debian package python3-nibabel) is not installed";
if (noNibabel) console.warn(noNibabel);

/** Affine (RAS, 16 numbers), shape, and of the scaled voxels: sum, sum of squares, sum of value times place in file order. */
const script = `
import json, sys, nibabel, numpy
for path in sys.argv[1:]:
    image = nibabel.load(path)
    values = image.get_fdata(dtype=numpy.float64).ravel(order="F")
    place = numpy.arange(values.size, dtype=numpy.float64)
    print(json.dumps({"affine": image.affine.ravel().tolist(), "shape": image.shape, "sum": values.sum(), "squares": (values * values).sum(), "places": (values * place).sum()}))
`;

interface Expected { affine: number[]; shape: number[]; sum: number; squares: number; places: number }

function nibabel(paths: readonly string[]): Expected[] {
  return execFileSync(python, ["-c", script, ...paths], { encoding: "utf8" }).trim().split("\n").map((line) => JSON.parse(line) as Expected);
}

/** The largest distance, mm, between where the two programs put the corners of the volume. */
function cornerDistanceMm(grid: Grid, affine: readonly number[]): number {
  const corners = [0, 1].flatMap((i) => [0, 1].flatMap((j) => [0, 1].map((k) => [i * grid.size[0], j * grid.size[1], k * grid.size[2]] as const)));
  return Math.max(...corners.map((corner) => {
    const [x, y, z] = voxelToPatient(grid, corner);
    const ras = [0, 1, 2].map((row) => affine[row * 4]! * corner[0] + affine[row * 4 + 1]! * corner[1] + affine[row * 4 + 2]! * corner[2] + affine[row * 4 + 3]!);
    return Math.hypot(-x - ras[0]!, -y - ras[1]!, z - ras[2]!);
  }));
}

function sums(voxels: Image["voxels"]) {
  let [sum, squares, places] = [0, 0, 0];
  voxels.forEach((value: number, place: number) => {
    sum += value;
    squares += value * value;
    places += value * place;
  });
  return { sum, squares, places };
}

describe.skipIf(noSharedData ?? noNibabel)("NIfTI files against nibabel", () => {
  const files = () => {
    const oddities = unpackArchive("volumes", "nifti_oddities.tar.xz");
    const orientations = unpackArchive("volumes", "nifti_24_orientations.tar.xz");
    return [
      ...readdirSync(orientations).filter((name) => name.endsWith(".gz")).map((name) => join(orientations, name)),
      ...["AIL.nii.gz", "LAS_drawing_correct.nii.gz", "LAS_drawing_incorrect.nii.gz", "draw.nii.gz", "low_res.nii.gz", "ras.hdr"].map((name) => join(oddities, name)),
      join(unpackArchive("dicom", "ibsi_STS_001.tar.xz"), "nifti", "MR_T1_image.nii.gz"),
      join(unpackArchive("dicom", "ibsi_STS_004.tar.xz"), "nifti", "MR_T1_mask.nii.gz"),
      join(unpackArchive("volumes", "niivue_freesurfer_aal.tar.xz"), "aal.nii.gz"),
      ...["t1/t1w.nii.gz", "t2/t2_seg-manual_labeled.nii.gz"].map((name) => join(unpackArchive("volumes", "spine_t1_t2_labels.tar.xz"), name)),
      join(unpackArchive("dicom", "dicom2nifti_vendors.tar.xz"), "tests/data/philips_enhanced/anatomical/001_ground_truth.nii.gz"),
      join(unpackArchive("dicom", "dicom2nifti_vendors.tar.xz"), "tests/data/hitachi/anatomical/001_ground_truth.nii.gz"),
      join(unpackArchive("dicom", "dicom2nifti_vendors.tar.xz"), "tests/data/siemens_multiframe/anatomical/001_ground_truth.nii.gz"),
    ];
  };

  test("size, place in the patient and scaled voxels are the same", async () => {
    const paths = files();
    const expected = nibabel(paths);
    let largest = 0;
    for (const [index, path] of paths.entries()) {
      const image = await readImageFile(path);
      const truth = expected[index]!;
      expect(image.grid.size, basename(path)).toEqual(truth.shape.slice(0, 3));
      const distance = cornerDistanceMm(image.grid, truth.affine);
      largest = Math.max(largest, distance);
      expect(distance, basename(path)).toBeLessThan(1e-3);
      const found = sums(image.voxels);
      for (const key of ["sum", "squares", "places"] as const) expect(Math.abs(found[key] - truth[key]), `${basename(path)} ${key}`).toBeLessThanOrEqual(1e-9 * Math.abs(truth[key]));
    }
    console.info(`NIfTI: ${paths.length} files equal to nibabel; corners differ by at most ${largest.toExponential(1)} mm`);
  });
});
