import type { Types } from "@cornerstonejs/core";
import { Enums, utilities } from "@cornerstonejs/core";
import { allocateVoxels } from "#shared/domain/volume.ts";
import { toDisplayVoxels } from "./displayVoxels.ts";
import { noteDamage } from "./damagedSlices.ts";
import { parseImageId } from "./imageIds.ts";
import { shownVolume } from "./shownVolumes.ts";
import { loadSliceVoxels } from "./sliceVoxels.ts";
import { windowBetween } from "./window.ts";

const arrayNames = { uint8: "Uint8Array", int16: "Int16Array", uint16: "Uint16Array", float32: "Float32Array" } as const;

async function loadImage(imageId: string): Promise<Types.IImage> {
  const { volumeId, sliceIndex } = parseImageId(imageId);
  const { volume } = shownVolume(volumeId);
  // A slice that cannot be decoded is black and marked (see ImageViewport); the others are shown.
  const pixels = await loadSliceVoxels(volumeId, sliceIndex).then(toDisplayVoxels, (error: unknown) => {
    if (!noteDamage(volumeId, sliceIndex, error)) throw error;
    return toDisplayVoxels(allocateVoxels(volume.scalarType, volume.columns * volume.rows * volume.samplesPerPixel));
  });
  const isColour = volume.samplesPerPixel === 3;
  if (pixels.length !== volume.columns * volume.rows * volume.samplesPerPixel)
    throw new Error("The slice has another size than its volume.");
  let low = Infinity;
  let high = -Infinity;
  for (const value of pixels) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const window = isColour ? { center: 127.5, width: 255 } : (volume.window ?? windowBetween(low, high));
  const voxelManager = utilities.VoxelManager.createImageVoxelManager({
    scalarData: pixels,
    width: volume.columns,
    height: volume.rows,
    numberOfComponents: volume.samplesPerPixel,
  });
  return {
    imageId,
    isPreScaled: true,
    preScale: { enabled: true, scaled: true, scalingParameters: { rescaleSlope: 1, rescaleIntercept: 0 } },
    minPixelValue: low,
    maxPixelValue: high,
    slope: 1,
    intercept: 0,
    windowCenter: window.center,
    windowWidth: window.width,
    // LINEAR takes one from the width: a window narrower than 1 (a flat slice, a map of fractions) would turn the greys round.
    voiLUTFunction: Enums.VOILUTFunctionType.LINEAR_EXACT,
    getPixelData: () => pixels,
    getCanvas: () => {
      throw new Error("The image has no canvas.");
    },
    rows: volume.rows,
    columns: volume.columns,
    height: volume.rows,
    width: volume.columns,
    color: isColour,
    rgba: false,
    numberOfComponents: volume.samplesPerPixel,
    photometricInterpretation: isColour ? "RGB" : "MONOCHROME2",
    columnPixelSpacing: volume.spacingMm[0],
    rowPixelSpacing: volume.spacingMm[1],
    sliceThickness: volume.sliceThicknessMm ?? volume.spacingMm[2],
    invert: false,
    sizeInBytes: pixels.byteLength,
    dataType:
      arrayNames[
        pixels instanceof Uint8Array
          ? "uint8"
          : pixels instanceof Int16Array
            ? "int16"
            : pixels instanceof Uint16Array
              ? "uint16"
              : "float32"
      ],
    voxelManager: voxelManager as Types.IVoxelManager<number>,
  };
}

/** Cornerstone's loader for our scheme: slices come decoded and rescaled through the door, the same bytes that the engine measures. */
export function fascicleImageLoader(imageId: string): { promise: Promise<Types.IImage> } {
  return { promise: loadImage(imageId) };
}
