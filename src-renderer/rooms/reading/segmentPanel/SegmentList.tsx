import { useEffect, useRef, type CSSProperties, type RefObject } from "react";
import { ActionIcon } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { labelValueOf, sides, type Segment, type Side } from "#shared/domain/segment.ts";
import { changeSegment, deleteSegment, moveSegment } from "../../../drawing/changeSegments.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { useObservable } from "../../../ui/observable.ts";
import { segmentInWords } from "#shared/domain/segmentInWords.ts";
import type { SegmentCheck } from "#shared/api/firstDrawing.ts";
import { CheckButton } from "./CheckButton.tsx";
import { FixedSegmentLine } from "./FixedSegmentLine.tsx";
import { NameField } from "./NameField.tsx";
import { isChecked, toggleCheck, useSegmentChecks } from "./segmentChecks.ts";
import { SegmentSwitches } from "./SegmentSwitches.tsx";
import classes from "./SegmentPanel.module.css";

interface Props {
  readonly drawing: DrawingDesk;
  readonly session: DrawingSession;
  /** The segments are a protocol's: they are chosen, hidden and locked, not changed. */
  readonly isFixed?: boolean;
}

/** What is dragged within the list, as the browser names it: a segment's number. */
const dragged = "application/x-fascicle-segment";

const sideWords: Readonly<Record<Side, string>> = { left: "Left", right: "Right", midline: "Midline", none: "No side" };

/** The segments: choose, rename, recolour, hide, lock, delete. */
export function SegmentList({ drawing, session, isFixed = false }: Props) {
  return isFixed ? <Lines drawing={drawing} session={session} isFixed checks={[]} /> : <CheckedLines drawing={drawing} session={session} />;
}

/** With which of them are checked: how many, above the list. */
function CheckedLines({ drawing, session }: Omit<Props, "isFixed">) {
  const { segments } = useObservable(session.state).segmentation;
  const checks = useSegmentChecks(session);
  const done = segments.filter(({ number }) => isChecked(checks.find((check) => check.number === number))).length;
  return (
    <>
      {segments.length > 0 && checks.length > 0 && (
        <output className={classes.checked} data-testid="checked-count">
          {done} of {segments.length} checked
        </output>
      )}
      <Lines drawing={drawing} session={session} isFixed={false} checks={checks} />
    </>
  );
}

function Lines({ drawing, session, isFixed, checks }: Required<Props> & { readonly checks: readonly SegmentCheck[] }) {
  const { segmentation, activeSegment, additions } = useObservable(session.state);
  const list = useRef<HTMLUListElement>(null);
  useActiveLineInView(list);
  return (
    <>
      {activeSegment === null && segmentation.segments.length > 0 && additions === 0 && (
        <output className={classes.choose}>No segment is active. Choose the one to draw in.</output>
      )}
      <ul
        ref={list}
        className={classes.list}
        style={{ "--segments": segmentation.segments.length } as CSSProperties}
        aria-label="Segments"
        aria-busy={additions > 0}
      >
        {segmentation.segments.map((segment) =>
          isFixed ? (
            <FixedSegmentLine key={segment.number} segment={segment} session={session} />
          ) : (
            <SegmentLine
              key={segment.number}
              segment={segment}
              drawing={drawing}
              session={session}
              check={checks.find(({ number }) => number === segment.number)}
            />
          ),
        )}
      </ul>
    </>
  );
}

/** Keeps the active line whole in a list that becomes lower, as when something above or below it opens. The list alone is scrolled. */
function useActiveLineInView(list: RefObject<HTMLUListElement | null>): void {
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const line = element.querySelector('[data-active="true"]');
      if (!line) return;
      const [outer, inner] = [element.getBoundingClientRect(), line.getBoundingClientRect()];
      element.scrollTop += Math.max(0, inner.bottom - outer.bottom) - Math.max(0, outer.top - inner.top);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [list]);
}

interface LineProps extends Omit<Props, "isFixed"> {
  readonly segment: Segment;
  readonly check: SegmentCheck | undefined;
}

function SegmentLine({ segment, drawing, session, check }: LineProps) {
  const { segmentation, activeSegment } = useObservable(session.state);
  const isRenaming = useObservable(drawing.renaming) === segment.number;
  const line = useRef<HTMLLIElement>(null);
  const { number, name, color, side } = segment;
  const isActive = number === activeSegment;
  const place = segmentation.segments.indexOf(segment);
  const moveTo = (to: number | undefined) => to !== undefined && void drawing.attempt(moveSegment(session, number, to));
  const change = (part: Partial<Segment>) => void drawing.attempt(changeSegment(session, number, part));

  useEffect(() => {
    if (isActive) line.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);

  return (
    <li ref={line} className={classes.segment} data-active={isActive} data-segment={number} aria-current={isActive}>
      {/* Told when the reader has chosen, not at every move through the colours. */}
      <input
        key={color}
        type="color"
        defaultValue={color}
        aria-label={`Colour of ${name}`}
        title="Colour"
        onBlur={(event) => {
          if (event.currentTarget.value !== color) change({ color: event.currentTarget.value });
        }}
      />
      {isRenaming ? (
        <NameField
          label={`Name of ${name}`}
          name={name}
          onDone={(next) => {
            drawing.renaming.set(null);
            if (next) change({ name: next });
          }}
        />
      ) : (
        <button
          type="button"
          className={classes.name}
          title={`Label ${labelValueOf(segment)} in files. Double-click or F2: rename. Drag, or Alt and arrows: move`}
          draggable
          onDragStart={(event) => {
            event.dataTransfer.setData(dragged, String(number));
            event.dataTransfer.effectAllowed = "move";
          }}
          onDragOver={(event) => {
            if (event.dataTransfer.types.includes(dragged)) event.preventDefault();
          }}
          onDrop={(event) => {
            const moved = Number(event.dataTransfer.getData(dragged));
            if (moved > 0 && moved !== number) void drawing.attempt(moveSegment(session, moved, number));
          }}
          onKeyDown={(event) => {
            const step = event.altKey ? ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key] : undefined;
            if (event.key === "F2") drawing.renaming.set(number);
            else if (step !== undefined) moveTo(session.state.value.segmentation.segments.at(Math.max(0, place + step))?.number);
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
          onClick={() => session.activate(number)}
          onDoubleClick={() => drawing.renaming.set(number)}
        >
          {name}
        </button>
      )}
      <select
        className={classes.side}
        data-said={(side !== "none" && segmentInWords(segment) === name) || undefined}
        aria-label={`Side of ${name}`}
        value={side}
        onChange={(event) => change({ side: event.currentTarget.value as Side })}
      >
        {sides.map((each) => (
          <option key={each} value={each}>
            {sideWords[each]}
          </option>
        ))}
      </select>
      <CheckButton segment={segment} check={check} onToggle={() => void drawing.attempt(toggleCheck(session, number))} />
      <SegmentSwitches segment={segment} session={session} />
      <ActionIcon
        size={22}
        aria-label={`Delete ${name}`}
        title="Delete (Ctrl+Z brings it back)"
        onClick={() => {
          void drawing.attempt(deleteSegment(session, number).then((sentence) => drawing.say(sentence)));
        }}
      >
        <IconTrash size={15} stroke={1.6} opacity={0.6} />
      </ActionIcon>
    </li>
  );
}
