import { decodeRuns, encodeRuns } from "#shared/domain/runLength.ts";
import type { SliceChange } from "#shared/domain/sliceChanges.ts";
import { areSameBytes } from "#shared/domain/wideBytes.ts";
import type { DrawnStroke } from "../client/segmentationDoor.ts";

/**
 * Puts a stroke on top of a newer label map, which is changed: the voxels that it changed, as it changed them; all others stay. A voxel that it cleared stays
 * where it is another segment's now: clearing is of one segment. What reverses a stroke gives
 * back only voxels that nobody else changed; voxels of segments that are gone stay too. Answers the stroke as it lies there; null where nothing is left of it.
 * @param perSlice labels of a slice
 */
export function mergeStroke(
  drawn: DrawnStroke,
  newest: Uint8Array,
  perSlice: number,
  isThere: (label: number) => boolean,
): DrawnStroke | null {
  const changes: SliceChange[] = [];
  for (const change of drawn.changes) {
    const { before, after } = decoded(change, perSlice);
    const slice = newest.subarray(change.sliceIndex * perSlice, (change.sliceIndex + 1) * perSlice);
    const there = slice.slice();
    const mayClear = (index: number) => after[index] !== 0 || there[index] === before[index];
    mergeSlice(
      { before, after },
      slice,
      (index) => isThere(after[index]!) && (drawn.reverses === null ? mayClear(index) : there[index] === before[index]),
    );
    if (!areSameBytes(slice, there)) changes.push({ sliceIndex: change.sliceIndex, before: encodeRuns(there), after: encodeRuns(slice) });
  }
  return changes.length === 0 ? null : { ...drawn, changes };
}

/**
 * A stroke that lies in a newer label map, wholly or in part, though nobody confirmed it: its answer was lost, or another drew the same. Answers it as one that
 * changes nothing there, so that sending it again under its id finds out whether it was kept; null where nothing of it lies there.
 * @param perSlice labels of a slice
 */
export function strokeAsItLies(drawn: DrawnStroke, newest: Uint8Array, perSlice: number): DrawnStroke | null {
  const changed = drawn.changes.flatMap((change) => {
    const { before, after } = decoded(change, perSlice);
    return [...after.keys()]
      .filter((index) => after[index] !== before[index])
      .map((index) => after[index] === newest[change.sliceIndex * perSlice + index]);
  });
  // Of one that was answered here before, nothing is left that could be compared.
  if (changed.length > 0 && !changed.includes(true)) return null;
  const changes = drawn.changes.map(({ sliceIndex }) => {
    const runs = encodeRuns(newest.subarray(sliceIndex * perSlice, (sliceIndex + 1) * perSlice));
    return { sliceIndex, before: runs, after: runs };
  });
  return { ...drawn, changes };
}

function decoded({ before, after }: SliceChange, perSlice: number): { readonly before: Uint8Array; readonly after: Uint8Array } {
  const labels = { before: new Uint8Array(perSlice), after: new Uint8Array(perSlice) };
  decodeRuns(before, labels.before);
  decodeRuns(after, labels.after);
  return labels;
}

/** Changes the voxels of a slice that differ between two states of it, where that is allowed. */
export function mergeSlice(
  { before, after }: { before: Uint8Array; after: Uint8Array },
  slice: Uint8Array,
  isAllowed: (index: number) => boolean,
): void {
  for (let index = 0; index < slice.length; index++) {
    if (after[index] !== before[index] && isAllowed(index)) slice[index] = after[index]!;
  }
}
