import type { StepIds } from "#shared/domain/undoSteps.ts";

/** A stroke of the history, as far as undo asks. */
export interface StepRow {
  readonly revision: number;
  readonly strokeId: string;
  readonly tool: string;
  /** Null where no reader has the name that an earlier version recorded. */
  readonly readerId: number | null;
  readonly windowId: string | null;
  readonly reverses: string | null;
  readonly changesSegments: boolean;
}

/** Whose steps: a reader's, from one window, and from any window up to the revision at which that one opened the segmentation first. */
export interface StepOwner {
  readonly readerId: number;
  readonly windowId: string;
  readonly openedRevision: number;
}

/** The tool of the revision that a copy of another volume's segmentation begins with. */
export const copyTool = "copy";
/** The tool of a revision that adds segments. */
export const addTool = "add segment";

/** What is no step: what the program makes by itself, a new segment (deleting it is a step), and deletions of versions that could not give them back. */
const isNoStep = ({ tool, changesSegments }: StepRow) =>
  tool === "import" || tool === copyTool || tool === addTool || (tool === "delete segment" && !changesSegments);

/** The steps that a reader can take back or do again, from the whole history, the first stroke first. */
export function readerSteps(history: readonly StepRow[], { readerId, windowId, openedRevision }: StepOwner): StepIds {
  const undoable: string[] = [];
  const redoable: string[] = [];
  for (const row of history) {
    const isOwn = row.readerId === readerId && (row.revision <= openedRevision || row.windowId === windowId);
    if (row.reverses !== null) {
      // Whoever reversed a step: it is reversed.
      for (const list of [undoable, redoable]) {
        const at = list.indexOf(row.reverses);
        if (at >= 0) list.splice(at, 1);
      }
      if (isOwn) (row.tool === "undo" ? redoable : undoable).push(row.strokeId);
    } else if (!isOwn || isNoStep(row)) {
      continue;
    } else if (row.tool === "undo" || row.tool === "redo") {
      // Of a version that did not keep what was undone: no step leads back behind it.
      undoable.length = 0;
      redoable.length = 0;
    } else {
      undoable.push(row.strokeId);
      redoable.length = 0;
    }
  }
  const ofSegments = new Set(history.filter(({ changesSegments }) => changesSegments).map(({ strokeId }) => strokeId));
  return { undoable, redoable, ofSegments: [...undoable, ...redoable].filter((strokeId) => ofSegments.has(strokeId)) };
}
