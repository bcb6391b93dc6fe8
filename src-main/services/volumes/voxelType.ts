import type { ScalarType } from "#shared/domain/volume.ts";
import type { SeriesFrame } from "./seriesFrame.ts";

const integers: ReadonlyArray<readonly [ScalarType, number, number]> = [
  ["uint8", 0, 0xff],
  ["int8", -0x80, 0x7f],
  ["uint16", 0, 0xffff],
  ["int16", -0x8000, 0x7fff],
  ["uint32", 0, 0xffff_ffff],
  ["int32", -0x8000_0000, 0x7fff_ffff],
];

/**
 * The smallest type that holds every possible voxel of these grey frames after rescale exactly: a whole-number type where all slopes and intercepts are whole
 * numbers; float32 for floating-point pixels without rescale; else float64.
 */
export function voxelTypeOf(frames: readonly SeriesFrame[]): ScalarType {
  let lowest = Infinity;
  let highest = -Infinity;
  for (const { instance, frame } of frames) {
    const { pixels } = instance.header;
    const isPlain = frame.slope === 1 && frame.intercept === 0 && frame.modalityLutBits === null;
    if (pixels.floatingPoint !== "none") return pixels.floatingPoint === "float32" && isPlain ? "float32" : "float64";
    if (frame.modalityLutBits !== null) {
      lowest = Math.min(lowest, 0);
      highest = Math.max(highest, 2 ** frame.modalityLutBits - 1);
      continue;
    }
    if (!Number.isInteger(frame.slope) || !Number.isInteger(frame.intercept)) return "float64";
    // Signed words may hold values beyond the stated bits (services/dicom/pixels/decodeSamples).
    const bits = pixels.isSigned ? pixels.bitsAllocated : Math.min(pixels.bitsStored, pixels.bitsAllocated);
    const ends = (pixels.isSigned ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1]).map(
      (stored) => stored * frame.slope + frame.intercept,
    );
    lowest = Math.min(lowest, ...ends);
    highest = Math.max(highest, ...ends);
  }
  return integers.find(([, from, to]) => lowest >= from && highest <= to)?.[0] ?? "float64";
}
