import type { Vector3 } from "#shared/domain/geometry.ts";
import type { PixelBox } from "./pixelBox.ts";

/** How voxel coordinates change over the screen: at the top left, and a pixel to the right and down. */
export interface ScreenToVoxel {
  readonly origin: Vector3;
  readonly right: Vector3;
  readonly down: Vector3;
}

/**
 * Puts into `result`, for each pixel of a box of the screen, row by row, the voxel whose centre is nearest; outside the grid `result` stays
 * as it is. `voxels` i fastest.
 */
export function sampleOnScreen<Voxels extends Uint8Array | Float64Array>(
  size: readonly [number, number, number],
  voxels: Voxels,
  map: ScreenToVoxel,
  box: PixelBox,
  result: Voxels,
): Voxels {
  const [columns, rows, slices] = size;
  const perSlice = columns * rows;
  const { origin, right, down } = map;
  for (let y = 0; y < box.height; y++) {
    // The middle of the pixel; half a voxel more, so that cutting off rounds.
    const py = box.y + y + 0.5;
    const px = box.x + 0.5;
    let i = origin[0] + px * right[0] + py * down[0] + 0.5;
    let j = origin[1] + px * right[1] + py * down[1] + 0.5;
    let k = origin[2] + px * right[2] + py * down[2] + 0.5;
    for (let x = 0, at = y * box.width; x < box.width; x++, at++) {
      if (i >= 0 && j >= 0 && k >= 0 && i < columns && j < rows && k < slices) {
        result[at] = voxels[(k | 0) * perSlice + (j | 0) * columns + (i | 0)]!;
      }
      i += right[0];
      j += right[1];
      k += right[2];
    }
  }
  return result;
}
