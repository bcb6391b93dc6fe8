import { Button } from "@mantine/core";
import type { Desk, VolumeOnDesk } from "./desk.ts";
import { paneCounts } from "./deskState.ts";
import type { DrawingDesk } from "../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../drawing/drawingSession.ts";
import { isOnSheet, placeOfPolygon } from "../../drawing/openPolygon.ts";
import { useObservable } from "../../ui/observable.ts";
import classes from "./WaitingPolygons.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
}

/**
 * The polygons of this study that are open but not in hand: on another slice, in another volume, or with another tool chosen. Each can be
 * gone back to or given up.
 */
export function WaitingPolygons({ desk, drawing }: Props) {
  const sessions = useObservable(drawing.sessions);
  return (
    <div className={classes.notices}>
      {desk.volumes.map((each) => {
        const session = sessions.get(each.volume.id);
        return session && <WaitingPolygon key={session.state.value.segmentation.id} desk={desk} session={session} shown={each} />;
      })}
    </div>
  );
}

function WaitingPolygon({ desk, session, shown: { volume, series } }: { desk: Desk; session: DrawingSession; shown: VolumeOnDesk }) {
  const { polygon } = useObservable(session.state);
  const { tool, activePane, panes, layout } = useObservable(desk.state);
  useObservable(desk.views);
  if (!polygon) return null;
  const view = desk.activeViewport?.state;
  const isInView = view?.volume?.id === volume.id && isOnSheet(polygon, view);
  if (isInView && tool === "polygon") return null;
  const isVolumeShown = panes.slice(0, paneCounts[layout]).some((pane) => pane.volumeId === volume.id);
  const isElsewhere = panes[activePane]?.volumeId !== volume.id || !isVolumeShown;
  const corners = polygon.points.length === 1 ? "1 corner" : `${polygon.points.length} corners`;
  const place = `${placeOfPolygon(polygon)}${isElsewhere ? ` of ${series.description || `series ${series.seriesNumber ?? ""}`}` : ""}`;
  const goOn = () => {
    desk.setTool("polygon");
    desk.goToSlice(volume.id, polygon.sliceIndex, polygon.plane);
  };
  return (
    <output className={classes.notice} data-testid="waiting-polygon">
      <span>
        A polygon is open {isInView ? "here" : `on ${place}`} ({corners})
      </span>
      <Button size="compact-xs" variant="default" onClick={goOn}>
        {isInView ? "Go on drawing it" : `Go to ${placeOfPolygon(polygon)}`}
      </Button>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={() => session.setPolygon(null)}>
        Give it up
      </Button>
    </output>
  );
}
