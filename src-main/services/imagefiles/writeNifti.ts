import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Grid } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import type { Image, ScalarType } from "#shared/domain/volume.ts";
import { bytesOfVoxels } from "./voxelBytes.ts";

const compress = promisify(gzip);

const types: Record<ScalarType, readonly [code: number, bits: number]> = {
  uint8: [2, 8],
  int16: [4, 16],
  int32: [8, 32],
  float32: [16, 32],
  float64: [64, 64],
  int8: [256, 8],
  uint16: [512, 16],
  uint32: [768, 32],
};

/**
 * An image as a NIfTI-1 file (.nii, or .nii.gz where `gzip`), qform and sform with code 1 (scanner). NIfTI-1 keeps geometry in single precision:
 * what is read back lies within 1e-3 mm of what was written. Throws PlainError where an axis is too long for NIfTI-1.
 */
export async function encodeNifti(fileName: string, image: Image, { gzip }: { gzip: boolean }): Promise<Uint8Array> {
  const { header, voxels } = niftiParts(fileName, image, "n+1", 352);
  const bytes = Buffer.concat([header, new Uint8Array(4), voxels]);
  return gzip ? compress(bytes, { level: 6 }) : bytes;
}

/** An image as the two files .hdr and .img. */
export function encodeNiftiPair(fileName: string, image: Image): { header: Uint8Array; voxels: Uint8Array } {
  return niftiParts(fileName, image, "ni1", 0);
}

function niftiParts(fileName: string, image: Image, magic: "n+1" | "ni1", voxOffset: number): { header: Uint8Array; voxels: Uint8Array } {
  const { grid } = image;
  if (grid.size.some((length) => length > 32767))
    throw new PlainError(`${fileName}: NIfTI-1 holds at most 32767 voxels along an axis. Save it as .nrrd.`);
  const header = new Uint8Array(348);
  const view = new DataView(header.buffer);
  const [code, bits] = types[image.scalarType];
  view.setInt32(0, 348, true);
  [3, ...grid.size, 1, 1, 1, 1].forEach((value, at) => view.setInt16(40 + 2 * at, value, true));
  view.setInt16(70, code, true);
  view.setInt16(72, bits, true);
  const ras = rasMatrix(grid);
  const { quaternion, turn } = quaternionOf(ras);
  [turn, ...grid.spacingMm, 1, 1, 1, 1].forEach((value, at) => view.setFloat32(76 + 4 * at, value, true));
  view.setFloat32(108, voxOffset, true);
  view.setFloat32(112, 1, true);
  view.setUint8(123, 2); // mm
  header.set(new TextEncoder().encode(researchUseNotice), 148); // descrip, 80 bytes
  view.setInt16(252, 1, true);
  view.setInt16(254, 1, true);
  const origin = [-grid.originMm[0], -grid.originMm[1], grid.originMm[2]];
  [...quaternion, ...origin].forEach((value, at) => view.setFloat32(256 + 4 * at, value, true));
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++)
      view.setFloat32(280 + 16 * row + 4 * column, ras[row * 3 + column]! * grid.spacingMm[column]!, true);
    view.setFloat32(280 + 16 * row + 12, origin[row]!, true);
  }
  for (let at = 0; at < 3; at++) view.setUint8(344 + at, magic.charCodeAt(at));
  return { header, voxels: bytesOfVoxels(image.voxels) };
}

/** The direction's rows, from LPS to RAS: x and y turned. */
function rasMatrix(grid: Grid): number[] {
  return grid.direction.map((value, at) => (at < 6 ? -value : value));
}

/**
 * The unit quaternion (b, c, d; a >= 0) of a direction, its third column turned where it is left-handed (nifti1.h, "qfac").
 * Taken from the largest of the four components, so that no small number is divided by.
 */
function quaternionOf(direction: readonly number[]): { quaternion: readonly [number, number, number]; turn: 1 | -1 } {
  const d = direction as [number, number, number, number, number, number, number, number, number];
  const determinant = d[0] * (d[4] * d[8] - d[5] * d[7]) - d[1] * (d[3] * d[8] - d[5] * d[6]) + d[2] * (d[3] * d[7] - d[4] * d[6]);
  const turn = determinant < 0 ? -1 : 1;
  const [r11, r12, r13, r21, r22, r23, r31, r32, r33] = [d[0], d[1], d[2] * turn, d[3], d[4], d[5] * turn, d[6], d[7], d[8] * turn];
  // Four times the square of a, b, c, d.
  const squares = [1 + r11 + r22 + r33, 1 + r11 - r22 - r33, 1 - r11 + r22 - r33, 1 - r11 - r22 + r33] as const;
  const largest = squares.indexOf(Math.max(...squares));
  const twice = Math.sqrt(squares[largest]!);
  const rows = [
    [twice * twice, r32 - r23, r13 - r31, r21 - r12],
    [r32 - r23, twice * twice, r12 + r21, r13 + r31],
    [r13 - r31, r12 + r21, twice * twice, r23 + r32],
    [r21 - r12, r13 + r31, r23 + r32, twice * twice],
  ] as const;
  const [a, b, c, e] = rows[largest]!.map((value) => value / (2 * twice)) as [number, number, number, number];
  const sign = a < 0 ? -1 : 1;
  return { quaternion: [b * sign, c * sign, e * sign], turn };
}
