import type { DataSet } from "dicom-parser";
import type { Vector3 } from "#shared/domain/geometry.ts";
import { readDiffusion } from "./diffusion.ts";
import { itemsOf, numberOf, numbersOf, stringOf, stringsOf } from "../file/elementValues.ts";
import { positive, readOrientation, readPixelSpacing, readVector, readWindow, secondsOf } from "./frameElements.ts";
import { readFunctionalGroups } from "./functionalGroups.ts";
import type { FrameHeader } from "./instanceHeader.ts";
import { splitTiles } from "./tiles.ts";

/**
 * What each frame of an image says of itself, in the order of the pixel data: from the data set (classic objects), or from the shared and
 * per-frame functional groups (enhanced MR, CT, PET and their like, PS3.3 C.7.6.16). The slices of a Siemens mosaic or United Imaging grid are
 * frames of their own (`tile`). Positions and directions in LPS, lengths in mm, times in ms. Throws nothing: what is absent or unreadable is null.
 */
export function readFrameHeaders(dataSet: DataSet): FrameHeader[] {
  const count = Math.max(1, Math.trunc(numberOf(dataSet, "x00280008") ?? 1));
  const whole = readDataSet(dataSet);
  if ("x52009230" in dataSet.elements || "x52009229" in dataSet.elements) return readFunctionalGroups(dataSet, whole, count);
  if (count === 1) return splitTiles(dataSet, whole);
  return offsetFrames(dataSet, whole, count);
}

/** Frames of one classic multi-frame image. RT Dose and other stacks state each plane's offset (Grid Frame Offset Vector, PS3.3 C.8.8.3.2). */
function offsetFrames(dataSet: DataSet, whole: FrameHeader, count: number): FrameHeader[] {
  const offsets = numbersOf(dataSet, "x3004000c");
  const { position, orientation } = whole;
  const frames = Array.from({ length: count }, () => whole);
  if (offsets.length !== count || !position || !orientation) return frames;
  const [a, b, c, d, e, f] = orientation;
  const normal: Vector3 = [b * f - c * e, c * d - a * f, a * e - b * d];
  // Offsets either start at zero, relative to the position, or are z coordinates of the patient (axial planes only).
  const first = offsets[0] === 0 ? 0 : offsets[0]!;
  return frames.map((frame, index) => {
    const distance = offsets[index]! - first;
    return {
      ...frame,
      position: [position[0] + normal[0] * distance, position[1] + normal[1] * distance, position[2] + normal[2] * distance],
    };
  });
}

function readDataSet(dataSet: DataSet): FrameHeader {
  const lut = itemsOf(dataSet, "x00283000")[0];
  const slope = numberOf(dataSet, "x00281053");
  const isMr = stringOf(dataSet, "x00080060") === "MR";
  const diffusion = isMr ? readDiffusion(dataSet) : { bValue: null, gradientOrientation: null };
  return {
    position: readVector(dataSet, "x00200032"),
    orientation: readOrientation(dataSet),
    pixelSpacing: readPixelSpacing(dataSet),
    sliceThickness: positive(numberOf(dataSet, "x00180050")),
    spacingBetweenSlices: positive(Math.abs(numberOf(dataSet, "x00180088") ?? 0)),
    slope: slope === null || slope === 0 ? 1 : slope,
    intercept: numberOf(dataSet, "x00281052") ?? 0,
    window: readWindow(dataSet),
    imageType: stringsOf(dataSet, "x00080008"),
    echoTime: numberOf(dataSet, "x00180081"),
    repetitionTime: numberOf(dataSet, "x00180080"),
    flipAngle: numberOf(dataSet, "x00181314"),
    inversionTime: numberOf(dataSet, "x00180082"),
    ...diffusion,
    temporalPosition: numberOf(dataSet, "x00200100") ?? numberOf(dataSet, "x00209128", "UL"),
    triggerTime: numberOf(dataSet, "x00181060"),
    acquisitionNumber: numberOf(dataSet, "x00200012"),
    acquisitionTime: secondsOf(stringOf(dataSet, "x00080032")),
    stackId: stringOf(dataSet, "x00209056"),
    inStackPosition: numberOf(dataSet, "x00209057", "UL"),
    tile: null,
    modalityLutBits: slope === null && lut ? (numbersOf(lut, "x00283002", "US")[2] ?? 16) : null,
  };
}
