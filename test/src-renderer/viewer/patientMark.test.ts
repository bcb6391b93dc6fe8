import { describe, expect, it } from "vitest";
import { slicePlane } from "../../../src-renderer/viewer/planes.ts";
import { offSliceMm } from "../../../src-renderer/viewer/patientMark.ts";
import { emptyView, type ViewState } from "../../../src-renderer/viewer/viewState.ts";
import { volumeOf } from "../volumeOf.ts";

/** Slices 6 mm thick, 18 mm apart: at z = 30, 48, 66 ... */
const gapped = volumeOf({ spacingMm: [1, 1, 18], sliceThicknessMm: 6 });

function viewOf(sliceIndex: number, part: Partial<ViewState> = {}): ViewState {
  const volume = part.volume ?? gapped;
  return { ...emptyView, volume, sliceIndex, sliceSpacingMm: volume.spacingMm[2], planeInSpace: slicePlane(volume, sliceIndex), ...part };
}

describe("offSliceMm", () => {
  const at = (z: number) => ({ pointMm: [-3, -7, z] as const, volume: gapped });

  it("is 0 within the thickness of the slice, and the distance along the normal beyond it", () => {
    expect(offSliceMm(at(48), viewOf(1))).toBe(0);
    expect(offSliceMm(at(51), viewOf(1))).toBe(0);
    // In the gap: nearest to slice 1, but on no slice.
    expect(offSliceMm(at(53), viewOf(1))).toBe(5);
    expect(offSliceMm(at(30), viewOf(1))).toBe(-18);
  });

  it("takes half the spacing in a reformat, and where slices overlap", () => {
    expect(
      offSliceMm(at(50), viewOf(1, { plane: "axial", sliceSpacingMm: 1, planeInSpace: { pointMm: [0, 0, 48], normal: [0, 0, 1] } })),
    ).toBe(2);
    const overlapping = volumeOf({ spacingMm: [1, 1, 3], sliceThicknessMm: 6 });
    expect(offSliceMm({ pointMm: [0, 0, 35], volume: overlapping }, viewOf(1, { volume: overlapping }))).toBe(2);
  });

  it("is null where there is no common space, or no positions", () => {
    const elsewhere = volumeOf({ id: "other", frameOfReferenceUid: "1.4" });
    expect(offSliceMm(at(48), viewOf(1, { volume: elsewhere, planeInSpace: slicePlane(elsewhere, 1) }))).toBeNull();
    const otherStudy = volumeOf({ id: "other", studyInstanceUid: "2" });
    expect(offSliceMm(at(48), viewOf(1, { volume: otherStudy, planeInSpace: slicePlane(otherStudy, 1) }))).toBeNull();
    expect(offSliceMm(at(48), viewOf(1, { planeInSpace: null }))).toBeNull();
    expect(offSliceMm(at(48), emptyView)).toBeNull();
  });
});
