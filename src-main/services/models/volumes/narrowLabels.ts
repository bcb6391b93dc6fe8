import type { Image } from "#shared/domain/volume.ts";

/** A label map with one byte a voxel where no label needs more. */
export function narrowLabels({ grid, scalarType, voxels }: Image): Image {
  return voxels.every((value) => value < 256)
    ? { grid, scalarType: "uint8", voxels: Uint8Array.from(voxels) }
    : { grid, scalarType, voxels };
}
