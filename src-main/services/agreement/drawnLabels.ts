import type { Segment } from "#shared/domain/segment.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import type { LockedDrawing } from "../projects/index.ts";
import type { DrawingSources } from "./drawingSources.ts";

/** What is drawn on a volume: labels by voxel, i fastest. */
export interface DrawnLabels {
  readonly volumeId: string;
  readonly size: readonly [number, number, number];
  readonly spacingMm: readonly [number, number, number];
  readonly volume: Volume;
  readonly segments: readonly Segment[];
  readonly labels: Uint8Array;
}

/** Reads label maps, each once. */
export function createLabelReader({ segmentations, volumes }: DrawingSources): (drawing: LockedDrawing) => Promise<DrawnLabels> {
  const known = new Map<string, Promise<DrawnLabels>>();
  return ({ segmentationId }) => {
    const found =
      known.get(segmentationId) ??
      segmentations.readLabelMap(segmentationId).then(({ segmentation, labels }) => {
        const volume = volumes.describe(segmentation.volumeId);
        const { size, spacingMm } = gridOf(volume);
        return { volumeId: segmentation.volumeId, size, spacingMm, volume, segments: segmentation.segments, labels };
      });
    known.set(segmentationId, found);
    return found;
  };
}

/** Whether a slice has any label. */
export const isDrawnOn = (labels: Uint8Array, slice: number, perSlice: number): boolean =>
  labels.subarray(slice * perSlice, (slice + 1) * perSlice).some((label) => label > 0);

/** 1 where a label, or any where `number` is null, lies on the slices, one behind the other. */
export function maskOn(labels: Uint8Array, slices: readonly number[], perSlice: number, number: number | null): Uint8Array {
  const mask = new Uint8Array(slices.length * perSlice);
  slices.forEach((slice, at) => {
    for (let voxel = 0; voxel < perSlice; voxel++) {
      const label = labels[slice * perSlice + voxel]!;
      if (number === null ? label > 0 : label === number && number > 0) mask[at * perSlice + voxel] = 1;
    }
  });
  return mask;
}
