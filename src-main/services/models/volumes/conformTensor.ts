import type { VolumeInput } from "#shared/domain/bundle/input.ts";
import type { Grid } from "#shared/domain/geometry.ts";
import type { ScalarType } from "#shared/domain/volume.ts";
import { conformedGrid, conformImage, resampleOnto } from "../../preprocess/index.ts";
import { tensorAxes, toTensor, turnedGrid } from "./tensorGrid.ts";

type Turning = Pick<VolumeInput, "orientation" | "tensorAxes">;

/**
 * FreeSurfer's conformed grid of an image as it is stored, turned as the bundle has its tensor; "as stored" is then left, inferior, anterior. Its centre is
 * voxel size / 2, which is another place once an image is turned.
 */
export function conformedTensorGrid(stored: Grid, input: Turning): Grid {
  const conformed = conformedGrid(stored);
  return turnedGrid(conformed, tensorAxes(conformed.direction, input));
}

/**
 * Conforms an image that was turned to `grid`: 256^3 voxels of 1 mm with values from 0 to 255. One that is stored as uint8 keeps its values, as in
 * FreeSurfer.
 */
export async function conformTensor(
  values: Float32Array,
  { grid, stored, input, scalarType }: { grid: Grid; stored: Grid; input: Turning; scalarType: ScalarType },
): Promise<Float32Array> {
  const [type, voxels] = scalarType === "uint8" ? (["uint8", Uint8Array.from(values)] as const) : (["float32", values] as const);
  const { image } = await conformImage({ grid, scalarType: type, voxels }, undefined, conformedGrid(stored));
  return toTensor(image.voxels, image.grid.size, tensorAxes(image.grid.direction, input));
}

/** Looks an answer up, linear, at the places of a grid in any direction; beyond its last voxels it is `outside`. */
export async function sampleInPatient(
  values: Float32Array,
  from: Grid,
  { to, outside }: { to: Grid; outside: number },
): Promise<Float32Array> {
  // Outside of an image the engine answers 0.
  const shifted = outside === 0 ? values : values.map((value) => value - outside);
  const { voxels } = await resampleOnto({ grid: from, scalarType: "float32", voxels: shifted }, to, "linear");
  return outside === 0 ? (voxels as Float32Array) : (voxels as Float32Array).map((value) => value + outside);
}
