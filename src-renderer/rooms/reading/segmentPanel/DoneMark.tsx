import { Checkbox } from "@mantine/core";
import { countWork, setDone, workOn } from "../../../drawing/doneMarks.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { Desk } from "../desk.ts";
import classes from "./SegmentPanel.module.css";

/** Whether the active segment is finished on the slice on show, and on how many of its slices it is. */
export function DoneMark({ desk, session }: { readonly desk: Desk; readonly session: DrawingSession }) {
  useObservable(desk.views);
  const { activeSegment } = useObservable(session.state);
  const view = desk.activeViewport?.state;
  if (activeSegment === null || view?.volume?.id !== session.volume.id || view.plane !== "acquisition") return null;
  const work = workOn(session, activeSegment, view.sliceIndex);
  const { slices, done, changed } = countWork(session, activeSegment);
  return (
    <>
      <Checkbox
        label="Done"
        aria-label="Done on this slice"
        title={`The active segment is done on this slice (Shift+V)${work === "changed" ? ": it was changed since" : ""}`}
        checked={work === "done"}
        indeterminate={work === "changed"}
        onChange={() => setDone(session, activeSegment, view.sliceIndex, work !== "done")}
      />
      <span className={classes.note} data-testid="done-count" title={changed > 0 ? `${changed} changed since` : undefined}>
        {done} of {slices}
      </span>
    </>
  );
}
