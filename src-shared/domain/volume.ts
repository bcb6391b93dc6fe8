import { z } from "zod";
import type { Grid } from "./geometry.ts";
import { volumeSourceSchema } from "./volumeSource.ts";

/** How voxels lie in a file or in memory: little-endian, i fastest, then j, then k. */
export const scalarTypes = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"] as const;
export type ScalarType = (typeof scalarTypes)[number];

export type VoxelArray = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** An image in memory: voxels after rescale, on their grid. One number a voxel. */
export interface Image {
  readonly grid: Grid;
  readonly scalarType: ScalarType;
  /** size[0] * size[1] * size[2] numbers, i fastest. */
  readonly voxels: VoxelArray;
}

const vector3 = z.tuple([z.number(), z.number(), z.number()]);
const direction = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]);

/** A Grid of domain/geometry. */
export const gridSchema = z.object({ size: vector3, spacingMm: vector3, originMm: vector3, direction });

/** Why a volume must be looked at twice: a code for programs, a sentence for people. */
export const volumeWarningSchema = z.object({
  code: z.enum([
    "uneven-spacing",
    "missing-slices",
    "duplicate-positions",
    "gantry-tilt",
    "no-geometry",
    "single-position",
    "conflicting-instance",
    "superseded",
    "other",
  ]),
  message: z.string(),
});
export type VolumeWarning = z.infer<typeof volumeWarningSchema>;

/** A volume: frames of one series, an image of a file, or what was computed from other volumes, as one grid in patient space (LPS, mm). */
export const volumeSchema = z.object({
  id: z.string(),
  /** UIDs where it is made of DICOM frames; else keys of the data folder, which are no UIDs (domain/imageKeys). */
  seriesInstanceUid: z.string(),
  studyInstanceUid: z.string(),
  /** The position of this volume in its series, from 0. */
  ordinal: z.number().int(),
  /** What sets it apart within its series, in plain words: "water", "echo 2, 80 ms", "b 1000"; empty where the series is one volume. */
  label: z.string(),
  columns: z.number().int(),
  rows: z.number().int(),
  slices: z.number().int(),
  spacingMm: vector3,
  originMm: vector3,
  direction,
  /**
   * Where each slice lies along the normal, mm from the first; of an even volume, on its grid. Null where the files do not say, or the
   * slices do not lie straight
   * behind each other (tilt, shift): the distance along the normal alone is then not their place.
   */
  slicePositionsMm: z.array(z.number()).nullable().default(null),
  /** Slice thickness as the scanner states it, mm; null where it does not. */
  sliceThicknessMm: z.number().nullable(),
  frameOfReferenceUid: z.string().nullable(),
  /** False where the file states no position or orientation: the grid is then only pixel counts, letters and planes are unknown. */
  hasPatientGeometry: z.boolean(),
  /** True where spacing is even, positions are unique and there is no tilt: reformats and volumes in ml are then meaningful. */
  isRegular: z.boolean(),
  /** Type of the voxels after rescale. */
  scalarType: z.enum(scalarTypes),
  /** 1 for grey, 3 for RGB (uint8, interleaved). */
  samplesPerPixel: z.union([z.literal(1), z.literal(3)]),
  /** MONOCHROME1 is shown inverted. */
  invert: z.boolean(),
  /**
   * Grey values after rescale, both ends included, that only fill the pictures up and were never measured; absent where there are none.
   * They have no part in windows.
   */
  padding: z.tuple([z.number(), z.number()]).optional(),
  /** Window from the file (VOI LUT, PS3.3 C.11.2), null where it states none. */
  window: z.object({ center: z.number(), width: z.number() }).nullable(),
  warnings: z.array(volumeWarningSchema),
  /** Where it comes from; absent where it is made of DICOM frames. */
  source: volumeSourceSchema.optional(),
  /** See `isTurnedUpright`. */
  turnsUpright: z.boolean().optional(),
});
export type Volume = z.infer<typeof volumeSchema>;

/**
 * Whether its slices are turned upright for the screen: those of image files are, which keep their axes in any order and direction, unless it says otherwise
 * itself (a volume of a reading, which does not say where it comes from).
 */
export function isTurnedUpright({ turnsUpright, source }: Pick<Volume, "turnsUpright" | "source">): boolean {
  return turnsUpright ?? source?.kind === "file";
}

/** Whether a grey value fills the picture up; false for volumes without such values. */
export function isPadding({ padding }: Pick<Volume, "padding">, value: number): boolean {
  return padding !== undefined && value >= padding[0] && value <= padding[1];
}

/** The grid of a volume. */
export function gridOf(volume: Volume): Grid {
  return {
    size: [volume.columns, volume.rows, volume.slices],
    spacingMm: volume.spacingMm,
    originMm: volume.originMm,
    direction: volume.direction,
  };
}

/** What a volume says of its grid. */
export function gridFields(grid: Grid): Pick<Volume, "columns" | "rows" | "slices" | "spacingMm" | "originMm" | "direction"> {
  const [columns, rows, slices] = grid.size;
  return { columns, rows, slices, spacingMm: [...grid.spacingMm], originMm: [...grid.originMm], direction: [...grid.direction] };
}

const constructors = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/** The scalar type of an array of voxels. */
export function scalarTypeOf(voxels: VoxelArray): ScalarType {
  return scalarTypes.find((scalarType) => voxels instanceof constructors[scalarType])!;
}

/** Bytes of one voxel. */
export function bytesPerVoxel(scalarType: ScalarType): number {
  return constructors[scalarType].BYTES_PER_ELEMENT;
}

/** An empty array of `length` voxels of a scalar type. */
export function allocateVoxels(scalarType: ScalarType, length: number): VoxelArray {
  return new constructors[scalarType](length);
}

/** Views bytes (little-endian, as on every machine Fascicle runs on) as voxels; copies only where the bytes are not aligned. */
export function voxelsFromBytes(scalarType: ScalarType, bytes: Uint8Array): VoxelArray {
  const constructor = constructors[scalarType];
  const length = bytes.byteLength / constructor.BYTES_PER_ELEMENT;
  if (!Number.isInteger(length)) throw new RangeError(`${bytes.byteLength} bytes are no whole number of ${scalarType} voxels`);
  const aligned = bytes.byteOffset % constructor.BYTES_PER_ELEMENT === 0 ? bytes : new Uint8Array(bytes);
  return new constructor(aligned.buffer as ArrayBuffer, aligned.byteOffset, length);
}
