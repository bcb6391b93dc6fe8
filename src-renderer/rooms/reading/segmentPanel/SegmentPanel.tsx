import { Button } from "@mantine/core";
import type { Desk } from "../desk.ts";
import type { DrawingDesk } from "../drawing/drawingDesk.ts";
import { useStore } from "../store.ts";
import { DrawingTools } from "./DrawingTools.tsx";
import { ImportButton } from "./ImportButton.tsx";
import { SegmentationBar } from "./SegmentationBar.tsx";
import { SegmentList } from "./SegmentList.tsx";
import { SegmentStatistics } from "./SegmentStatistics.tsx";
import { TemplateMenu } from "./TemplateMenu.tsx";
import classes from "./SegmentPanel.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly onAddSegment: () => void;
}

/** Segments of the active volume: drawing tools, the list, how they look, and what the active one measures. */
export function SegmentPanel({ desk, drawing, onAddSegment }: Props) {
  useStore(desk.state);
  const sessions = useStore(drawing.sessions);
  const active = desk.activeVolume;
  if (!active) return <p className={classes.empty}>Nothing is shown in this viewport.</p>;
  const session = sessions.get(active.volume.id);
  if (!session) {
    return (
      <div className={classes.empty}>
        <span>This volume has no segmentation yet.</span>
        <Button onClick={onAddSegment}>New segmentation (N)</Button>
        <TemplateMenu drawing={drawing} volume={active.volume} session={null} />
        <ImportButton volume={active.volume} drawing={drawing} />
      </div>
    );
  }
  return (
    <div className={classes.panel}>
      <SegmentationBar volume={active.volume} session={session} drawing={drawing} />
      <DrawingTools desk={desk} drawing={drawing} session={session} />
      <div className={classes.section}>
        <div className={classes.row}>
          <h3 className={`${classes.heading} ${classes.grow}`}>Segments</h3>
          <Button variant="default" size="compact-xs" aria-label="Add segment" onClick={onAddSegment}>Add (N)</Button>
          <TemplateMenu drawing={drawing} volume={active.volume} session={session} />
        </div>
      </div>
      <SegmentList drawing={drawing} session={session} />
      <SegmentStatistics desk={desk} drawing={drawing} session={session} />
    </div>
  );
}
