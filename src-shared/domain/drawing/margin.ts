import { squaredDistanceMm2 } from "./distance.ts";
import { inBox, type MaskGrid } from "./mask.ts";

/** Distances that differ by rounding only are one. */
const rounding = 1 + 1e-9;

/** The voxels whose centre is within `marginMm` of the centre of a voxel of the mask: its dilation by a ball. */
export function grown(mask: Uint8Array, grid: MaskGrid, marginMm: number): Uint8Array {
  const limit = marginMm ** 2 * rounding;
  return inBox(marginMm, (part, partGrid) => markWhere(squaredDistanceMm2(part, partGrid), (distance) => distance <= limit))(mask, grid);
}

/**
 * The voxels of the mask from which no voxel outside it is within `marginMm`: its erosion by a ball. What lies beyond the grid is not known, so
 * that a segment that reaches the image's edge keeps its voxels there.
 */
export function shrunk(mask: Uint8Array, grid: MaskGrid, marginMm: number): Uint8Array {
  const limit = marginMm ** 2 * rounding;
  return inBox(0, (part, partGrid) => {
    const outside = part.map((each) => 1 - each);
    return markWhere(squaredDistanceMm2(outside, partGrid), (distance) => distance > limit);
  })(mask, grid);
}

/** Grown and then shrunk by the same margin: gaps and bays narrower than twice the margin are filled. Contains the mask. */
export function closed(mask: Uint8Array, grid: MaskGrid, marginMm: number): Uint8Array {
  return inBox(2 * marginMm, (part, partGrid) => shrunk(grown(part, partGrid, marginMm), partGrid, marginMm))(mask, grid);
}

/** The voxels around a mask, outside it, within `marginMm` of it. */
export function rim(mask: Uint8Array, grid: MaskGrid, marginMm: number): Uint8Array {
  return grown(mask, grid, marginMm).map((each, index) => (mask[index] === 0 ? each : 0));
}

function markWhere(distance: Float64Array, isIn: (squaredMm2: number) => boolean): Uint8Array {
  const made = new Uint8Array(distance.length);
  for (let index = 0; index < made.length; index++) made[index] = isIn(distance[index]!) ? 1 : 0;
  return made;
}
