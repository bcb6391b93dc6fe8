import { matchGrids, placeVoxels } from "./gridMatch.ts";
import { labelsThrough } from "./labelsThrough.ts";
import { nearestLabels, type SliceSampler } from "./nearestLabels.ts";
import type { Transform } from "./transform/transform.ts";
import { gridOf, type Volume } from "./volume.ts";
import { compareVolumes } from "./volumeFit.ts";

/**
 * Brings labels from one volume onto another of its space, slice by slice: voxel on voxel where both have one grid, as what is drawn is measured there; else
 * each voxel takes the label of the nearest one. Through a transform, of the other volume's points to those of the one drawn on, see labelsThrough.
 */
export function labelSampler(drawnOn: Volume, volume: Volume, transform?: Transform): SliceSampler {
  const [source, target] = [gridOf(drawnOn), gridOf(volume)];
  if (transform) return labelsThrough(source, target, transform);
  const match = compareVolumes(drawnOn, volume).fit === "same" ? matchGrids(target, source) : undefined;
  if (!match || "mismatch" in match) return nearestLabels(source, target);
  return (labels, slice, out) => out.set(placeVoxels(labels, source.size, match, target.size, slice, slice + 1));
}
