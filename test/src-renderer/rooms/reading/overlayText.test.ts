import { describe, expect, it } from "vitest";
import { millimetres, positionText, sliceLines } from "../../../../src-renderer/rooms/reading/panes/overlayText.ts";
import { emptyView } from "../../../../src-renderer/viewer/viewState.ts";
import { volumeOf } from "../../volumeOf.ts";

const series = {
  seriesInstanceUid: "1.2",
  seriesNumber: 3,
  modality: "MR",
  description: "T1",
  bodyPart: "",
  protocolName: "",
  manufacturer: "ACME",
  instances: 5,
  acquisition: ["TR 500 ms", "TE 12 ms", "Flip 90°", "Thickness 5 mm", "ACME"],
  volumes: [],
};

describe("positionText", () => {
  it("tells the place along the axis nearest to the slice's normal, with the letter of the side", () => {
    expect(positionText({ pointMm: [3, -4, 34.52], normal: [0, 0.1, 0.99] })).toBe("H 34.5 mm");
    expect(positionText({ pointMm: [3, -4, -34.52], normal: [0, 0, -1] })).toBe("F 34.5 mm");
    expect(positionText({ pointMm: [-12, 0, 0], normal: [1, 0, 0] })).toBe("R 12.0 mm");
    expect(positionText({ pointMm: [0, -7.25, 0], normal: [0, 1, 0] })).toBe("A 7.3 mm");
  });
});

describe("sliceLines", () => {
  const plane = { pointMm: [0, 0, 40] as const, normal: [0, 0, 1] as const };

  it("tells acquisition, plane, slice, thickness and spacing, each once", () => {
    const volume = volumeOf();
    expect(sliceLines({ ...emptyView, volume, sliceIndex: 2, sliceCount: 5, planeInSpace: plane }, { volume, series })).toEqual([
      "TR 500 ms   TE 12 ms   Flip 90°",
      "Axial",
      "Slice 3 / 5   H 40.0 mm",
      "Thickness 5 mm",
      "Spacing 5 mm",
    ]);
  });

  it("tells no spacing of uneven slices, and neither plane nor place where they are unknown", () => {
    const volume = volumeOf({ isRegular: false });
    expect(sliceLines({ ...emptyView, volume, sliceCount: 5 }, { volume, series }).slice(1)).toEqual([
      "Axial",
      "Slice 1 / 5",
      "Thickness 5 mm",
    ]);
    const unknown = volumeOf({ hasPatientGeometry: false, sliceThicknessMm: null });
    expect(
      sliceLines({ ...emptyView, volume: unknown, sliceCount: 1 }, { volume: unknown, series: { ...series, acquisition: [] } }),
    ).toEqual(["Slice 1 / 1"]);
  });

  it("writes lengths without idle zeros", () => {
    expect([6, 0.9375, 1.5, 18].map(millimetres)).toEqual(["6", "0.94", "1.5", "18"]);
  });
});
