import { Tabs } from "@mantine/core";
import { useStore } from "./store.ts";
import { capturePicture } from "./capturePicture.ts";
import type { Desk } from "./desk.ts";
import type { DrawingDesk } from "./drawing/drawingDesk.ts";
import type { DrawingSession } from "./drawing/drawingSession.ts";
import { FeaturePanel } from "./panels/features/FeaturePanel.tsx";
import { SegmentPanel } from "./segmentPanel/SegmentPanel.tsx";
import type { Volume } from "#shared/domain/volume.ts";
import classes from "./ReadingRoom.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly onAddSegment: () => void;
}

/** To the right of the images: the segments of the active volume, and what is measured of them. */
export function SidePanel({ desk, drawing, onAddSegment }: Props) {
  useStore(desk.state);
  const sessions = useStore(drawing.sessions);
  const volume = desk.activeVolume?.volume ?? null;
  const session = volume ? sessions.get(volume.id) : undefined;
  return (
    <aside className={classes.side} aria-label="Segments and features">
      <Tabs defaultValue="segments" className={classes.sideTabs} keepMounted>
        <Tabs.List grow>
          <Tabs.Tab value="segments">Segments</Tabs.Tab>
          <Tabs.Tab value="measures">Measure and classify</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="segments" className={classes.sideTab}>
          <SegmentPanel desk={desk} drawing={drawing} onAddSegment={onAddSegment} />
        </Tabs.Panel>
        <Tabs.Panel value="measures" className={classes.sideTab}>
          {volume && session && <Features key={volume.id} desk={desk} drawing={drawing} volume={volume} session={session} />}
          {volume && !session && <FeaturePanel volume={volume} segmentation={null} activeSegment={null} capturePicture={() => capturePicture(desk, drawing)} />}
        </Tabs.Panel>
      </Tabs>
    </aside>
  );
}

function Features({ desk, drawing, volume, session }: { desk: Desk; drawing: DrawingDesk; volume: Volume; session: DrawingSession }) {
  const { segmentation, activeSegment } = useStore(session.state);
  return (
    <FeaturePanel
      volume={volume} segmentation={{ ...segmentation, revision: session.revision }} activeSegment={activeSegment}
      capturePicture={() => capturePicture(desk, drawing)} whenSaved={() => session.settled()}
    />
  );
}
