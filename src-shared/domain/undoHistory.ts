import { decodeRuns, encodeRuns } from "./runLength.ts";
import type { Stroke } from "./segment.ts";

interface SliceChange {
  readonly sliceIndex: number;
  /** Runs (runLength.ts) of the whole slice. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

interface Step {
  readonly voxelsPerSlice: number;
  readonly changes: readonly SliceChange[];
}

/** What was drawn in a session and can be taken back, the last step first; and what was taken back and can be done again. Never changed in place; without a limit. */
export interface UndoHistory {
  readonly undoable: StepList;
  readonly redoable: StepList;
}

/** A list that shares its tail: adding a step copies nothing. */
type StepList = { readonly step: Step; readonly rest: StepList } | null;

export const emptyUndoHistory: UndoHistory = { undoable: null, redoable: null };

type Slices = Stroke["slices"];

/**
 * The stroke that leads from one label map to another, and what its slices held before: only slices that differ, whole, as copies.
 * Undefined where nothing differs. `among` names the slices to look at; all where it is left out.
 */
export function strokeBetween(
  tool: string, before: Uint8Array, after: Uint8Array, voxelsPerSlice: number, among?: readonly number[],
): { stroke: Stroke; before: Slices } | undefined {
  if (before.length !== after.length) throw new RangeError("the label maps differ in size");
  const indices = among ?? Array.from({ length: before.length / voxelsPerSlice }, (_, sliceIndex) => sliceIndex);
  const sliceOf = (labels: Uint8Array, sliceIndex: number) => labels.subarray(sliceIndex * voxelsPerSlice, (sliceIndex + 1) * voxelsPerSlice);
  const changed = indices.filter((sliceIndex) => !isSame(sliceOf(before, sliceIndex), sliceOf(after, sliceIndex)));
  if (changed.length === 0) return undefined;
  const copies = (labels: Uint8Array) => changed.map((sliceIndex) => ({ sliceIndex, labels: sliceOf(labels, sliceIndex).slice() }));
  return { stroke: { tool, slices: copies(after) }, before: copies(before) };
}

/** Adds a stroke that was done; `before` holds the same slices as they were. What had been undone can no longer be done again. */
export function recordStroke(history: UndoHistory, stroke: Stroke, before: Slices): UndoHistory {
  const changes = stroke.slices.map(({ sliceIndex, labels }) => {
    const earlier = before.find((slice) => slice.sliceIndex === sliceIndex);
    if (!earlier) throw new RangeError("a slice of the stroke has no earlier state");
    return { sliceIndex, before: encodeRuns(earlier.labels), after: encodeRuns(labels) };
  });
  const voxelsPerSlice = stroke.slices[0]?.labels.length ?? 0;
  return { undoable: { step: { voxelsPerSlice, changes }, rest: history.undoable }, redoable: null };
}

/** The stroke that takes the last step back, and the history after it; undefined where there is none. */
export function undo({ undoable, redoable }: UndoHistory): { history: UndoHistory; stroke: Stroke } | undefined {
  if (!undoable) return undefined;
  return { history: { undoable: undoable.rest, redoable: { step: undoable.step, rest: redoable } }, stroke: strokeOf("undo", undoable.step, "before") };
}

/** The stroke that does again what was undone last, and the history after it; undefined where there is none. */
export function redo({ undoable, redoable }: UndoHistory): { history: UndoHistory; stroke: Stroke } | undefined {
  if (!redoable) return undefined;
  return { history: { undoable: { step: redoable.step, rest: undoable }, redoable: redoable.rest }, stroke: strokeOf("redo", redoable.step, "after") };
}

function strokeOf(tool: string, step: Step, side: "before" | "after"): Stroke {
  return {
    tool,
    slices: step.changes.map((change) => {
      const labels = new Uint8Array(step.voxelsPerSlice);
      decodeRuns(change[side], labels);
      return { sliceIndex: change.sliceIndex, labels };
    }),
  };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
