import { execFileSync } from "node:child_process";
import { voxelToPatient, type Grid } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";
import { pythonWith } from "../../../debianPython.ts";

const python = pythonWith("nibabel");

/** Why comparisons with nibabel are skipped here; undefined where they run. */
export const noNibabel = python ? undefined : "skipped: nibabel (Debian package python3-nibabel) is not installed";
if (noNibabel) console.warn(noNibabel);

/** What nibabel reads: affine (RAS, row by row), shape, codes, and of the scaled values their sum, sum of squares, and sum of value times place in the file. */
export interface NibabelImage {
  readonly affine: readonly number[];
  readonly qform: readonly number[];
  readonly codes: readonly [qform: number, sform: number];
  readonly shape: readonly number[];
  readonly type: string;
  readonly sum: number;
  readonly squares: number;
  readonly places: number;
}

const script = `
import json, sys, nibabel, numpy
for path in json.load(sys.stdin):
    image = nibabel.load(path)
    values = image.get_fdata(dtype=numpy.float64).ravel(order="F")
    stored = numpy.asanyarray(image.dataobj.get_unscaled()) if hasattr(image.dataobj, "get_unscaled") else values
    slope, inter = getattr(image.dataobj, "slope", 1), getattr(image.dataobj, "inter", 0)
    if (slope, inter) != (1, 0) and stored.dtype != numpy.float64:
        # As ITK: single precision, scaled in double precision, kept in single precision.
        values = (stored.astype(numpy.float32).astype(numpy.float64) * slope + inter).astype(numpy.float32).astype(numpy.float64).ravel(order="F")
    place = numpy.arange(values.size, dtype=numpy.float64)
    is_nifti = "qform_code" in image.header
    print(json.dumps({"affine": image.affine.ravel().tolist(), "qform": image.header.get_qform().ravel().tolist() if is_nifti else [],
      "codes": [int(image.header["qform_code"]), int(image.header["sform_code"])] if is_nifti else [0, 0],
      "shape": [int(length) for length in image.shape], "type": image.get_data_dtype().name,
      "sum": values.sum(), "squares": (values * values).sum(), "places": (values * place).sum()}))
`;

/** Reads NIfTI and FreeSurfer files with nibabel. */
export function readWithNibabel(paths: readonly string[]): NibabelImage[] {
  const lines = execFileSync(python!, ["-c", script], { encoding: "utf8", input: JSON.stringify(paths), maxBuffer: 1 << 26 })
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as NibabelImage);
}

/** The largest distance, mm, between where a grid (LPS) and an affine (RAS) put the corners of a volume. */
export function cornerDistanceMm(grid: Grid, affine: readonly number[]): number {
  const corners = [0, 1].flatMap((i) =>
    [0, 1].flatMap((j) => [0, 1].map((k) => [i * grid.size[0], j * grid.size[1], k * grid.size[2]] as const)),
  );
  return Math.max(
    ...corners.map((corner) => {
      const [x, y, z] = voxelToPatient(grid, corner);
      const ras = [0, 1, 2].map(
        (row) => affine[row * 4]! * corner[0] + affine[row * 4 + 1]! * corner[1] + affine[row * 4 + 2]! * corner[2] + affine[row * 4 + 3]!,
      );
      return Math.hypot(-x - ras[0]!, -y - ras[1]!, z - ras[2]!);
    }),
  );
}

/** The same three sums over an image's voxels. */
export function sumsOf(voxels: Image["voxels"]): { sum: number; squares: number; places: number } {
  let [sum, squares, places] = [0, 0, 0];
  voxels.forEach((value: number, place: number) => {
    sum += value;
    squares += value * value;
    places += value * place;
  });
  return { sum, squares, places };
}

/** The largest relative difference between sums. */
export function sumDifference(image: Image, truth: NibabelImage): number {
  const found = sumsOf(image.voxels);
  return Math.max(
    ...(["sum", "squares", "places"] as const).map((key) => Math.abs(found[key] - truth[key]) / Math.max(1, Math.abs(truth[key]))),
  );
}
