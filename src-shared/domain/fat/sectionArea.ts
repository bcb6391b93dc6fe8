import { gridOf, type Volume } from "../volume.ts";

/** A volume, or why there is none. */
export type SegmentVolume =
  | { readonly volumeMl: number; readonly whyNoVolume: null }
  | { readonly volumeMl: null; readonly whyNoVolume: string };

/** The area of one voxel within its slice, mm2: the cross-section of a segment is its voxels times this. Null where millimetres are unknown. */
export function voxelAreaMm2(volume: Volume): number | null {
  const [x, y] = gridOf(volume).spacingMm;
  return volume.hasPatientGeometry ? x * y : null;
}

/**
 * The volume of a segment by its areas times the distance of the slices (Cavalieri), ml; only where it was drawn on two slices or more that all are neighbours
 * of a series of even spacing: over slices that were left out, or on one alone, an area is measured and no volume.
 * @param voxelsOn by slice index, voxels of the segment; only slices that have any
 */
export function segmentVolume(volume: Volume, voxelsOn: ReadonlyMap<number, number>): SegmentVolume {
  const none = (whyNoVolume: string): SegmentVolume => ({ volumeMl: null, whyNoVolume });
  const area = voxelAreaMm2(volume);
  const slices = [...voxelsOn.keys()].sort((a, b) => a - b);
  if (slices.length === 0) return none("Nothing is drawn.");
  if (area === null) return none("The series does not say how large its voxels are.");
  if (slices.length === 1) return none("It is drawn on one slice only.");
  const gap = slices.find((slice, at) => at > 0 && slice !== slices[at - 1]! + 1);
  if (gap !== undefined)
    return none(`It is not drawn on neighbouring slices: between slice ${slices[slices.indexOf(gap) - 1]! + 1} and ${gap + 1} nothing is.`);
  if (!volume.isRegular) return none("The slices of the series are not evenly spaced.");
  const voxels = [...voxelsOn.values()].reduce((sum, count) => sum + count, 0);
  return { volumeMl: (voxels * area * gridOf(volume).spacingMm[2]) / 1000, whyNoVolume: null };
}
