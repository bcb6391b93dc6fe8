import { patientToVoxel, voxelToPatient, type Vector3 } from "#shared/domain/geometry.ts";
import { placesThrough } from "#shared/domain/labelsThrough.ts";
import { liesWithin } from "#shared/domain/nearestLabels.ts";
import { labelSampler } from "#shared/domain/labelSampler.ts";
import type { Segment } from "#shared/domain/segment.ts";
import { invertTransform } from "#shared/domain/transform/applyTransform.ts";
import type { Transform } from "#shared/domain/transform/transform.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import { segmentInWords } from "#shared/domain/segmentInWords.ts";
import { yieldThread } from "../system/index.ts";

/** A label map on another volume than the one that it was drawn on. */
export interface LabelsOnVolume {
  /** One label a voxel, i fastest. */
  readonly labels: Uint8Array;
  /** What was left out, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Brings a label map from one volume onto another of the same space: each voxel takes the label of the nearest voxel drawn, which is the voxel in the
 * same place where both have one grid. Through a transform, of points of the other volume to those of the one drawn on, see labelsThrough. The door's thread
 * answers others after every slice.
 */
export async function labelsOnVolume(
  { labels, segments }: { readonly labels: Uint8Array; readonly segments: readonly Segment[] },
  drawnOn: Volume,
  volume: Volume,
  transform?: Transform,
): Promise<LabelsOnVolume> {
  const [source, target] = [gridOf(drawnOn), gridOf(volume)];
  const perSlice = volume.columns * volume.rows;
  const brought = new Uint8Array(perSlice * volume.slices);
  const sample = labelSampler(drawnOn, volume, transform);
  for (let slice = 0; slice < volume.slices; slice++) {
    await yieldThread();
    sample(labels, slice, brought.subarray(slice * perSlice, (slice + 1) * perSlice));
  }
  const [drawn, arrived, outside] = [new Float64Array(256), new Float64Array(256), new Float64Array(256)];
  for (const label of brought) arrived[label]!++;
  const placeOf = transform
    ? placesThrough(source, target, invertTransform(transform))
    : (index: Vector3) => patientToVoxel(target, voxelToPatient(source, index));
  for (let slice = 0, at = 0; slice < drawnOn.slices; slice++) {
    await yieldThread();
    for (let row = 0; row < drawnOn.rows; row++) {
      for (let column = 0; column < drawnOn.columns; column++, at++) {
        const label = labels[at]!;
        if (label === 0) continue;
        drawn[label]!++;
        const place = placeOf([column, row, slice]);
        if (!place || !liesWithin(target, place)) outside[label]!++;
      }
    }
  }
  return { labels: brought, notes: segments.flatMap((segment) => noteOf(segment, drawn, arrived, outside)) };
}

function noteOf(segment: Segment, drawn: Float64Array, arrived: Float64Array, outside: Float64Array): string[] {
  const [voxels, lost] = [drawn[segment.number]!, outside[segment.number]!];
  if (voxels === 0) return [];
  const name = `“${segmentInWords(segment)}”`;
  if (arrived[segment.number] === 0)
    return [
      lost === voxels
        ? `${name} lies wholly outside this series and was not copied.`
        : `${name} lies between the voxels of this series; nothing of it was copied.`,
    ];
  return lost > 0 ? [`${name} reaches beyond this series; of its ${voxels} voxels ${lost} have their centres outside.`] : [];
}
