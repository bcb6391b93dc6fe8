import type { FrameHeader, InstanceHeader } from "../../../../src-main/services/dicom/index.ts";
import type { SeriesInstance } from "../../../../src-main/services/volumes/seriesFrame.ts";

/** An axial MR frame at `z`, 4 x 3 pixels of 2 mm, 5 mm thick, but for what is given. */
export function frame(z: number, given: Partial<FrameHeader> = {}): FrameHeader {
  return {
    position: [10, 20, z],
    orientation: [1, 0, 0, 0, 1, 0],
    pixelSpacing: [2, 2],
    sliceThickness: 5,
    spacingBetweenSlices: null,
    slope: 1,
    intercept: 0,
    window: null,
    imageType: ["ORIGINAL", "PRIMARY", "M"],
    echoTime: 12,
    repetitionTime: 500,
    flipAngle: 90,
    inversionTime: null,
    bValue: null,
    gradientOrientation: null,
    temporalPosition: null,
    triggerTime: null,
    acquisitionNumber: 1,
    acquisitionTime: null,
    stackId: null,
    inStackPosition: null,
    tile: null,
    modalityLutBits: null,
    ...given,
  };
}

/** An instance of these frames, numbered `number`. */
export function instance(
  number: number,
  frames: readonly FrameHeader[],
  given: Partial<Omit<InstanceHeader, "pixels">> & { variant?: number; pixels?: Partial<InstanceHeader["pixels"]> } = {},
): SeriesInstance {
  const { variant = 0, pixels, ...header } = given;
  return {
    instanceId: number,
    sopInstanceUid: `1.2.${number}`,
    variant,
    header: {
      sopClassUid: "1.2.840.10008.5.1.4.1.1.4",
      transferSyntaxUid: "1.2.840.10008.1.2.1",
      modality: "MR",
      instanceNumber: number,
      frameOfReferenceUid: "1.2.3",
      manufacturer: "",
      sequenceName: "",
      isEnhanced: false,
      frames,
      ...header,
      pixels: {
        rows: 3,
        columns: 4,
        bitsAllocated: 16,
        bitsStored: 12,
        highBit: 11,
        isSigned: false,
        samplesPerPixel: 1,
        photometricInterpretation: "MONOCHROME2",
        planarConfiguration: 0,
        floatingPoint: "none",
        ...pixels,
      },
    },
  };
}

/** One instance a frame, numbered from 1. */
export function oneEach(frames: readonly FrameHeader[]): SeriesInstance[] {
  return frames.map((each, index) => instance(index + 1, [each]));
}
