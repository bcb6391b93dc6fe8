import type { Image } from "#shared/domain/volume.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { gunzip, isGzip } from "./gunzip.ts";
import { inChunks } from "./inChunks.ts";
import { gridOfNifti } from "./niftiGrid.ts";
import { longestNiftiHeader, parseNiftiHeader, type NiftiHeader } from "./niftiHeader.ts";
import { bytesOf, refuseAbsentChannel, voxelsFromFile } from "./voxelBytes.ts";

/**
 * Reads a NIfTI file in one piece (.nii, .nii.gz). `channel` is the one that is read of a file with several values a voxel (dim[5]), which is refused
 * without it. Throws PlainError with the file's name and the field.
 */
export async function readNifti(fileName: string, bytes: Uint8Array, channel?: number): Promise<Image> {
  const whole = isGzip(bytes) ? await gunzip(fileName, bytes, (soFar) => wantedBytes(fileName, soFar, channel)) : bytes;
  const { header, voxels } = partOf(fileName, parseNiftiHeader(fileName, whole), channel);
  return imageOf(fileName, header, whole.subarray(voxels.from));
}

/** A header as if the file held one channel alone, and the bytes where this one lies: channels lie one behind the other. */
function partOf(fileName: string, header: NiftiHeader, channel: number | undefined): { header: NiftiHeader; voxels: { from: number; to: number } } {
  const count = header.dim[5]!;
  const isVector = channel !== undefined && header.dim[0]! >= 5 && header.dim[0]! <= 7 && count > 1;
  if (isVector) refuseAbsentChannel(fileName, "dim[5]", count, channel);
  const one = isVector ? { ...header, dim: header.dim.map((length, axis) => (axis === 5 ? 1 : length)) } : header;
  const bytes = voxelBytes(fileName, one);
  const from = voxelOffset(fileName, header) + (isVector ? channel * bytes : 0);
  return { header: one, voxels: { from, to: from + bytes } };
}

/** Reads a NIfTI header and the voxels of the file beside it (.hdr and .img). */
export async function readNiftiPair(fileName: string, headerBytes: Uint8Array, imageBytes: Uint8Array): Promise<Image> {
  const header = parseNiftiHeader(fileName, isGzip(headerBytes) ? await gunzip(fileName, headerBytes, () => longestNiftiHeader) : headerBytes);
  const offset = Math.max(0, header.voxOffset);
  const unpacked = isGzip(imageBytes) ? await gunzip(fileName, imageBytes, () => offset + voxelBytes(fileName, header)) : imageBytes;
  return imageOf(fileName, header, unpacked.subarray(offset));
}

function wantedBytes(fileName: string, soFar: Uint8Array, channel: number | undefined): number {
  if (soFar.length < longestNiftiHeader) return Number.POSITIVE_INFINITY;
  return partOf(fileName, parseNiftiHeader(fileName, soFar), channel).voxels.to;
}

function voxelBytes(fileName: string, header: NiftiHeader): number {
  const { size } = gridOfNifti(fileName, header);
  return size[0] * size[1] * size[2] * bytesOf(header.type);
}

function voxelOffset(fileName: string, header: NiftiHeader): number {
  const least = header.version === 1 ? 352 : 544;
  // Some writers leave 0 for "right behind the header".
  const offset = header.voxOffset === 0 ? least : header.voxOffset;
  if (!Number.isInteger(offset) || offset < (header.version === 1 ? 348 : 540)) throw new PlainError(`${fileName}: vox_offset: ${offset} lies inside the header.`);
  return offset;
}

async function imageOf(fileName: string, header: NiftiHeader, data: Uint8Array): Promise<Image> {
  const grid = gridOfNifti(fileName, header);
  const raw = await voxelsFromFile(fileName, data, header.type, grid.size[0] * grid.size[1] * grid.size[2], header.littleEndian);
  // nifti1.h: a slope of 0 means that values are not scaled.
  const scaled = Number.isFinite(header.slope) && header.slope !== 0;
  if (!scaled || (header.slope === 1 && header.intercept === 0)) return { grid, ...raw };
  if (!Number.isFinite(header.intercept)) throw new PlainError(`${fileName}: scl_inter: is not a number.`);
  const voxels = new Float64Array(raw.voxels.length);
  await inChunks(voxels.length, (from, to) => {
    for (let at = from; at < to; at++) voxels[at] = raw.voxels[at]! * header.slope + header.intercept;
  });
  return { grid, scalarType: "float64", voxels };
}
