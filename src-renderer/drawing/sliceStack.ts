import { cutStack } from "#shared/domain/drawing/cutStack.ts";
import type { LabelSlices } from "#shared/domain/drawing/fillBetween.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import type { ViewState } from "../viewer/viewState.ts";
import type { DrawingSession } from "./drawingSession.ts";
import { sheetOf, sliceSheet, type Sheet } from "./sheet.ts";

/** All slices of a plane, as acquired or of a reformat, with what is drawn on them. */
export interface SliceStack {
  /** From a slice to the next; of slices at uneven distances as most are. */
  readonly spacingMm: number;
  readonly sheet: (sliceIndex: number) => Sheet;
  /** What lies between a slice and the next and is met by neither: voxels of volumes that lie obliquely. Null where there is nothing. */
  readonly unmetAfter: (sliceIndex: number) => Sheet | null;
  /** As they are now. */
  readonly labels: () => LabelSlices;
}

/** The stack that a viewport shows; why there is none that could be filled, in words; null where it shows nothing. */
export function stackOf(session: DrawingSession, view: ViewState): SliceStack | string | null {
  if (view.volume?.id !== session.volume.id) return null;
  if (view.plane === "acquisition") return acquired(session);
  const { planeInSpace, sliceSpacingMm, sliceIndex, sliceCount } = view;
  const shown = sheetOf(view);
  if (!planeInSpace || !shown) return null;
  const { pointMm, normal } = planeInSpace;
  const along = (axis: 0 | 1 | 2) => pointMm[axis] - sliceIndex * sliceSpacingMm * normal[axis];
  const cuts = cutStack(gridOf(session.volume), { pointMm: [along(0), along(1), along(2)], normal }, sliceSpacingMm, sliceCount);
  if (cuts.voxelsApart >= 2)
    return "The slices of this reformat skip voxels: the volume lies too obliquely for its thick slices to be filled between here. Fill as acquired (Shift+Q).";
  const sheet = (index: number): Sheet => (index === sliceIndex ? shown : { ...shown, sliceIndex: index, cut: cuts.cutAt(index) });
  return {
    spacingMm: sliceSpacingMm,
    sheet,
    unmetAfter: (index) => {
      if (cuts.voxelsApart < 1 + 1e-6) return null;
      const cut = cuts.between(index);
      return cut.slices.length === 0 ? null : { ...shown, sliceIndex: index, cut };
    },
    labels: () => ({
      columns: shown.columns,
      rows: shown.rows,
      spacingMm: shown.spacingMm,
      positionsMm: Array.from({ length: sliceCount }, (_, index) => index * sliceSpacingMm),
      slice: (index) => session.labelsOn(sheet(index)),
      rects: cuts.rectsOf(session.labels),
    }),
  };
}

function acquired(session: DrawingSession): SliceStack {
  const { volume } = session;
  const { spacingMm } = gridOf(volume);
  return {
    spacingMm: spacingMm[2],
    sheet: (sliceIndex) => sliceSheet(volume, sliceIndex),
    unmetAfter: () => null,
    labels: () => ({
      columns: volume.columns,
      rows: volume.rows,
      spacingMm: [spacingMm[0], spacingMm[1]],
      positionsMm: positionsOf(volume),
      slice: (sliceIndex) => session.slice(sliceIndex),
    }),
  };
}

/** Where the slices lie along the normal; by their order where the files do not say, or two lie at one place. */
function positionsOf({ slices, slicePositionsMm }: Volume): readonly number[] {
  const [first, second] = slicePositionsMm ?? [];
  const direction = Math.sign((second ?? 0) - (first ?? 0));
  const isInOrder = slicePositionsMm?.every((position, k) => k === 0 || (position - slicePositionsMm[k - 1]!) * direction > 0);
  return slicePositionsMm && isInOrder ? slicePositionsMm : Array.from({ length: slices }, (_, k) => k);
}
