import type { Vector3 } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { checkedSize, gridFromSteps } from "./gridFromAxes.ts";
import { gunzip, isGzip } from "./gunzip.ts";
import { bytesOf, refuseAbsentChannel, type FileScalarType, voxelsFromFile } from "./voxelBytes.ts";

const headerBytes = 284;

/** MRI_UCHAR, MRI_INT, MRI_FLOAT, MRI_SHORT of FreeSurfer's mri.h. */
const types: ReadonlyMap<number, FileScalarType> = new Map([
  [0, "uint8"],
  [1, "int32"],
  [3, "float32"],
  [4, "int16"],
]);

/**
 * Reads a volume of FreeSurfer (.mgh, .mgz; "MghFormat" in its wiki): big-endian; spacing, axes and the centre of the volume in RAS, mm. `channel` is the
 * frame that is read where there are several, which are refused without it. Throws PlainError with the file's name and the field.
 */
export async function readMgh(fileName: string, bytes: Uint8Array, channel?: number): Promise<Image> {
  const whole = isGzip(bytes)
    ? await gunzip(fileName, bytes, (soFar) =>
        soFar.length < headerBytes ? Number.POSITIVE_INFINITY : end(headerOf(fileName, soFar), channel),
      )
    : bytes;
  const header = headerOf(fileName, whole);
  if (header.frames > 1 && channel === undefined)
    throw new PlainError(`${fileName}: nframes: has ${header.frames} frames. Save one of them as a volume of its own.`);
  refuseAbsentChannel(fileName, "nframes", header.frames, channel ?? 0);
  const { scalarType, voxels } = await voxelsFromFile(
    fileName,
    whole.subarray(end(header, channel) - header.frameBytes),
    header.type,
    header.voxels,
    false,
  );
  return { grid: header.grid, scalarType, voxels };
}

/** Values behind the voxels: TR, flip angle, TE, TI (MghFormat); ms and radians. */
const footerNumbers = 4;

/** What a file says of its images. `acquisition` is what stands behind the voxels, null where it says nothing (0). Throws as readMgh does. */
export async function describeMgh(
  fileName: string,
  bytes: Uint8Array,
): Promise<{
  grid: Image["grid"];
  unpackedBytes: number;
  type: FileScalarType;
  frames: number;
  hasOrientation: boolean;
  acquisition: {
    repetitionTimeMs: number | null;
    flipAngleDegrees: number | null;
    echoTimeMs: number | null;
    inversionTimeMs: number | null;
  };
}> {
  const whole = isGzip(bytes)
    ? await gunzip(fileName, bytes, (soFar) =>
        soFar.length < headerBytes ? Number.POSITIVE_INFINITY : boundedEnd(fileName, headerOf(fileName, soFar)),
      )
    : bytes;
  const header = headerOf(fileName, whole);
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  const at = (index: number) => {
    const place = footerEnd(header) - 4 * footerNumbers + 4 * index;
    const value = place + 4 <= whole.length ? view.getFloat32(place) : 0;
    return Number.isFinite(value) && value > 0 ? value : null;
  };
  const flip = at(1);
  return {
    grid: header.grid,
    unpackedBytes: headerBytes + header.frames * header.frameBytes,
    type: header.type,
    frames: header.frames,
    hasOrientation: view.getInt16(28) > 0,
    acquisition: {
      repetitionTimeMs: at(0),
      flipAngleDegrees: flip === null ? null : Number(((flip * 180) / Math.PI).toFixed(3)),
      echoTimeMs: at(2),
      inversionTimeMs: at(3),
    },
  };
}

const largestUnpackedBytes = 2 ** 32;

function boundedEnd(fileName: string, header: Header): number {
  if (footerEnd(header) > largestUnpackedBytes)
    throw new PlainError(`${fileName}: is larger than 4 GB unpacked, which cannot be read here.`);
  return footerEnd(header);
}

function footerEnd({ frames, frameBytes }: Header): number {
  return headerBytes + frames * frameBytes + 4 * footerNumbers;
}

interface Header {
  readonly grid: Image["grid"];
  readonly type: FileScalarType;
  readonly frames: number;
  readonly voxels: number;
  readonly frameBytes: number;
}

/** Where the frame that is read ends. */
function end({ frameBytes }: Header, channel = 0): number {
  return headerBytes + (channel + 1) * frameBytes;
}

function headerOf(fileName: string, bytes: Uint8Array): Header {
  if (bytes.length < headerBytes) throw new PlainError(`${fileName}: the header is cut short. Copy the file again from its source.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  if (view.getInt32(0) !== 1) throw new PlainError(`${fileName}: version: ${view.getInt32(0)} is no version of an MGH file (1).`);
  const size = checkedSize(
    fileName,
    "width, height, depth",
    [4, 8, 12].map((at) => view.getInt32(at)),
  );
  const type = types.get(view.getInt32(20));
  if (type === undefined)
    throw new PlainError(`${fileName}: type: ${view.getInt32(20)} is none of uchar (0), int (1), float (3) and short (4).`);
  const frames = view.getInt32(16);
  if (frames < 1) throw new PlainError(`${fileName}: nframes: ${frames} is no number of frames.`);
  const voxels = size[0] * size[1] * size[2];
  return { grid: gridOf(fileName, view, size), type, frames, voxels, frameBytes: voxels * bytesOf(type) };
}

function gridOf(fileName: string, view: DataView, size: Image["grid"]["size"]): Image["grid"] {
  // Without goodRASFlag: a coronal volume of 1 mm around the centre.
  const numbers =
    view.getInt16(28) > 0
      ? Array.from({ length: 15 }, (_, at) => view.getFloat32(30 + 4 * at))
      : [1, 1, 1, -1, 0, 0, 0, 0, -1, 0, 1, 0, 0, 0, 0];
  const lps = (from: number, scale: number): Vector3 => [-numbers[from]! * scale, -numbers[from + 1]! * scale, numbers[from + 2]! * scale];
  const steps = [lps(3, numbers[0]!), lps(6, numbers[1]!), lps(9, numbers[2]!)] as const;
  const centre = lps(12, 1);
  const origin = centre.map((value, row) => value - steps.reduce((sum, step, axis) => sum + step[row]! * (size[axis]! / 2), 0));
  return gridFromSteps(fileName, "x_ras, y_ras, z_ras", size, steps, origin as unknown as Vector3);
}
