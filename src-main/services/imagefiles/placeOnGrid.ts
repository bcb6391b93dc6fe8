import type { Grid } from "#shared/domain/geometry.ts";
import { placeVoxels, reachesBeyond, type GridMatch } from "#shared/domain/gridMatch.ts";
import { allocateVoxels, type Image, type VoxelArray } from "#shared/domain/volume.ts";
import { inChunks } from "./inChunks.ts";

/** How many voxels of a label a file holds, and how many of them lie beyond the image. */
export interface LostVoxels {
  readonly label: number;
  readonly voxels: number;
  readonly lost: number;
}

/**
 * A label map that lies on the lattice of a grid, put on that grid: 0 where it holds nothing. With the labels of which some voxels lie
 * beyond the grid and are left
 * out, rising. The door's thread answers others in between.
 */
export async function placeOnGrid(map: Image, grid: Grid, match: GridMatch): Promise<{ image: Image; lost: LostVoxels[] }> {
  const perSlice = grid.size[0] * grid.size[1];
  const voxels = allocateVoxels(map.scalarType, perSlice * grid.size[2]);
  await inChunks(voxels.length, (from, to) => {
    const [first, end] = [Math.ceil(from / perSlice), Math.ceil(to / perSlice)];
    voxels.set(placeVoxels(map.voxels, map.grid.size, match, grid.size, first, end), first * perSlice);
  });
  const image: Image = { grid, scalarType: map.scalarType, voxels };
  if (!reachesBeyond(match, grid.size, map.grid.size)) return { image, lost: [] };
  const [before, after] = [await voxelsOfLabels(map.voxels), await voxelsOfLabels(voxels)];
  const lost = [...before]
    .map(([label, count]) => ({ label, voxels: count, lost: count - (after.get(label) ?? 0) }))
    .filter((each) => each.lost > 0);
  return { image, lost: lost.sort((a, b) => a.label - b.label) };
}

/** How many voxels each label has. */
async function voxelsOfLabels(voxels: VoxelArray): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  await inChunks(voxels.length, (from, to) => {
    let [label, run] = [0, 0];
    for (let at = from; at <= to; at++) {
      if (at < to && voxels[at] === label) {
        run++;
        continue;
      }
      if (label !== 0) counts.set(label, (counts.get(label) ?? 0) + run);
      [label, run] = [voxels[at]!, 1];
    }
  });
  return counts;
}
