import { axisOf, type Grid } from "./geometry.ts";
import { gridOf, type Volume } from "./volume.ts";

/** Slice k of a volume as a grid of one slice, at its place in patient space. Null where the places of slices are unknown. */
export function sliceGrid(volume: Volume, sliceIndex: number): Grid | null {
  const alongMm = volume.slicePositionsMm?.[sliceIndex];
  if (alongMm === undefined) return null;
  const grid = gridOf(volume);
  const normal = axisOf(grid.direction, 2);
  const [x, y, z] = grid.originMm;
  return {
    ...grid,
    size: [grid.size[0], grid.size[1], 1],
    originMm: [x + normal[0] * alongMm, y + normal[1] * alongMm, z + normal[2] * alongMm],
  };
}
