import { voxelToPatient, type Grid } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";
import { plain } from "./masks.ts";
import { callEngine, imageOf, type NativeImage, type StepContext } from "./nativeSteps.ts";
import { resampleImage } from "./resample.ts";

/** FreeSurfer's grid of an image: 256^3 voxels of 1 mm, axes left, inferior, anterior, with the image's centre at index 128 of every axis. */
export function conformedGrid(grid: Grid): Grid {
  const [x, y, z] = voxelToPatient(grid, [grid.size[0] / 2, grid.size[1] / 2, grid.size[2] / 2]);
  return {
    size: [256, 256, 256],
    spacingMm: [1, 1, 1],
    originMm: [x - 128, y + 128, z + 128],
    direction: [1, 0, 0, 0, 0, -1, 0, -1, 0],
  };
}

/** See native/src/preprocess/Conform.hpp. `grid` is that of the image as it was stored, where this one was turned. */
export async function conformImage(
  image: Image,
  context?: StepContext,
  grid: Grid = conformedGrid(image.grid),
): Promise<{ image: Image; notes: string[] }> {
  const made = await callEngine<NativeImage & { lower: number; upper: number; isCut: boolean }>("conformImage", { image, grid }, context);
  const { lower, upper, isCut } = made;
  return {
    image: imageOf(made),
    notes: [
      image.scalarType === "uint8" ? "grey values of uint8 stay." : `grey values from ${plain(lower)} to ${plain(upper)} became 0 to 255.`,
      ...(isCut ? ["what lies further than 128 mm from the centre was cut off."] : []),
    ],
  };
}

/** A label map on the same grid, by the nearest voxel. */
export function conformLabels(labels: Image, context?: StepContext): Promise<Image> {
  return resampleImage(labels, conformedGrid(labels.grid), "nearest", context);
}
