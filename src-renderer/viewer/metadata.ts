import { axisOf, voxelToPatient } from "#shared/domain/geometry.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import { displayTypeOf } from "./displayVoxels.ts";
import { sliceGrid } from "#shared/domain/sliceGrid.ts";
import { imageScheme, parseImageId } from "./imageIds.ts";
import { shownVolume } from "./shownVolumes.ts";

function imagePlane(volume: Volume, sliceIndex: number) {
  const grid = gridOf(volume);
  const rowCosines = [...axisOf(grid.direction, 0)];
  const columnCosines = [...axisOf(grid.direction, 1)];
  return {
    // Without one, each volume is a space of its own: two unknown spaces are not the same space.
    frameOfReferenceUID: volume.frameOfReferenceUid ?? `unknown-${volume.id}`,
    rows: volume.rows,
    columns: volume.columns,
    rowCosines,
    columnCosines,
    imageOrientationPatient: [...rowCosines, ...columnCosines],
    imagePositionPatient: [...(sliceGrid(volume, sliceIndex)?.originMm ?? voxelToPatient(grid, [0, 0, sliceIndex]))],
    sliceThickness: volume.sliceThicknessMm ?? grid.spacingMm[2],
    pixelSpacing: [grid.spacingMm[1], grid.spacingMm[0]],
    rowPixelSpacing: grid.spacingMm[1],
    columnPixelSpacing: grid.spacingMm[0],
    usingDefaultValues: !volume.hasPatientGeometry,
  };
}

function imagePixel(volume: Volume) {
  const display = displayTypeOf(volume.scalarType);
  const bits = display === "uint8" ? 8 : display === "float32" ? 32 : 16;
  return {
    rows: volume.rows,
    columns: volume.columns,
    samplesPerPixel: volume.samplesPerPixel,
    // Inversion of MONOCHROME1 is the viewport's, from volume.invert.
    photometricInterpretation: volume.samplesPerPixel === 3 ? "RGB" : "MONOCHROME2",
    bitsAllocated: volume.samplesPerPixel === 3 ? 24 : bits,
    bitsStored: bits,
    highBit: bits - 1,
    pixelRepresentation: display === "int16" ? 1 : 0,
  };
}

/** Answers Cornerstone's questions about our images, in the shapes of its metadata modules. Undefined for other schemes and modules. */
export function provideMetadata(type: string, imageId: unknown): unknown {
  if (typeof imageId !== "string" || !imageId.startsWith(`${imageScheme}:`)) return undefined;
  const { volumeId, sliceIndex } = parseImageId(imageId);
  const { volume, modality } = shownVolume(volumeId);
  switch (type) {
    case "imagePlaneModule":
      return imagePlane(volume, sliceIndex);
    case "imagePixelModule":
      return imagePixel(volume);
    case "generalSeriesModule":
      return { modality, seriesInstanceUID: volume.seriesInstanceUid, studyInstanceUID: volume.studyInstanceUid };
    // The voxels come rescaled.
    case "modalityLutModule":
      return { rescaleSlope: 1, rescaleIntercept: 0, rescaleType: "US" };
    case "voiLutModule":
      return volume.window ? { windowCenter: [volume.window.center], windowWidth: [volume.window.width] } : {};
    default:
      return undefined;
  }
}
