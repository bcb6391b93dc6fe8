import type { Stroke } from "#shared/domain/segment.ts";
import type { SentStroke } from "../client/segmentationDoor.ts";

/** A stroke, and what its slices held before it. */
export interface DrawnStroke extends SentStroke {
  readonly before: Stroke["slices"];
}

/**
 * Puts a stroke on top of a newer label map, which is changed: the voxels that it changed, as it changed them; all others stay. What reverses a stroke gives
 * back only voxels that nobody else changed; voxels of segments that are gone stay too. Answers the stroke as it lies there; null where nothing is left of it.
 */
export function mergeStroke(drawn: DrawnStroke, newest: Uint8Array, isThere: (label: number) => boolean): DrawnStroke | null {
  const before: Array<Stroke["slices"][number]> = [];
  const after: Array<Stroke["slices"][number]> = [];
  for (const { sliceIndex, labels } of drawn.stroke.slices) {
    const earlier = drawn.before.find((slice) => slice.sliceIndex === sliceIndex)?.labels;
    const slice = newest.subarray(sliceIndex * labels.length, (sliceIndex + 1) * labels.length);
    const there = slice.slice();
    mergeSlice(
      { before: earlier ?? there, after: labels },
      slice,
      (index) => isThere(labels[index]!) && (drawn.reverses === null || there[index] === earlier?.[index]),
    );
    if (slice.every((label, index) => label === there[index])) continue;
    before.push({ sliceIndex, labels: there });
    after.push({ sliceIndex, labels: slice.slice() });
  }
  return after.length === 0 ? null : { ...drawn, stroke: { tool: drawn.stroke.tool, slices: after }, before };
}

/**
 * A stroke that lies in a newer label map, wholly or in part, though nobody confirmed it: its answer was lost, or another drew the same. Answers it as one that
 * changes nothing there, so that sending it again under its id finds out whether it was kept; null where nothing of it lies there.
 */
export function strokeAsItLies(drawn: DrawnStroke, newest: Uint8Array): DrawnStroke | null {
  const changed = drawn.stroke.slices.flatMap(({ sliceIndex, labels }) => {
    const earlier = drawn.before.find((slice) => slice.sliceIndex === sliceIndex)?.labels;
    return [...labels.keys()]
      .filter((index) => labels[index] !== earlier?.[index])
      .map((index) => labels[index] === newest[sliceIndex * labels.length + index]);
  });
  // Of one that was answered here before, nothing is left that could be compared.
  if (changed.length > 0 && !changed.includes(true)) return null;
  const slices = drawn.stroke.slices.map(({ sliceIndex, labels }) => ({
    sliceIndex,
    labels: newest.slice(sliceIndex * labels.length, (sliceIndex + 1) * labels.length),
  }));
  return { ...drawn, stroke: { tool: drawn.stroke.tool, slices }, before: slices };
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
