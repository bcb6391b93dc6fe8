import { VisuallyHidden } from "@mantine/core";
import { useEffect, useState } from "react";
import type { KeptArrangement } from "#shared/api/arrangement.ts";
import type { Study } from "#shared/api/study.ts";
import { client } from "../../client/client.ts";
import { plainWords } from "../../client/plainWords.ts";
import { isTyping } from "../../ui/shortcuts.ts";
import { CaseBar } from "./case/CaseBar.tsx";
import { CasePanel } from "./case/CasePanel.tsx";
import { CaseSheets } from "./case/CaseSheets.tsx";
import type { OpenCase } from "./case/openCase.ts";
import { showPlace } from "./case/places.ts";
import type { Submitted } from "./case/SubmitSheet.tsx";
import { Desk } from "./desk.ts";
import { paneCounts } from "./deskState.ts";
import { drawingDesk as drawing } from "../../drawing/drawingDesk.ts";
import { runKey } from "./keyTable.ts";
import { keyWord } from "../../ui/keyWord.ts";
import { copiesText, useKeysForImages, worksControl } from "./keyOwners.ts";
import { Pane } from "./panes/Pane.tsx";
import { SidePanel } from "./SidePanel.tsx";
import { LabelMapDrop } from "./segmentPanel/LabelMapDrop.tsx";
import { SeriesPanel } from "./seriesPanel/SeriesPanel.tsx";
import { type Observable, useObservable } from "../../ui/observable.ts";
import { WaitingPolygons } from "./WaitingPolygons.tsx";
import { Toolbar } from "./toolbar/Toolbar.tsx";
import classes from "./ReadingRoom.module.css";

interface Props {
  readonly study: Study;
  readonly initialVolumeId: string | null;
  /** How a study of this kind was left, where this one is to begin so. */
  readonly kept?: KeptArrangement | null;
  /** Where a reading of a reader study is read. */
  readonly reading?: ReadingOnDesk;
  readonly onLeave: () => void;
}

/** A reading of a reader study that is on the desk. */
export interface ReadingOnDesk {
  readonly openCase: OpenCase;
  /** Where the desk puts how it is left when all is on disk, for whoever else offers the way out. */
  readonly leaving: Observable<(() => void) | null>;
  /** Adds the active time up to now. */
  readonly addActive: () => Promise<void>;
  readonly onSubmitted: (submitted: Submitted) => void;
}

/** Width of the page below which the series are hidden at first. */
const leastForSeries = 1000;

let lastDesk: { readonly desk: Desk; readonly initialVolumeId: string | null } | null = null;

/** The desk of a reading, at the place where it begins. No desk is kept beside it. */
function deskOfCase(study: Study, openCase: OpenCase): Desk {
  lastDesk = null;
  const desk = new Desk(study, null, openCase);
  showPlace(desk, openCase, openCase.place.value, { isNew: true });
  return desk;
}

/** The desk as the reader left it, where the same study is opened again in the same way; else a new one. */
function deskFor(study: Study, initialVolumeId: string | null, kept: KeptArrangement | null): Desk {
  if (lastDesk?.desk.study !== study || lastDesk.initialVolumeId !== initialVolumeId)
    lastDesk = { desk: new Desk(study, initialVolumeId, null, kept), initialVolumeId };
  return lastDesk.desk;
}

/** The screen of the reading room: tools above, series to the left, images in the middle, segments to the right. */
export function ReadingDesk({ study, initialVolumeId, kept = null, reading, onLeave }: Props) {
  const openCase = reading?.openCase ?? null;
  const [desk] = useState(() => (openCase ? deskOfCase(study, openCase) : deskFor(study, initialVolumeId, kept)));
  // In a small window, or one that is enlarged to 200 %, and where a protocol says what is shown, the images come first.
  const [isSeriesPanelOpen, setSeriesPanelOpen] = useState(() => openCase === null && window.innerWidth >= leastForSeries);
  const [isSidePanelOpen, setSidePanelOpen] = useState(true);
  const [beneath, setBeneath] = useState<HTMLElement | null>(null);
  const { layout, panes, activePane, isMaximised } = useObservable(desk.state);
  const hint = useObservable(drawing.hint);
  useKeysForImages();

  useEffect(
    () => () => {
      const volumeId = desk.close();
      // What cannot be remembered is chosen again the next time.
      if (volumeId && !desk.openCase)
        client.study.preferVolume.mutate({ studyInstanceUid: desk.study.studyInstanceUid, volumeId }).catch(() => undefined);
      drawing.release();
    },
    [desk],
  );

  // A job that was begun before this screen was loaded, or elsewhere, has brought images.
  useEffect(() => {
    if (!desk.openCase && desk.study !== study) desk.adopt(study);
  }, [desk, study]);

  // Segmentations of what is on the screen are opened with it.
  useEffect(() => {
    for (const { volumeId } of panes.slice(0, paneCounts[layout])) {
      const found = desk.volume(volumeId);
      if (found)
        void drawing
          .open(found.volume)
          .catch((error: unknown) => drawing.say(`The segmentation could not be opened. ${plainWords(error)}`));
    }
  }, [desk, panes, layout]);

  useEffect(() => {
    if (desk.openCase) return;
    drawing.measures
      .open(desk.study)
      .catch((error: unknown) => drawing.say(`What was measured could not be fetched. ${plainWords(error)}`));
  }, [desk]);

  // Polygons that were left open in other volumes of the study. What cannot be asked for is asked again when its volume is shown.
  useEffect(() => {
    drawing.openWaiting(desk.volumes.map(({ volume }) => volume)).catch(() => undefined);
  }, [desk]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isTyping(event) || worksControl(event) || copiesText(event)) return;
      if (event.defaultPrevented || document.querySelector("[role=dialog], [role=menu]")) return;
      if (runKey(keyWord(event), { desk, drawing })) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  });

  const leave = () => {
    if (!drawing.hasUnsaved && !openCase?.book.hasUnsaved) {
      onLeave();
      return;
    }
    drawing.say(openCase ? "Saving what was drawn and answered before leaving …" : "Saving what was drawn before leaving …");
    void Promise.all([drawing.settled(), openCase?.book.settled()]).then(onLeave);
  };

  useEffect(() => {
    if (!reading) return undefined;
    const { leaving } = reading;
    leaving.set(leave);
    return () => leaving.set(null);
  });

  return (
    <div className={classes.room}>
      <VisuallyHidden component="h1">Reading</VisuallyHidden>
      <div className={classes.toolbar}>
        <Toolbar
          reading={{ desk, drawing }}
          isSeriesPanelOpen={isSeriesPanelOpen}
          onSeriesPanel={() => setSeriesPanelOpen(!isSeriesPanelOpen)}
          isSidePanelOpen={isSidePanelOpen}
          onSidePanel={() => setSidePanelOpen(!isSidePanelOpen)}
          onLeave={leave}
          leaveName={openCase ? "Back to my readings" : "Back to the worklist"}
        />
        {openCase && <CaseBar desk={desk} drawing={drawing} openCase={openCase} />}
      </div>
      <div className={classes.series} hidden={!isSeriesPanelOpen}>
        <SeriesPanel desk={desk} />
      </div>
      <div className={classes.grid} data-layout={layout}>
        {panes.slice(0, paneCounts[layout]).map((_, index) => (
          <Pane
            key={`pane ${index + 1}`}
            desk={desk}
            drawing={drawing}
            index={index}
            isMany={layout !== "1x1"}
            place={!isMaximised ? "own" : index === activePane ? "whole" : "beneath"}
          />
        ))}
        <div className={classes.messages}>
          <WaitingPolygons desk={desk} drawing={drawing} />
          {hint !== "" && <output className={classes.hint}>{hint}</output>}
        </div>
      </div>
      {reading ? (
        <>
          <div ref={setBeneath} className={classes.beneath} />
          <CasePanel desk={desk} drawing={drawing} openCase={reading.openCase} beneath={beneath} isHidden={!isSidePanelOpen} />
          <CaseSheets desk={desk} drawing={drawing} {...reading} />
        </>
      ) : (
        <>
          <LabelMapDrop desk={desk} drawing={drawing} />
          <SidePanel desk={desk} drawing={drawing} isHidden={!isSidePanelOpen} />
        </>
      )}
    </div>
  );
}
