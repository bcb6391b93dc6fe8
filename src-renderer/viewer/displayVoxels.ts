import type { ScalarType, VoxelArray } from "#shared/domain/volume.ts";

/** The types that become textures. */
export type DisplayType = "uint8" | "int16" | "uint16" | "float32";
export type DisplayVoxels = Uint8Array | Int16Array | Uint16Array | Float32Array;

/** The type in which voxels are shown; others than these four cannot be textures. Only the picture is rounded: what is read out and measured is exact. */
export function displayTypeOf(scalarType: ScalarType): DisplayType {
  switch (scalarType) {
    case "uint8":
    case "int16":
    case "uint16":
    case "float32":
      return scalarType;
    case "int8":
      return "int16";
    case "int32":
    case "uint32":
    case "float64":
      return "float32";
  }
}

/** The voxels as they are shown; the same array where its type allows. */
export function toDisplayVoxels(voxels: VoxelArray): DisplayVoxels {
  if (voxels instanceof Uint8Array || voxels instanceof Int16Array || voxels instanceof Uint16Array || voxels instanceof Float32Array)
    return voxels;
  return voxels instanceof Int8Array ? Int16Array.from(voxels) : Float32Array.from(voxels);
}
