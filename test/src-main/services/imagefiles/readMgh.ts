import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Direction } from "#shared/domain/geometry.ts";
import type { Image, VoxelArray } from "#shared/domain/volume.ts";
import { scalarTypeOf } from "#shared/domain/volume.ts";

/** Reads FreeSurfer's .mgz (its wiki, "MghFormat"): big-endian, axes and centre in RAS. Of one frame of bytes, integers, shorts or floats. */
export function readMgh(path: string): Image {
  const bytes = gunzipSync(readFileSync(path));
  const size = [4, 8, 12].map((at) => bytes.readInt32BE(at)) as [number, number, number];
  const type = bytes.readInt32BE(20);
  const floats = Array.from({ length: 15 }, (_, at) => bytes.readFloatBE(30 + 4 * at));
  const spacingMm = floats.slice(0, 3) as [number, number, number];
  // Columns of the direction, and the centre of the volume, from RAS to LPS.
  const axis = (index: number) => floats.slice(3 + 3 * index, 6 + 3 * index).map((value, row) => (row < 2 ? -value : value) + 0);
  const axes = [axis(0), axis(1), axis(2)];
  const centre = floats.slice(12).map((value, row) => (row < 2 ? -value : value));
  const originMm = centre.map((value, row) => value - axes.reduce((sum, step, at) => sum + step[row]! * spacingMm[at]! * (size[at]! / 2), 0)) as [number, number, number];
  const count = size[0] * size[1] * size[2];
  const readers: Record<number, () => VoxelArray> = {
    0: () => Uint8Array.from(bytes.subarray(284, 284 + count)),
    1: () => Int32Array.from({ length: count }, (_, at) => bytes.readInt32BE(284 + 4 * at)),
    3: () => Float32Array.from({ length: count }, (_, at) => bytes.readFloatBE(284 + 4 * at)),
    4: () => Int16Array.from({ length: count }, (_, at) => bytes.readInt16BE(284 + 2 * at)),
  };
  const voxels = readers[type]!();
  return { grid: { size, spacingMm, originMm, direction: [0, 1, 2].flatMap((row) => axes.map((step) => step[row]!)) as unknown as Direction }, scalarType: scalarTypeOf(voxels), voxels };
}
