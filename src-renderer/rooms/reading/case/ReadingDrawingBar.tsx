import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { Desk } from "../desk.ts";
import { CopyNote } from "../segmentPanel/CopyNote.tsx";
import { DrawnElsewhere } from "../segmentPanel/DrawnElsewhere.tsx";
import { SaveLine } from "../segmentPanel/SaveLine.tsx";
import { StartDrawing } from "./StartDrawing.tsx";
import classes from "../segmentPanel/SegmentPanel.module.css";
import { volumeTitle } from "../volumeTitle.ts";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly session: DrawingSession;
}

/** Which image of a reading is drawn on, what of the others is shown over it, and whether all is on disk. */
export function ReadingDrawingBar({ desk, drawing, session }: Props) {
  const { volume } = session;
  const { segmentation } = useObservable(session.state);
  const shown = useObservable(drawing.projections.shown).get(volume.id);
  const [isOpen, setOpen] = useState(false);
  const { pair, reading } = desk.openCase!;
  const hasOthers = reading.regions.some(
    ({ images }) => images.some(({ imageId }) => imageId === volume.id) && images.filter(({ use }) => use !== "shown beside").length > 1,
  );
  return (
    <div className={classes.section}>
      <strong>{volumeTitle(desk.volume(volume.id))}</strong>
      <CopyNote key={segmentation.id} desk={desk} session={session} />
      {pair && <StartDrawing pair={pair} drawing={drawing} session={session} />}
      {hasOthers && !desk.openCase!.isCompared && (
        <Button variant="default" size="compact-xs" onClick={() => setOpen(true)}>
          {shown ? "Shown from another series …" : "Show from another series …"}
        </Button>
      )}
      <Modal opened={isOpen} onClose={() => setOpen(false)} title="Drawn on other series" closeButtonProps={{ "aria-label": "Close" }}>
        <DrawnElsewhere
          desk={desk}
          drawing={drawing}
          volume={volume}
          onCopied={() => setOpen(false)}
          whenNone="Nothing is drawn on other series of this region."
        />
      </Modal>
      <SaveLine session={session} />
    </div>
  );
}
