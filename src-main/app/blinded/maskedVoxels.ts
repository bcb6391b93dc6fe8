import { maskVoxels, type Mask } from "#shared/domain/project/mask.ts";
import { voxelsFromBytes, type Image, type Volume, type VoxelArray } from "#shared/domain/volume.ts";
import type { FrameVoxels } from "../../services/volumes/index.ts";

/** A slice with the hidden rectangle, see maskVoxels. */
export function maskedFrame(frame: FrameVoxels, { columns, rows }: Pick<Volume, "columns" | "rows">, mask: Mask | null): FrameVoxels {
  if (mask === null) return frame;
  const voxels = maskVoxels(voxelsFromBytes(frame.scalarType, frame.bytes), columns, rows, mask);
  return { ...frame, bytes: new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength) };
}

/** An image with the rectangle hidden on every slice. */
export function maskedImage(image: Image, mask: Mask | null): Image {
  if (mask === null) return image;
  const [columns, rows, slices] = image.grid.size;
  const voxels = image.voxels.slice() as VoxelArray;
  for (let k = 0; k < slices; k++) {
    const [from, to] = [k * columns * rows, (k + 1) * columns * rows];
    voxels.set(maskVoxels(image.voxels.subarray(from, to), columns, rows, mask), from);
  }
  return { ...image, voxels };
}
