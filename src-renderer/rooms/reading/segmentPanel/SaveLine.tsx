import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import type { SaveState } from "../../../drawing/strokeQueue.ts";
import { useObservable } from "../../../ui/observable.ts";
import classes from "./SegmentPanel.module.css";

/** Whether what was drawn is on disk. */
export function SaveLine({ session }: { readonly session: DrawingSession }) {
  const { save } = useObservable(session.state);
  return (
    <output className={classes.save} data-kind={save.kind} data-testid="save-state">
      {saveWords(save, session.revision)}
    </output>
  );
}

function saveWords(save: SaveState, revision: number): string {
  switch (save.kind) {
    case "saved":
      return `Saved, revision ${revision}`;
    case "saving":
      return save.waiting === 1 ? "Saving …" : `Saving ${save.waiting} steps …`;
    case "not saved":
      return `Not saved, trying again: ${save.reason} Keep this window open.`;
  }
}
