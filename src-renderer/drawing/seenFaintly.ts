import type { PointerPosition } from "../viewer/viewState.ts";
import { sheetInWords, voxelAt, type Sheet } from "./sheet.ts";
import type { PreviewLine, ToolPreview } from "./toolPreview.ts";
import type { SlicePoint } from "./brush.ts";

/** A line of what waits, in the points of its sheet. */
interface WaitingLine extends Omit<PreviewLine, "points"> {
  readonly points: readonly SlicePoint[];
}

/**
 * What waits on one slice, while another one is on show: faintly where it would be here, where both are slices of one plane, with a dot beside the slider at
 * the slice that it waits on; and in words at the mouse.
 * @param what "Seeds wait"
 */
export function seenFaintly(
  here: Sheet,
  waiting: { readonly sheet: Sheet; readonly lines: readonly WaitingLine[]; readonly what: string },
  at: PointerPosition | null,
): ToolPreview {
  const { sheet, lines, what } = waiting;
  const isSamePlane =
    here.volumeId === sheet.volumeId && here.plane === sheet.plane && here.columns === sheet.columns && here.rows === sheet.rows;
  return {
    sheet: here,
    isFaint: true,
    ...(isSamePlane && {
      lines: lines.map(({ points, ...look }) => ({ ...look, points: points.map((point) => voxelAt(here, point)) })),
      proposedSlices: [sheet.sliceIndex],
    }),
    ...(at && { note: { at: at.voxel, words: `${what} on ${sheetInWords(sheet)}` } }),
  };
}
