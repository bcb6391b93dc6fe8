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
