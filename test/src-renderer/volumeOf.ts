import type { Volume } from "#shared/domain/volume.ts";

/** A plain axial volume of 4 x 3 x 5 voxels of 2 x 2 x 5 mm, for tests that care for little else. */
export function volumeOf(part: Partial<Volume> = {}): Volume {
  const { slices, spacingMm } = { slices: 5, spacingMm: [2, 2, 5] as [number, number, number], ...part };
  return {
    id: "volume",
    seriesInstanceUid: "1.2",
    studyInstanceUid: "1",
    ordinal: 0,
    label: "",
    columns: 4,
    rows: 3,
    slices,
    spacingMm,
    originMm: [-10, -20, 30],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    slicePositionsMm: Array.from({ length: slices }, (_, k) => k * spacingMm[2]),
    sliceThicknessMm: 5,
    frameOfReferenceUid: "1.3",
    hasPatientGeometry: true,
    isRegular: true,
    scalarType: "uint16",
    samplesPerPixel: 1,
    invert: false,
    window: null,
    warnings: [],
    ...part,
  };
}
