import { PlainError } from "#shared/domain/plainError.ts";
import { allocateVoxels, bytesPerVoxel, voxelsFromBytes, type ScalarType, type VoxelArray } from "#shared/domain/volume.ts";
import { inChunks } from "./inChunks.ts";

/** Types of numbers in files; those of 64-bit integers have no typed array of ours and are converted. */
export type FileScalarType = ScalarType | "int64" | "uint64";

/** Bytes of one voxel. */
export function bytesOf(type: FileScalarType): number {
  return type === "int64" || type === "uint64" ? 8 : bytesPerVoxel(type);
}

/** Throws PlainError where a file has no such channel; `field` is where it states how many. */
export function refuseAbsentChannel(fileName: string, field: string, count: number, channel: number): void {
  if (channel >= count)
    throw new PlainError(
      `${fileName}: ${field}: has ${count} channel(s); channel ${channel} (label_channel) is none of 0 to ${count - 1}.`,
    );
}

/**
 * Voxels from a file's bytes: `count` numbers of `type`. 64-bit integers become 32-bit ones where all fit, else float64.
 * Throws PlainError where there are too few bytes, or where a 64-bit integer is too large to be kept exactly.
 */
export async function voxelsFromFile(
  fileName: string,
  bytes: Uint8Array,
  type: FileScalarType,
  count: number,
  littleEndian: boolean,
): Promise<{ scalarType: ScalarType; voxels: VoxelArray }> {
  const size = bytesOf(type);
  if (bytes.length < count * size) {
    throw new PlainError(
      `${fileName}: the voxels are cut short: ${count * size} bytes are stated, ${bytes.length} are there. Copy the file again from its source.`,
    );
  }
  // Not a Buffer: its slice() would share the memory where an aligned copy is needed.
  const stored = new Uint8Array(bytes.buffer, bytes.byteOffset, count * size);
  const exact = littleEndian || size === 1 ? stored : await swapped(stored, size);
  if (type !== "int64" && type !== "uint64") return { scalarType: type, voxels: voxelsFromBytes(type, exact) };
  return narrowed(fileName, exact, type, count);
}

async function swapped(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(bytes.length);
  await inChunks(bytes.length / size, (from, to) => {
    const part = buffer.subarray(from * size, to * size);
    part.set(bytes.subarray(from * size, to * size));
    if (size === 2) part.swap16();
    else if (size === 4) part.swap32();
    else part.swap64();
  });
  return buffer;
}

async function narrowed(
  fileName: string,
  bytes: Uint8Array,
  type: "int64" | "uint64",
  count: number,
): Promise<{ scalarType: ScalarType; voxels: VoxelArray }> {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const wide =
    type === "int64"
      ? new BigInt64Array(aligned.buffer as ArrayBuffer, aligned.byteOffset, count)
      : new BigUint64Array(aligned.buffer as ArrayBuffer, aligned.byteOffset, count);
  const numbers = new Float64Array(count);
  let least = 0;
  let greatest = 0;
  await inChunks(count, (from, to) => {
    for (let at = from; at < to; at++) {
      const value = Number(wide[at]!);
      if (value < least) least = value;
      if (value > greatest) greatest = value;
      numbers[at] = value;
    }
  });
  if (greatest > Number.MAX_SAFE_INTEGER || least < Number.MIN_SAFE_INTEGER) {
    throw new PlainError(`${fileName}: holds 64-bit integers beyond 2^53, which cannot be kept exactly. Save it with another type.`);
  }
  const scalarType =
    type === "int64" && least >= -(2 ** 31) && greatest < 2 ** 31
      ? "int32"
      : type === "uint64" && greatest < 2 ** 32
        ? "uint32"
        : "float64";
  if (scalarType === "float64") return { scalarType, voxels: numbers };
  const voxels = allocateVoxels(scalarType, count);
  await inChunks(count, (from, to) => voxels.set(numbers.subarray(from, to), from));
  return { scalarType, voxels };
}

/** The bytes of voxels, little-endian, without a copy. */
export function bytesOfVoxels(voxels: VoxelArray): Uint8Array {
  return new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength);
}
