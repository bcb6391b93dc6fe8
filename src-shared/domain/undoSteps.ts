import type { SliceChange } from "./sliceChanges.ts";

/** One step of the reader: the stroke that made it, or that undid it or did it again last. */
export interface Step {
  readonly strokeId: string;
  /** What that stroke changed; null where only the history on disk knows it yet. */
  readonly changes: readonly SliceChange[] | null;
  /** It changed segments (a name, a colour, the order, a deletion): the door reverses it, from its history. */
  readonly isOfSegments: boolean;
}

export type StepDirection = "undo" | "redo";

/** The strokes that can be reversed, by their ids, the last one last. */
export interface StepIds {
  readonly undoable: readonly string[];
  readonly redoable: readonly string[];
  /** Those of them that changed segments. */
  readonly ofSegments: readonly string[];
}

/** What a reader drew and can take back, and what was taken back and can be done again. Without a limit. */
export class UndoSteps {
  readonly #lists: Readonly<Record<StepDirection, Step[]>>;

  constructor({ undoable, redoable, ofSegments }: StepIds = { undoable: [], redoable: [], ofSegments: [] }) {
    const unread = (strokeId: string): Step => ({ strokeId, changes: null, isOfSegments: ofSegments.includes(strokeId) });
    this.#lists = { undo: undoable.map(unread), redo: redoable.map(unread) };
  }

  /** The step that is reversed next; undefined where there is none. */
  next(direction: StepDirection): Step | undefined {
    return this.#lists[direction].at(-1);
  }

  /** Adds a stroke that was drawn. What had been undone can no longer be done again. */
  record(step: Step): void {
    this.#lists.undo.push(step);
    this.#lists.redo.length = 0;
  }

  /** The next step was reversed by this stroke, which can be reversed in turn. */
  reverse(direction: StepDirection, by: Step): void {
    this.#lists[direction].pop();
    this.#lists[direction === "undo" ? "redo" : "undo"].push(by);
  }

  /** Forgets a step that cannot be reversed any more. */
  forget(strokeId: string): void {
    for (const list of Object.values(this.#lists)) {
      const at = list.findIndex((step) => step.strokeId === strokeId);
      if (at >= 0) list.splice(at, 1);
    }
  }

  /** Says what a step's stroke changed, as read from disk or as it came to lie on a newer label map; null where only the history on disk knows it. */
  read(strokeId: string, changes: readonly SliceChange[] | null): void {
    for (const list of Object.values(this.#lists)) {
      const at = list.findIndex((step) => step.strokeId === strokeId);
      if (at >= 0) list[at] = { ...list[at]!, changes };
    }
  }
}
