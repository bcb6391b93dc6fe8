import { contoursOf, type Contour } from "#shared/domain/drawing/contours.ts";
import type { DrawTarget, ToolPane } from "./toolPane.ts";

/** The active segment on the slice or cut on show, as a tool took it up. */
export interface HeldSegment {
  readonly target: DrawTarget;
  readonly segment: number;
  /** 1 where it had a voxel of the sheet. */
  readonly mask: Uint8Array;
  readonly contours: readonly Contour[];
  /** Between columns and between rows. */
  readonly spacingMm: readonly [number, number];
  /** The session's count of edits when it was taken up. */
  readonly edits: number;
}

/** 1 for each voxel of a slice that holds a label. */
export function maskOf(labels: Uint8Array, label: number): Uint8Array {
  return labels.map((each) => Number(each === label));
}

/** Takes up the active segment on the slice or cut on show; null where it has no voxels there or cannot be drawn. */
export function takeUp({ session, sheet, viewport, whyLocked }: ToolPane): HeldSegment | null {
  const segment = session?.state.value.activeSegment ?? null;
  if (!session || segment === null || !sheet || !viewport.state.isRendered || sheet.volumeId !== session.volume.id) return null;
  if (whyLocked !== null || session.whyNotDrawable() !== null) return null;
  const labels = session.labelsOn(sheet);
  const contours = contoursOf(labels, sheet.columns, segment);
  if (contours.length === 0) return null;
  return {
    target: { session, sheet },
    segment,
    mask: maskOf(labels, segment),
    contours,
    spacingMm: sheet.spacingMm,
    edits: session.state.value.edits,
  };
}

/** Whether what was taken up is still what is on show: the same sheet and segment, which can be drawn. */
export function isStillHeld(pane: ToolPane, { target, segment }: HeldSegment): boolean {
  return pane.isOnShow(target) && target.session.state.value.activeSegment === segment && target.session.whyNotDrawable() === null;
}
