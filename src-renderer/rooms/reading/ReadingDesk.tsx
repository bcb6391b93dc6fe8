import { useEffect, useState } from "react";
import type { Study } from "#shared/api/study.ts";
import { plainWords } from "../../client/plainWords.ts";
import { isTyping } from "../../ui/shortcuts.ts";
import { Desk } from "./desk.ts";
import { paneCounts } from "./deskState.ts";
import { drawingDesk as drawing } from "./drawing/drawingDesk.ts";
import { keyWord, runKey } from "./keyCommands.ts";
import { useKeysForImages, worksControl } from "./keyOwners.ts";
import { Pane } from "./panes/Pane.tsx";
import { SidePanel } from "./SidePanel.tsx";
import { SeriesPanel } from "./seriesPanel/SeriesPanel.tsx";
import { useStore } from "./store.ts";
import { Toolbar } from "./toolbar/Toolbar.tsx";
import classes from "./ReadingRoom.module.css";

interface Props {
  readonly study: Study;
  readonly initialVolumeId: string | null;
  readonly onLeave: () => void;
}

let lastDesk: { readonly desk: Desk; readonly initialVolumeId: string | null } | null = null;

/** The desk as the reader left it, where the same study is opened again in the same way; else a new one. */
function deskFor(study: Study, initialVolumeId: string | null): Desk {
  if (lastDesk?.desk.study !== study || lastDesk.initialVolumeId !== initialVolumeId) lastDesk = { desk: new Desk(study, initialVolumeId), initialVolumeId };
  return lastDesk.desk;
}

/** The screen of the reading room: tools above, series to the left, images in the middle, segments to the right. */
export function ReadingDesk({ study, initialVolumeId, onLeave }: Props) {
  const [desk] = useState(() => deskFor(study, initialVolumeId));
  const [isSeriesPanelOpen, setSeriesPanelOpen] = useState(true);
  const { layout, panes } = useStore(desk.state);
  const hint = useStore(drawing.hint);
  useKeysForImages();

  useEffect(() => () => {
    desk.close();
    drawing.release();
  }, [desk]);

  // Segmentations of what is on the screen are opened with it.
  useEffect(() => {
    for (const { volumeId } of panes.slice(0, paneCounts[layout])) {
      const found = desk.volume(volumeId);
      if (found) void drawing.open(found.volume).catch((error: unknown) => drawing.say(`The segmentation could not be opened. ${plainWords(error)}`));
    }
  }, [desk, panes, layout]);

  const addSegment = () => {
    const active = desk.activeVolume;
    if (!active) return;
    const session = drawing.sessions.value.get(active.volume.id);
    void drawing.attempt(session
      ? drawing.addSegments(session, [{ name: `Segment ${session.state.value.segmentation.segments.length + 1}`, side: "none" }])
      : drawing.create(active.volume, "Segmentation 1"));
  };

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isTyping(event) || worksControl(event) || event.defaultPrevented || document.querySelector("[role=dialog], [role=menu]")) return;
      if (runKey(keyWord(event), { desk, drawing, addSegment })) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  });

  const leave = () => {
    if (!drawing.hasUnsaved) {
      onLeave();
      return;
    }
    drawing.say("Saving what was drawn before leaving …");
    void drawing.settled().then(onLeave);
  };

  return (
    <div className={classes.room}>
      <div className={classes.toolbar}>
        <Toolbar desk={desk} isSeriesPanelOpen={isSeriesPanelOpen} onSeriesPanel={() => setSeriesPanelOpen(!isSeriesPanelOpen)} onLeave={leave} />
      </div>
      <div className={classes.series} hidden={!isSeriesPanelOpen}><SeriesPanel desk={desk} /></div>
      <div className={classes.grid} data-layout={layout}>
        {panes.slice(0, paneCounts[layout]).map((_, index) => <Pane key={`pane ${index + 1}`} desk={desk} drawing={drawing} index={index} isMany={layout !== "1x1"} />)}
        {hint !== "" && <output className={classes.hint}>{hint}</output>}
      </div>
      <SidePanel desk={desk} drawing={drawing} onAddSegment={addSegment} />
    </div>
  );
}
