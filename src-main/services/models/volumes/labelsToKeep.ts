import type { BundleLabel } from "#shared/domain/bundle/output.ts";
import { segmentPalette } from "#shared/domain/segmentPalette.ts";
import type { Segment } from "#shared/domain/segment.ts";
import type { Image } from "#shared/domain/volume.ts";

/** One byte a voxel where no label needs more. */
export function narrowedLabels({ grid, scalarType, voxels }: Image): Image {
  return voxels.every((value) => value < 256)
    ? { grid, scalarType: "uint8", voxels: Uint8Array.from(voxels) }
    : { grid, scalarType, voxels };
}

/** A label of a bundle as a segment of a file, by its place in the list. */
export function segmentOfLabel({ value, name, side, color }: BundleLabel, index: number): Segment {
  return {
    number: (index % 255) + 1,
    labelValue: value,
    name,
    side: side ?? "none",
    color: color ?? segmentPalette[index % segmentPalette.length]!,
  };
}
