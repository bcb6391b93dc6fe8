import { isVoxelOnVoxel, matchGrids, placeVoxels, type GridMatch } from "#shared/domain/gridMatch.ts";
import { linearSampler } from "#shared/domain/linearSampler.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { gridOf, isPadding, type Volume } from "#shared/domain/volume.ts";
import { compareVolumes } from "#shared/domain/volumeFit.ts";
import type { FatSources } from "./fatSources.ts";

/** A series on the grid that was drawn on. */
export interface SeriesOnGrid {
  /** Its lattice is another one: values lie between its voxels. */
  readonly isSampled: boolean;
  /** Where the grids differ and by how much, a sentence each. */
  readonly differences: readonly string[];
  /** The values of a slice of what was drawn on, columns * rows; NaN beyond the series and where its pictures are only filled up. */
  slice(sliceIndex: number): Float64Array;
}

/**
 * Reads a series onto the grid that was drawn on: voxel on voxel where both have one lattice, else linear between voxels where they have one space. Throws
 * PlainError, naming the series by its role, where they have none, or it holds no grey values.
 */
export async function seriesOnGrid(
  volumes: FatSources["volumes"],
  drawnOn: Volume,
  { volumeId, name }: { readonly volumeId: string; readonly name: string },
  signal?: AbortSignal,
): Promise<SeriesOnGrid> {
  const volume = volumes.describe(volumeId);
  if (volume.samplesPerPixel !== 1)
    throw new PlainError(`${name}: this series is in colour; fat is measured on grey values. Choose another series.`);
  const { fit, differences, reason } = compareVolumes(drawnOn, volume);
  if (fit === "no") throw new PlainError(`${name}: this series cannot be used with what was drawn. ${reason} Choose another series.`);
  const { voxels, grid } = await volumes.readImage(volumeId, { signal });
  const target = gridOf(drawnOn);
  const perSlice = target.size[0] * target.size[1];
  const match = matchGrids(target, grid);
  const isSampled = fit === "resample" || "mismatch" in match;
  const withoutPadding = (values: Float64Array) =>
    volume.padding ? values.map((value) => (isPadding(volume, value) ? Number.NaN : value)) : values;
  if (!isSampled && isVoxelOnVoxel(match, target, grid)) {
    return { isSampled, differences, slice: (k) => withoutPadding(Float64Array.from(voxels.subarray(k * perSlice, (k + 1) * perSlice))) };
  }
  if (!isSampled) {
    const isInside = insideOf(match, grid.size);
    return {
      isSampled,
      differences,
      slice: (k) => {
        const placed = Float64Array.from(placeVoxels(voxels, grid.size, match, target.size, k, k + 1));
        return withoutPadding(
          placed.map((value, at) => (isInside(at % target.size[0], Math.floor(at / target.size[0]), k) ? value : Number.NaN)),
        );
      },
    };
  }
  const usable = volume.padding ? Float64Array.from(voxels, (value) => (isPadding(volume, value) ? Number.NaN : value)) : voxels;
  const sample = linearSampler(grid, target);
  return {
    isSampled,
    differences,
    slice: (k) => {
      const out = new Float64Array(perSlice);
      sample(usable, k, out);
      return out;
    },
  };
}

/** Whether a voxel of the target lies within the box of a source on its lattice. */
function insideOf({ axes, offset }: GridMatch, size: readonly [number, number, number]): (i: number, j: number, k: number) => boolean {
  return (...index) => index.every((at, axis) => at >= offset[axis]! && at < offset[axis]! + size[axes[axis]!]);
}
