import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Desk } from "../desk.ts";
import type { DrawingDesk } from "../drawing/drawingDesk.ts";
import type { DrawingSession } from "../drawing/drawingSession.ts";
import { useStore } from "../store.ts";
import { formatMeasure } from "./formatMeasure.ts";
import classes from "./SegmentPanel.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly session: DrawingSession;
}

/** What the active segment measures, after every stroke. */
export function SegmentStatistics({ desk, drawing, session }: Props) {
  useStore(desk.views);
  const { activeSegment, edits, segmentation } = useStore(session.state);
  const view = desk.activeViewport?.state;
  const sliceIndex = view?.plane === "acquisition" && view.volume?.id === session.volume.id ? view.sliceIndex : -1;
  const active = segmentation.segments.find(({ number }) => number === activeSegment);

  const { data: measures } = useQuery({
    queryKey: ["segment measures", segmentation.id, session.revision, edits, activeSegment, sliceIndex],
    queryFn: () => drawing.meter(session).measure(activeSegment ?? 0, sliceIndex),
    enabled: activeSegment !== null,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });

  if (!active || !measures) return null;
  const lines = formatMeasure(measures);
  return (
    <section className={classes.section} data-testid="segment-statistics" aria-label="Measures of the active segment">
      <h3 className={classes.heading}>{active.name}</h3>
      <dl className={classes.statistics}>
        {lines.map(({ name, value }) => [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}
      </dl>
    </section>
  );
}
