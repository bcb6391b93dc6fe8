import { type DamagedSlice, damagedSlicesWords } from "#shared/domain/damagedSlice.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { SliceSource } from "./volumeRows.ts";

/** A slice whose pixels cannot be decoded was asked for. */
export class DamagedSliceError extends PlainError {
  constructor(damaged: readonly DamagedSlice[]) {
    super(damagedSlicesWords(damaged));
  }
}

/** Names a slice by what the reader sees of its file: the image's number in its series, and the frame where it has several. No identifiers. */
export function damagedSlice(source: SliceSource, sliceIndex: number, reason: string): DamagedSlice {
  const { instanceNumber, frames } = source.header;
  const file = instanceNumber === null ? "an image without a number" : `image ${instanceNumber} of the series`;
  return { sliceIndex, file: frames.length > 1 ? `${file}, frame ${source.frameIndex + 1}` : file, reason };
}

export type { DamagedSlice };
