import { useEffect, useRef } from "react";
import type { Segment } from "#shared/domain/segment.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { useObservable } from "../../../ui/observable.ts";
import { SegmentSwitches } from "./SegmentSwitches.tsx";
import classes from "./SegmentPanel.module.css";

/** A segment of a protocol: chosen, hidden and locked; its name, side and colour stay. */
export function FixedSegmentLine({ segment, session }: { readonly segment: Segment; readonly session: DrawingSession }) {
  const { activeSegment } = useObservable(session.state);
  const line = useRef<HTMLLIElement>(null);
  const { number, name, color } = segment;
  const isActive = number === activeSegment;

  useEffect(() => {
    if (isActive) line.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);

  return (
    <li ref={line} className={classes.segment} data-active={isActive} data-segment={number} aria-current={isActive}>
      <span className={classes.swatch} style={{ backgroundColor: color }} aria-hidden="true" />
      <button type="button" className={classes.name} onClick={() => session.activate(number)}>
        {name}
      </button>
      <SegmentSwitches segment={segment} session={session} />
    </li>
  );
}
