import type { Vector3 } from "#shared/domain/geometry.ts";
import { isSameSpace } from "#shared/domain/sameSpace.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { distanceAlong } from "./planes.ts";
import type { ViewState } from "./viewState.ts";

/** A place in the patient, LPS, mm, and the volume in whose space that is. */
export interface PatientPoint {
  readonly pointMm: Vector3;
  readonly volume: Volume;
}

/** A hundredth of a millimetre: the rounding of positions in files. */
const rounding = 0.01;

/**
 * How far a place of the patient lies from the slice that a viewport shows, mm along the normal; 0 where it is within the slice. Null where the viewport has
 * no positions, or those of another space: nothing can be marked there. In the acquisition plane a slice is as thick as the files say, and where slices
 * have gaps, what lies in a gap lies on no slice.
 */
export function offSliceMm({ pointMm, volume }: PatientPoint, view: ViewState): number | null {
  if (!view.volume || !view.planeInSpace || !isSameSpace(volume, view.volume)) return null;
  const { slices, sliceThicknessMm } = view.volume;
  const offMm = distanceAlong(view.planeInSpace, pointMm);
  const ownMm = (view.plane === "acquisition" && sliceThicknessMm) || view.sliceSpacingMm;
  const thickMm = slices > 1 ? Math.min(ownMm, view.sliceSpacingMm) : ownMm;
  return Math.abs(offMm) <= thickMm / 2 + rounding ? 0 : offMm;
}
