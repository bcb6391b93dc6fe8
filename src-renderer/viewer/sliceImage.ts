import type { Volume } from "#shared/domain/volume.ts";
import type { GreyWindow } from "./window.ts";

/** The grey level, 0 to 255, of a voxel in a window: the linear VOI function of DICOM (PS3.3 C.11.2.1.2.1) without its half-pixel shift. */
export function greyLevel(value: number, window: GreyWindow, isInverted: boolean): number {
  const level = Math.min(255, Math.max(0, ((value - window.center) / window.width + 0.5) * 255));
  return Math.round(isInverted ? 255 - level : level);
}

/** A slice as it was acquired, one pixel a voxel: in its window (black without one), or in its own colours (RGB interleaved). */
export function sliceImage(
  { columns, rows, samplesPerPixel }: Pick<Volume, "columns" | "rows" | "samplesPerPixel">,
  voxels: ArrayLike<number>,
  window: GreyWindow | null,
  isInverted: boolean,
): ImageData {
  const image = new ImageData(columns, rows);
  for (let index = 0; index < columns * rows; index++) {
    for (let channel = 0; channel < 3; channel++) {
      image.data[index * 4 + channel] =
        samplesPerPixel === 3 ? voxels[index * 3 + channel]! : window ? greyLevel(voxels[index]!, window, isInverted) : 0;
    }
    image.data[index * 4 + 3] = 255;
  }
  return image;
}
