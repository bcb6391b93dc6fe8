import { useEffect, useRef, useState } from "react";
import { ActionIcon } from "@mantine/core";
import { IconEye, IconEyeOff, IconLock, IconLockOpen, IconTrash } from "@tabler/icons-react";
import { sides, type Segment, type Side } from "#shared/domain/segment.ts";
import type { DrawingDesk } from "../drawing/drawingDesk.ts";
import type { DrawingSession } from "../drawing/drawingSession.ts";
import { useStore } from "../store.ts";
import { NameField } from "./NameField.tsx";
import classes from "./SegmentPanel.module.css";

interface Props {
  readonly drawing: DrawingDesk;
  readonly session: DrawingSession;
}

const sideWords: Readonly<Record<Side, string>> = { left: "Left", right: "Right", midline: "Mid", none: "–" };

/** The segments: choose, rename, recolour, hide, lock, delete. */
export function SegmentList({ drawing, session }: Props) {
  const { segmentation } = useStore(session.state);
  return (
    <ul className={classes.list} aria-label="Segments">
      {segmentation.segments.map((segment) => <SegmentLine key={segment.number} segment={segment} drawing={drawing} session={session} />)}
    </ul>
  );
}

function SegmentLine({ segment, drawing, session }: Props & { segment: Segment }) {
  const { activeSegment, hidden, locked } = useStore(session.state);
  const [isRenaming, setRenaming] = useState(false);
  const line = useRef<HTMLLIElement>(null);
  const { number, name, color, side } = segment;
  const isActive = number === activeSegment;
  const isHidden = hidden.has(number);
  const isLocked = locked.has(number);
  const change = (part: Partial<Segment>) => void drawing.attempt(drawing.change(session, number, part));

  useEffect(() => {
    if (isActive) line.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);

  return (
    <li ref={line} className={classes.segment} data-active={isActive} data-segment={number} aria-current={isActive}>
      {/* Told when the reader has chosen, not at every move through the colours. */}
      <input key={color} type="color" defaultValue={color} aria-label={`Colour of ${name}`} title="Colour" onBlur={(event) => { if (event.currentTarget.value !== color) change({ color: event.currentTarget.value }); }} />
      {isRenaming ? (
        <NameField
          label={`Name of ${name}`} name={name}
          onDone={(next) => {
            setRenaming(false);
            if (next) change({ name: next });
          }}
        />
      ) : (
        <button type="button" className={classes.name} title={`${name} (double-click to rename)`} onClick={() => session.activate(number)} onDoubleClick={() => setRenaming(true)}>{name}</button>
      )}
      <select className={classes.side} aria-label={`Side of ${name}`} value={side} onChange={(event) => change({ side: event.currentTarget.value as Side })}>
        {sides.map((each) => <option key={each} value={each}>{sideWords[each]}</option>)}
      </select>
      <ActionIcon size={22} aria-label={isHidden ? `Show ${name}` : `Hide ${name}`} title={isHidden ? "Show" : "Hide"} onClick={() => session.setHidden(number, !isHidden)}>
        {isHidden ? <IconEyeOff size={15} stroke={1.6} /> : <IconEye size={15} stroke={1.6} />}
      </ActionIcon>
      <ActionIcon size={22} aria-label={isLocked ? `Unlock ${name}` : `Lock ${name}`} title={isLocked ? "Unlock" : "Lock: no tool changes it"} onClick={() => session.setLocked(number, !isLocked)}>
        {isLocked ? <IconLock size={15} stroke={1.6} /> : <IconLockOpen size={15} stroke={1.6} opacity={0.5} />}
      </ActionIcon>
      <ActionIcon
        size={22} aria-label={`Delete ${name}`} title="Delete"
        onClick={() => {
          const hasVoxels = session.labels.includes(number);
          if (!hasVoxels || window.confirm(`Delete “${name}” and all that is drawn of it? Steps before this cannot be undone any more.`)) void drawing.attempt(drawing.remove(session, number));
        }}
      >
        <IconTrash size={15} stroke={1.6} opacity={0.6} />
      </ActionIcon>
    </li>
  );
}
