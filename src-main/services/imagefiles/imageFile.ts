import type { Side } from "#shared/domain/segment.ts";
import type { Image } from "#shared/domain/volume.ts";

/** What a label map's file says of one label. */
export interface NamedLabel {
  /** The voxel value. */
  readonly value: number;
  readonly name: string | null;
  /** "#rrggbb" */
  readonly color: string | null;
  readonly side: Side | null;
}

/** An image file, read: the image, and the names of its labels where the file states some (NRRD with 3D Slicer's segment fields). */
export interface ImageFile {
  readonly image: Image;
  readonly labels: readonly NamedLabel[];
}
