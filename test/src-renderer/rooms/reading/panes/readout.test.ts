import { expect, it } from "vitest";
import { readout } from "../../../../../src-renderer/rooms/reading/panes/readout.ts";
import { volumeOf } from "../../../volumeOf.ts";

it("the readout counts columns, rows and slices from 1, as the corner of the image does", () => {
  const volume = volumeOf();
  const voxels = Uint16Array.from({ length: 12 }, (_, index) => 100 + index);
  const at = { canvas: [0, 0] as const, voxel: [2.4, 0.6, 4] as const, patientMm: [-5.2, -18.8, 50] as const };
  // Nearest to column 2, row 1, slice 4 from 0: the voxel of value 100 + 1 * 4 + 2.
  expect(readout(volume, { ...at, voxel: [...at.voxel], patientMm: [...at.patientMm] }, voxels)).toBe(
    "Value 106   voxel 3, 2, 5   R 5.2  A 18.8  H 50.0 mm",
  );
  expect(readout(volume, { canvas: [0, 0], voxel: [3.6, 0, 0], patientMm: null }, voxels)).toBe("");
  expect(readout({ ...volume, samplesPerPixel: 3 }, { canvas: [0, 0], voxel: [1, 0, 0], patientMm: null }, voxels)).toBe(
    "Value 103, 104, 105   voxel 2, 1, 1",
  );
});
