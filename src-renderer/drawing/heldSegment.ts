import { contoursOf, type Contour } from "#shared/domain/drawing/contours.ts";
import { gridOf } from "#shared/domain/volume.ts";
import type { DrawTarget, ToolPane } from "./toolPane.ts";

/** The active segment on the slice on show, as a tool took it up. */
export interface HeldSegment {
  readonly target: DrawTarget;
  readonly segment: number;
  /** 1 where it had a voxel of the slice. */
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

/** Takes up the active segment on the slice on show; null where it has no voxels there or cannot be drawn. */
export function takeUp({ session, viewport, whyLocked }: ToolPane): HeldSegment | null {
  const { plane, sliceIndex, isRendered, volume } = viewport.state;
  const segment = session?.state.value.activeSegment ?? null;
  if (!session || segment === null || plane !== "acquisition" || !isRendered || volume?.id !== session.volume.id) return null;
  if (whyLocked !== null || session.whyNotDrawable() !== null) return null;
  const labels = session.slice(sliceIndex);
  const contours = contoursOf(labels, session.volume.columns, segment);
  if (contours.length === 0) return null;
  const { spacingMm } = gridOf(session.volume);
  return {
    target: { session, sliceIndex },
    segment,
    mask: maskOf(labels, segment),
    contours,
    spacingMm: [spacingMm[0], spacingMm[1]],
    edits: session.state.value.edits,
  };
}

/** Whether what was taken up is still what is on show: the same slice and segment, which can be drawn. */
export function isStillHeld(pane: ToolPane, { target, segment }: HeldSegment): boolean {
  return pane.isOnShow(target) && target.session.state.value.activeSegment === segment && target.session.whyNotDrawable() === null;
}
