import type { Vector3 } from "#shared/domain/geometry.ts";
import type { ImageViewport } from "./imageViewport.ts";
import type { ScreenToVoxel } from "./screenVoxels.ts";

/** The voxel coordinates of the volume that a viewport shows, `ratio` pixels of the picture to one of the page; null where it shows none. */
export function screenToVoxel(viewport: ImageViewport, ratio: number): ScreenToVoxel | null {
  const [origin, right, down] = [viewport.canvasToVoxel(0, 0), viewport.canvasToVoxel(1000, 0), viewport.canvasToVoxel(0, 1000)];
  if (!origin || !right || !down) return null;
  const step = (end: Vector3): Vector3 => [
    (end[0] - origin[0]) / 1000 / ratio,
    (end[1] - origin[1]) / 1000 / ratio,
    (end[2] - origin[2]) / 1000 / ratio,
  ];
  return { origin, right: step(right), down: step(down) };
}
