import type { VoxelArray } from "#shared/domain/volume.ts";
import type { PixelHeader } from "../header/instanceHeader.ts";

/** Reverses the bytes of each word of `size` bytes, in a copy. */
export function swapWords(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let word = 0; word + size <= bytes.length; word += size)
    for (let index = 0; index < size; index += 1) out[word + index] = bytes[word + size - 1 - index]!;
  return out;
}

/**
 * Little-endian containers of 8, 16 or 32 bits as the whole numbers they hold: the bits from High Bit down, Bits Stored many, sign-extended where
 * Pixel Representation says so (PS3.5 8.1.1). What other bits hold (overlays of old) is dropped.
 */
export function samplesOf(
  bytes: Uint8Array,
  bitsAllocated: number,
  { bitsStored, highBit, isSigned }: Pick<PixelHeader, "bitsStored" | "highBit" | "isSigned">,
): VoxelArray {
  const length = Math.floor((bytes.length * 8) / bitsAllocated);
  const raw = container(bytes, bitsAllocated, isSigned, length);
  if (bitsStored >= bitsAllocated || bitsStored < 1) return raw;
  if (isSigned && highBit + 1 === bitsStored && isSignExtended(raw, bitsStored)) return raw;
  const left = 32 - Math.min(bitsAllocated, Math.max(highBit + 1, bitsStored));
  const right = 32 - bitsStored;
  if (isSigned) for (let index = 0; index < length; index += 1) raw[index] = (raw[index]! << left) >> right;
  else for (let index = 0; index < length; index += 1) raw[index] = (raw[index]! << left) >>> right;
  return raw;
}

/**
 * Whether the writer filled the unused high bits with the sign: the words are then right as they stand, and one beyond the stated bits
 * (such files exist) is a large value and not a negative one.
 */
function isSignExtended(words: VoxelArray, bitsStored: number): boolean {
  const lowest = -(2 ** (bitsStored - 1));
  return words.some((word) => word < 0 && word >= lowest);
}

function container(bytes: Uint8Array, bitsAllocated: number, isSigned: boolean, length: number): VoxelArray {
  // A copy: the file's bytes are read again for other frames.
  const { buffer } = new Uint8Array(bytes.subarray(0, (length * bitsAllocated) / 8));
  if (bitsAllocated === 8) return isSigned ? new Int8Array(buffer, 0, length) : new Uint8Array(buffer, 0, length);
  if (bitsAllocated === 16) return isSigned ? new Int16Array(buffer, 0, length) : new Uint16Array(buffer, 0, length);
  return isSigned ? new Int32Array(buffer, 0, length) : new Uint32Array(buffer, 0, length);
}
