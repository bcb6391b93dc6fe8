import type { Vector3 } from "#shared/domain/geometry.ts";

/** What one frame says of itself (from the data set or, in enhanced objects, from the functional groups). null where it says nothing. */
export interface FrameHeader {
  /** Image Position (Patient): centre of the first voxel, LPS, mm. */
  readonly position: Vector3 | null;
  /** Image Orientation (Patient): direction of a row (i), then of a column (j). */
  readonly orientation: readonly [number, number, number, number, number, number] | null;
  /** Pixel Spacing: between rows, then between columns, mm. */
  readonly pixelSpacing: readonly [number, number] | null;
  readonly sliceThickness: number | null;
  readonly spacingBetweenSlices: number | null;
  readonly slope: number;
  readonly intercept: number;
  readonly window: { readonly center: number; readonly width: number } | null;
  /** Frame Type or Image Type, as written. */
  readonly imageType: readonly string[];
  readonly echoTime: number | null;
  readonly repetitionTime: number | null;
  readonly flipAngle: number | null;
  readonly inversionTime: number | null;
  readonly bValue: number | null;
  readonly gradientOrientation: Vector3 | null;
  readonly temporalPosition: number | null;
  readonly triggerTime: number | null;
  readonly acquisitionNumber: number | null;
  /** Seconds since midnight, or null. */
  readonly acquisitionTime: number | null;
  readonly stackId: string | null;
  readonly inStackPosition: number | null;
  /**
   * Where this slice lies in a frame that holds many side by side (Siemens mosaic, United Imaging grid); null where a frame is one slice.
   * `position` is then the tile's own. Frame numbers of such an instance count its tiles.
   */
  readonly tile: {
    readonly frameNumber: number;
    readonly left: number;
    readonly top: number;
    readonly columns: number;
    readonly rows: number;
  } | null;
  /** Bits of a Modality LUT's output (PS3.3 C.11.1), where the file has a table instead of slope and intercept; else null. */
  readonly modalityLutBits: number | null;
}

/** How the pixels are written (PS3.3 C.7.6.3). */
export interface PixelHeader {
  readonly rows: number;
  readonly columns: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
  readonly samplesPerPixel: number;
  readonly photometricInterpretation: string;
  readonly planarConfiguration: number;
  /** Float or Double Float Pixel Data (PS3.3 C.7.6.24). */
  readonly floatingPoint: "none" | "float32" | "float64";
  /**
   * Stored values, both ends included, that only fill the picture up and were never measured (Pixel Padding Value and Range Limit, PS3.3
   * C.7.5.1.1.2); absent where there are none.
   */
  readonly padding?: readonly [number, number];
}

/** What volumes are built from: kept as JSON with each instance. */
export interface InstanceHeader {
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  readonly modality: string;
  readonly instanceNumber: number | null;
  readonly frameOfReferenceUid: string | null;
  readonly manufacturer: string;
  readonly sequenceName: string;
  readonly isEnhanced: boolean;
  readonly pixels: PixelHeader;
  readonly frames: readonly FrameHeader[];
}
