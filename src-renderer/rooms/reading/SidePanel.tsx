import { Tabs, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { useObservable } from "../../ui/observable.ts";
import { capturePicture } from "./capturePicture.ts";
import type { Desk } from "./desk.ts";
import type { DrawingDesk } from "../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../drawing/drawingSession.ts";
import { FatPanel } from "./panels/fat/FatPanel.tsx";
import { FeaturePanel } from "./panels/features/FeaturePanel.tsx";
import { MeasuresPanel } from "./panels/measures/MeasuresPanel.tsx";
import { MapsPanel } from "./panels/maps/MapsPanel.tsx";
import { NetworksPanel } from "./panels/networks/NetworksPanel.tsx";
import { PreparePanel } from "./panels/prepare/PreparePanel.tsx";
import { refreshStudy } from "./panels/prepare/refreshStudy.ts";
import { SegmentPanel } from "./segmentPanel/SegmentPanel.tsx";
import type { Volume } from "#shared/domain/volume.ts";
import classes from "./ReadingRoom.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly isHidden: boolean;
}

/** To the right of the images: the segments of the active volume, and what is measured of them. */
export function SidePanel({ desk, drawing, isHidden }: Props) {
  useObservable(desk.state);
  const sessions = useObservable(drawing.sessions);
  const [tab, setTab] = useState<string | null>("segments");
  const volume = desk.activeVolume?.volume ?? null;
  const session = volume ? sessions.get(volume.id) : undefined;
  return (
    <aside className={classes.side} hidden={isHidden} aria-label="Segments and features">
      <Tabs value={tab} onChange={setTab} className={classes.sideTabs} keepMounted>
        <Tabs.List grow>
          <Tabs.Tab value="segments">Segments</Tabs.Tab>
          <Tabs.Tab value="features">Features</Tabs.Tab>
          <Tabs.Tab value="maps">Maps</Tabs.Tab>
          <Tabs.Tab value="fat">Fat</Tabs.Tab>
          <Tabs.Tab value="measures">Measures</Tabs.Tab>
          <Tabs.Tab value="prepare">Prepare</Tabs.Tab>
          <Tabs.Tab value="networks">Networks</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="segments" className={classes.sideTab}>
          <SegmentPanel desk={desk} drawing={drawing} />
        </Tabs.Panel>
        <Tabs.Panel value="features" className={classes.sideTab}>
          <VisuallyHidden component="h2">Features</VisuallyHidden>
          {volume && session && (
            <Features key={volume.id} desk={desk} drawing={drawing} volume={volume} session={session} isShown={tab === "features"} />
          )}
          {volume && !session && (
            <FeaturePanel volume={volume} segmentation={null} activeSegment={null} capturePicture={() => capturePicture(desk, drawing)} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="maps" className={classes.sideTab}>
          <VisuallyHidden component="h2">Maps</VisuallyHidden>
          {session ? (
            <MapsPanel key={volume?.id} desk={desk} session={session} />
          ) : (
            <p className={classes.sideHint}>Draw a segment first: maps of its features are computed and shown here.</p>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="fat" className={classes.sideTab}>
          <VisuallyHidden component="h2">Area and fat</VisuallyHidden>
          {session ? (
            <FatPanel key={session.state.value.segmentation.id} desk={desk} session={session} />
          ) : (
            <p className={classes.sideHint}>Draw a segment first: its area, volume and fat are measured here.</p>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="measures" className={classes.sideTab}>
          <VisuallyHidden component="h2">Measures</VisuallyHidden>
          <MeasuresPanel desk={desk} drawing={drawing} />
        </Tabs.Panel>
        <Tabs.Panel value="prepare" className={classes.sideTab}>
          <VisuallyHidden component="h2">Prepare images</VisuallyHidden>
          <PreparePanel reading={{ desk, drawing }} />
        </Tabs.Panel>
        <Tabs.Panel value="networks" className={classes.sideTab}>
          <VisuallyHidden component="h2">Networks</VisuallyHidden>
          <NetworksPanel reading={{ desk, drawing }} isShown={tab === "networks"} onDrawn={() => setTab("segments")} />
        </Tabs.Panel>
      </Tabs>
    </aside>
  );
}

function Features({
  desk,
  drawing,
  volume,
  session,
  isShown,
}: {
  desk: Desk;
  drawing: DrawingDesk;
  volume: Volume;
  session: DrawingSession;
  isShown: boolean;
}) {
  const { segmentation, activeSegment } = useObservable(session.state);
  const { volumes } = useObservable(desk.content);
  const drawnSegments = drawing.meter(session).drawnSegments();
  return (
    <FeaturePanel
      volume={volume}
      segmentation={{ ...segmentation, revision: session.revision }}
      activeSegment={activeSegment}
      drawnSegments={drawnSegments}
      volumes={volumes}
      isShown={isShown}
      capturePicture={() => capturePicture(desk, drawing)}
      whenSaved={() => session.settled()}
      onPrepared={() => refreshStudy(desk)}
    />
  );
}
