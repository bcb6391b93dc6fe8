import { Button } from "@mantine/core";
import type { Desk } from "../desk.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import { useObservable } from "../../../ui/observable.ts";
import { NothingDrawn } from "../case/NothingDrawn.tsx";
import { ReadingDrawingBar } from "../case/ReadingDrawingBar.tsx";
import { DifferenceSection } from "./DifferenceSection.tsx";
import { DrawnElsewhere } from "./DrawnElsewhere.tsx";
import { DrawingTools } from "./DrawingTools.tsx";
import { EffectsSection } from "./EffectsSection.tsx";
import { ImportButton } from "./ImportButton.tsx";
import { SegmentationBar } from "./SegmentationBar.tsx";
import { SegmentList } from "./SegmentList.tsx";
import { SegmentStatistics } from "./SegmentStatistics.tsx";
import { TemplateMenu } from "./TemplateMenu.tsx";
import classes from "./SegmentPanel.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
}

/** Segments of the active volume: drawing tools, the list, how they look, and what the active one measures. */
export function SegmentPanel({ desk, drawing }: Props) {
  useObservable(desk.state);
  const sessions = useObservable(drawing.sessions);
  const opening = useObservable(drawing.opening);
  const active = desk.activeVolume;
  if (!active) return <p className={classes.empty}>Nothing is shown in this viewport.</p>;
  const addSegment = () => void drawing.attempt(drawing.newSegment(active.volume));
  const session = sessions.get(active.volume.id);
  if (!session) {
    const state = opening.get(active.volume.id);
    if (state?.kind === "failed") {
      return (
        <div className={classes.empty}>
          <span role="alert">The segmentation could not be opened. {state.reason}</span>
          <Button variant="default" onClick={() => void drawing.attempt(drawing.open(active.volume))}>
            Try again
          </Button>
        </div>
      );
    }
    if (state?.kind !== "open") return <output className={classes.empty}>The segmentation is being opened …</output>;
    if (desk.openCase) return <NothingDrawn desk={desk} drawing={drawing} openCase={desk.openCase} />;
    return (
      <div className={classes.empty}>
        <span>This volume has no segmentation yet.</span>
        <Button onClick={addSegment}>New segmentation (N)</Button>
        <TemplateMenu drawing={drawing} volume={active.volume} session={null} />
        <ImportButton volume={active.volume} drawing={drawing} />
        <DrawnElsewhere key={active.volume.id} desk={desk} drawing={drawing} volume={active.volume} />
      </div>
    );
  }
  return (
    <div className={classes.panel}>
      {desk.openCase ? (
        <ReadingDrawingBar desk={desk} session={session} drawing={drawing} />
      ) : (
        <SegmentationBar desk={desk} volume={active.volume} session={session} drawing={drawing} />
      )}
      {!desk.openCase && <DifferenceSection drawing={drawing} session={session} />}
      <DrawingTools reading={{ desk, drawing }} session={session} />
      <EffectsSection reading={{ desk, drawing }} session={session} />
      <div className={classes.section}>
        <div className={classes.row}>
          <h2 className={`${classes.heading} ${classes.grow}`}>Segments</h2>
          {!desk.openCase && (
            <>
              <Button variant="default" size="compact-xs" aria-label="Add segment" onClick={addSegment}>
                Add (N)
              </Button>
              <TemplateMenu drawing={drawing} volume={active.volume} session={session} />
            </>
          )}
        </div>
      </div>
      <SegmentList drawing={drawing} session={session} isFixed={desk.openCase !== null} />
      {!desk.openCase && <SegmentStatistics desk={desk} drawing={drawing} session={session} />}
    </div>
  );
}
