import { PlainError } from "#shared/domain/plainError.ts";
import type { FileScalarType } from "./voxelBytes.ts";

/** What is used of a NIfTI header. Names as in nifti1.h and nifti2.h. */
export interface NiftiHeader {
  readonly version: 1 | 2;
  readonly littleEndian: boolean;
  readonly dim: readonly number[];
  readonly type: FileScalarType;
  readonly pixdim: readonly number[];
  readonly voxOffset: number;
  readonly slope: number;
  readonly intercept: number;
  readonly qformCode: number;
  readonly sformCode: number;
  /** quatern_b, c, d and qoffset_x, y, z */
  readonly quaternion: readonly number[];
  /** srow_x, srow_y, srow_z: twelve numbers, row by row. */
  readonly sform: readonly number[];
  /** Length unit: mm in one of it. */
  readonly millimetresPerUnit: number;
  /** Time unit: ms in one of it; null where it is unstated or none of time (Hz, ppm). */
  readonly millisecondsPerUnit: number | null;
}

const types: ReadonlyMap<number, FileScalarType> = new Map([
  [2, "uint8"],
  [4, "int16"],
  [8, "int32"],
  [16, "float32"],
  [64, "float64"],
  [256, "int8"],
  [512, "uint16"],
  [768, "uint32"],
  [1024, "int64"],
  [1280, "uint64"],
]);

const unread: ReadonlyMap<number, string> = new Map([
  [1, "one bit a voxel"],
  [32, "complex numbers"],
  [128, "RGB colours"],
  [1536, "128-bit numbers"],
  [1792, "complex numbers"],
  [2048, "complex numbers"],
  [2304, "RGBA colours"],
]);

/** Bytes of the longer header, NIfTI-2. */
export const longestNiftiHeader = 540;

/** Reads a NIfTI-1 or NIfTI-2 header in either byte order. Throws PlainError with the file's name and the field. */
export function parseNiftiHeader(fileName: string, bytes: Uint8Array): NiftiHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lengthIs = (length: number, little: boolean) => bytes.length >= length && view.getInt32(0, little) === length;
  const littleEndian = lengthIs(348, true) || lengthIs(540, true);
  if (lengthIs(348, littleEndian)) return version1(fileName, view, littleEndian);
  if (lengthIs(540, littleEndian)) return version2(fileName, view, littleEndian);
  throw new PlainError(`${fileName}: sizeof_hdr: is no NIfTI file (348 or 540 is expected).`);
}

function version1(fileName: string, view: DataView, little: boolean): NiftiHeader {
  const magic = [344, 345, 346].map((at) => String.fromCharCode(view.getUint8(at))).join("");
  if (magic !== "n+1" && magic !== "ni1") {
    throw new PlainError(`${fileName}: magic: is an Analyze 7.5 file, which does not state its orientation. Convert it to NIfTI.`);
  }
  const floats = (from: number, count: number) => Array.from({ length: count }, (_, at) => view.getFloat32(from + 4 * at, little));
  return {
    version: 1,
    littleEndian: little,
    dim: Array.from({ length: 8 }, (_, at) => view.getInt16(40 + 2 * at, little)),
    type: typeOf(fileName, view.getInt16(70, little)),
    pixdim: floats(76, 8),
    voxOffset: view.getFloat32(108, little),
    slope: view.getFloat32(112, little),
    intercept: view.getFloat32(116, little),
    qformCode: view.getInt16(252, little),
    sformCode: view.getInt16(254, little),
    quaternion: floats(256, 6),
    sform: floats(280, 12),
    millimetresPerUnit: unitOf(view.getUint8(123)),
    millisecondsPerUnit: timeUnitOf(view.getUint8(123)),
  };
}

function version2(fileName: string, view: DataView, little: boolean): NiftiHeader {
  const floats = (from: number, count: number) => Array.from({ length: count }, (_, at) => view.getFloat64(from + 8 * at, little));
  return {
    version: 2,
    littleEndian: little,
    dim: Array.from({ length: 8 }, (_, at) => Number(view.getBigInt64(16 + 8 * at, little))),
    type: typeOf(fileName, view.getInt16(12, little)),
    pixdim: floats(104, 8),
    voxOffset: Number(view.getBigInt64(168, little)),
    slope: view.getFloat64(176, little),
    intercept: view.getFloat64(184, little),
    qformCode: view.getInt32(344, little),
    sformCode: view.getInt32(348, little),
    quaternion: floats(352, 6),
    sform: floats(400, 12),
    millimetresPerUnit: unitOf(view.getInt32(500, little)),
    millisecondsPerUnit: timeUnitOf(view.getInt32(500, little)),
  };
}

function typeOf(fileName: string, code: number): FileScalarType {
  const type = types.get(code);
  if (type) return type;
  throw new PlainError(`${fileName}: datatype: holds ${unread.get(code) ?? `an unknown type (${code})`}; one number a voxel is needed.`);
}

/** xyzt_units: the low three bits are the length's: 1 metre, 2 millimetre, 3 micrometre; 0 is unstated and taken as mm. */
function unitOf(xyztUnits: number): number {
  const unit = xyztUnits & 7;
  return unit === 1 ? 1000 : unit === 3 ? 0.001 : 1;
}

/** xyzt_units: the next three bits are the time's: 8 second, 16 millisecond, 24 microsecond. */
function timeUnitOf(xyztUnits: number): number | null {
  const unit = xyztUnits & 0x38;
  return unit === 8 ? 1000 : unit === 16 ? 1 : unit === 24 ? 0.001 : null;
}
