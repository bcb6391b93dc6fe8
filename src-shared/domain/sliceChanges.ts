import { decodeRuns, encodeRuns } from "./runLength.ts";

/** What a stroke made of one slice, whole, as runs (runLength.ts). */
export interface SliceChange {
  readonly sliceIndex: number;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** A stroke that reverses another. */
export interface Reversal {
  /** The slices it changes: as they are, and as they are to be. */
  readonly changes: readonly SliceChange[];
  /** Voxels that stay as they are, because something else changed them since. */
  readonly untouched: number;
}

/**
 * Reverses a stroke on a label map on which more was drawn since: each voxel that it changed, and that is still as it left it, is given
 * back what it held before.
 * @param current the labels of a slice as they are now; not kept
 * @param isThere whether a label may be given: background and the segments there are
 */
export function reverseChanges(
  changes: readonly SliceChange[],
  current: (sliceIndex: number) => Uint8Array,
  isThere: (label: number) => boolean,
): Reversal {
  const reversed: SliceChange[] = [];
  let untouched = 0;
  let [was, became] = [new Uint8Array(), new Uint8Array()];
  for (const { sliceIndex, before, after } of changes) {
    const now = current(sliceIndex);
    if (was.length !== now.length) [was, became] = [new Uint8Array(now.length), new Uint8Array(now.length)];
    decodeRuns(before, was);
    decodeRuns(after, became);
    let isChanged = false;
    for (let index = 0; index < now.length; index++) {
      const label = was[index]!;
      // From here on `was` is what the slice is to hold.
      was[index] = now[index]!;
      if (label === became[index]) continue;
      if (now[index] === became[index] && isThere(label)) {
        was[index] = label;
        isChanged = true;
      } else {
        untouched++;
      }
    }
    if (isChanged) reversed.push({ sliceIndex, before: encodeRuns(now), after: encodeRuns(was) });
  }
  return { changes: reversed, untouched };
}

const headerBytes = 12;

/** Changes as bytes. Little-endian: for each slice its index, the lengths of its runs before and after (u32 each), then both runs. */
export function encodeChanges(changes: readonly SliceChange[]): Uint8Array {
  const bytes = new Uint8Array(changes.reduce((sum, { before, after }) => sum + headerBytes + before.length + after.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { sliceIndex, before, after } of changes) {
    view.setUint32(at, sliceIndex, true);
    view.setUint32(at + 4, before.length, true);
    view.setUint32(at + 8, after.length, true);
    bytes.set(before, at + headerBytes);
    bytes.set(after, at + headerBytes + before.length);
    at += headerBytes + before.length + after.length;
  }
  return bytes;
}

/** Reads what encodeChanges wrote. Throws RangeError where the bytes are cut short. */
export function decodeChanges(bytes: Uint8Array): SliceChange[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const changes: SliceChange[] = [];
  for (let at = 0; at < bytes.length;) {
    const start = at + headerBytes;
    if (start > bytes.length) throw new RangeError("the changes are cut short");
    const middle = start + view.getUint32(at + 4, true);
    const end = middle + view.getUint32(at + 8, true);
    if (end > bytes.length) throw new RangeError("the changes are cut short");
    changes.push({ sliceIndex: view.getUint32(at, true), before: bytes.slice(start, middle), after: bytes.slice(middle, end) });
    at = end;
  }
  return changes;
}
