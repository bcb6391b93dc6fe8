import type { Image, ScalarType, VoxelArray } from "../../../../src-shared/domain/volume.ts";
import { identityDirection } from "../../../../src-shared/domain/geometry.ts";

/** An image on a grid at the origin, axes along the patient's. */
export function makeImage(
  size: readonly [number, number, number],
  voxels: VoxelArray,
  spacingMm: readonly [number, number, number] = [1, 1, 1],
): Image {
  const scalarType = voxels.constructor.name.replace("Array", "").toLowerCase() as ScalarType;
  return { grid: { size, spacingMm, originMm: [0, 0, 0], direction: identityDirection }, scalarType, voxels };
}

/** A mask of ones where `inside` says so. */
export function makeMask(
  size: readonly [number, number, number],
  inside: (i: number, j: number, k: number) => boolean,
  spacingMm?: readonly [number, number, number],
): Image {
  const voxels = new Uint8Array(size[0] * size[1] * size[2]);
  for (let v = 0; v < voxels.length; v += 1) {
    if (inside(v % size[0], Math.floor(v / size[0]) % size[1], Math.floor(v / (size[0] * size[1])))) voxels[v] = 1;
  }
  return makeImage(size, voxels, spacingMm);
}
