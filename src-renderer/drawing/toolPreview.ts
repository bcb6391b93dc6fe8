import type { Vector3 } from "#shared/domain/geometry.ts";
import type { Sheet } from "./sheet.ts";

/** A line through places in continuous voxel coordinates. */
export interface PreviewLine {
  readonly points: readonly Vector3[];
  readonly isClosed?: boolean;
  /** A stroke in this colour, with nothing inside; without it, the outline of an area. */
  readonly colour?: string;
  /** Dotted: a stroke of the background. */
  readonly isDotted?: boolean;
}

/** What a tool shows over the image while it works; nothing of it is in the label map. Places are in voxel coordinates of the volume on show. */
export interface ToolPreview {
  /** The slice or cut it belongs to; it is not shown over any other. */
  readonly sheet: Sheet;
  readonly lines?: readonly PreviewLine[];
  /** The lines are of another slice, where they wait. */
  readonly isFaint?: boolean;
  /** Places that can be taken hold of. */
  readonly handles?: readonly Vector3[];
  /** The brush. */
  readonly circle?: { readonly centre: Vector3; readonly radiusMm: number; readonly isSampling: boolean };
  /** A few words at a place: what the tool's parameter is now. */
  readonly note?: { readonly at: Vector3; readonly words: string };
  /** Voxels that would be given to a segment, by their index in the sheet, ascending; and its colour. */
  readonly voxels?: { readonly indices: readonly number[]; readonly colour: string };
  /** The sheet's labels as they would be, shown in place of those it holds, row by row. Always a new array where anything in it is. */
  readonly labels?: Uint8Array;
  /** Segments that are only proposed on this sheet: their outline is broken. */
  readonly proposed?: ReadonlySet<number>;
  /** Slices for which something is proposed, or on which it waits, marked beside the image. */
  readonly proposedSlices?: readonly number[];
}
