import { useEffect, useState } from "react";
import type { Desk } from "../desk.ts";
import type { DrawingDesk } from "../drawing/drawingDesk.ts";
import type { DrawingSession } from "../drawing/drawingSession.ts";
import type { SegmentMeasures } from "../drawing/segmentMeter.ts";
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
  const [measures, setMeasures] = useState<SegmentMeasures | null>(null);
  const view = desk.activeViewport?.state;
  const sliceIndex = view?.plane === "acquisition" && view.volume?.id === session.volume.id ? view.sliceIndex : -1;
  const active = segmentation.segments.find(({ number }) => number === activeSegment);

  useEffect(() => {
    let isCurrent = true;
    if (activeSegment === null) setMeasures(null);
    else drawing.meter(session).measure(activeSegment, sliceIndex).then((next) => { if (isCurrent) setMeasures(next); }, () => { if (isCurrent) setMeasures(null); });
    return () => { isCurrent = false; };
  }, [drawing, session, activeSegment, sliceIndex, edits]);

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
