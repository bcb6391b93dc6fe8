import type { Grid } from "#shared/domain/geometry.ts";
import type { Volume } from "#shared/domain/volume.ts";

/** A volume on a grid, as the volumes service would describe it. */
export function volumeOn(grid: Grid, id = "volume"): Volume {
  return {
    id,
    seriesInstanceUid: "1.2",
    studyInstanceUid: "1.1",
    ordinal: 0,
    label: "",
    columns: grid.size[0],
    rows: grid.size[1],
    slices: grid.size[2],
    spacingMm: [...grid.spacingMm],
    originMm: [...grid.originMm],
    direction: [...grid.direction],
    sliceThicknessMm: 6,
    frameOfReferenceUid: null,
    slicePositionsMm: null,
    hasPatientGeometry: true,
    isRegular: true,
    scalarType: "int16",
    samplesPerPixel: 1,
    invert: false,
    window: null,
    warnings: [],
  };
}
