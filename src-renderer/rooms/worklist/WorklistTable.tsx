/* oxlint-disable jsx-a11y/prefer-tag-over-role -- lines that are placed one by one cannot be rows of a <table>; the roles make a WAI-ARIA treegrid of them. */
import { VisuallyHidden } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent as ReactMouseEvent, type RefObject } from "react";
import type { WorklistRow } from "#shared/api/worklist.ts";
import { columns, gridTemplate } from "./columns.tsx";
import { lineCount, lineOf, positionOf, type OpenedRows } from "./treeIndex.ts";
import type { MarkedStudies } from "./useMarkedStudies.ts";
import { useOpenedRows, type ChildRow } from "./useOpenedRows.ts";
import { useWorklistRows } from "./useWorklistRows.ts";
import { sortedBy, type WorklistFilter } from "./worklistFilter.ts";
import { ChildLine, TopLine } from "./WorklistLine.tsx";
import classes from "./WorklistTable.module.css";

const rowHeight = 40;

/** What the active line stands for: enough to open it and to describe it. */
export interface Selection {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string | null;
  readonly volumeId: string | null;
}

interface Props {
  readonly filter: WorklistFilter;
  readonly onFilter: (filter: WorklistFilter) => void;
  readonly rows: ReturnType<typeof useWorklistRows>;
  readonly onRange: (firstRow: number, lastRow: number) => void;
  readonly onSelect: (selection: Selection | null) => void;
  readonly onOpen: (selection: Selection) => void;
  readonly onEscape: () => void;
  readonly marked: MarkedStudies;
  readonly onError: (error: unknown) => void;
  readonly tableRef: RefObject<HTMLDivElement | null>;
}

function selectionOf(row: WorklistRow | undefined, child: ChildRow | undefined, level: WorklistFilter["level"]): Selection | null {
  if (child?.kind === "series")
    return {
      studyInstanceUid: child.studyInstanceUid,
      seriesInstanceUid: child.series.seriesInstanceUid,
      volumeId: child.series.volumes[0]?.id ?? null,
    };
  const shown = child?.row ?? row;
  if (!shown) return null;
  const isSeries = level === "series" && !child;
  return {
    studyInstanceUid: shown.studyInstanceUid,
    seriesInstanceUid: isSeries ? shown.seriesInstanceUid : null,
    volumeId: isSeries ? shown.thumbnailVolumeId : null,
  };
}

/** The line that the keys act on. Its row is known by its key: others come and go above it. */
interface ActiveLine {
  readonly line: number;
  readonly rowKey: string | undefined;
}
const firstLine: ActiveLine = { line: 0, rowKey: undefined };

/** Where the active line stands now: with its row, while that is in the list. */
function lineNow({ line, rowKey }: ActiveLine, { rowAt, indexOf }: Props["rows"], opened: OpenedRows): number {
  const { top, child } = positionOf(line, opened);
  if (rowKey === undefined || rowAt(top)?.key === rowKey) return line;
  const place = indexOf(rowKey);
  return place === undefined ? line : lineOf({ top: place, child: opened.has(place) ? child : -1 }, opened);
}

/** The virtualised table. It holds the focus and takes the keys; lines in sight are the only ones that exist. */
export function WorklistTable({ filter, onFilter, rows, onRange, onSelect, onOpen, onEscape, marked, onError, tableRef }: Props) {
  const scrollRef = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<ActiveLine>(firstLine);
  const opened = useOpenedRows(filter, rows.rowAt);
  const lines = lineCount(rows.total, opened.counts);
  const activeLine = Math.max(0, Math.min(lineNow(active, rows, opened.counts), lines - 1));
  const at = (line: number) => {
    const position = positionOf(line, opened.counts);
    return {
      position,
      row: rows.rowAt(position.top),
      child: position.child < 0 ? undefined : opened.children.get(position.top)?.[position.child],
    };
  };

  // oxlint-disable-next-line react/incompatible-library -- its functions are used in this component only, never kept.
  const virtualizer = useVirtualizer({
    count: lines,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const visible = virtualizer.getVirtualItems();
  const firstRow = visible[0] ? positionOf(visible[0].index, opened.counts).top : 0;
  const lastRow = visible.at(-1) ? positionOf(visible.at(-1)!.index, opened.counts).top : 0;

  // A drag of the scroll bar passes thousands of rows: only where it rests are they asked for.
  useEffect(() => {
    const timer = setTimeout(() => onRange(firstRow, lastRow), 50);
    return () => clearTimeout(timer);
  }, [firstRow, lastRow, onRange]);

  // Coming from another room, the keys belong to the table; while a search is typed they stay there.
  useEffect(() => {
    if (!document.activeElement?.closest("search")) tableRef.current?.focus({ preventScroll: true });
  }, [tableRef]);

  const key = JSON.stringify(filter);
  useEffect(() => {
    setActive(firstLine);
    scrollRef.current?.scrollTo({ top: 0 });
  }, [key]);

  const current = lines > 0 ? at(activeLine) : undefined;
  const selection = selectionOf(current?.row, current?.child, filter.level);
  const selectionKey = JSON.stringify(selection);
  useEffect(() => onSelect(JSON.parse(selectionKey) as Selection | null), [selectionKey, onSelect]);

  // The line on show becomes the one that is known: its row has come, has moved, or is gone and another stands there.
  const currentKey = rows.isStale ? undefined : current?.row?.key;
  useEffect(() => {
    if (currentKey === undefined || (currentKey === active.rowKey && activeLine === active.line)) return;
    setActive((before) => (before === active ? { line: activeLine, rowKey: currentKey } : before));
  }, [currentKey, activeLine, active]);

  const activate = (line: number) => setActive({ line, rowKey: at(line).row?.key });
  const go = (line: number) => {
    const next = Math.max(0, Math.min(lines - 1, line));
    activate(next);
    virtualizer.scrollToIndex(next);
  };
  const toggle = (top: number, row: WorklistRow | undefined) => {
    if (opened.counts.has(top)) {
      opened.close(top);
      activate(lineOf({ top, child: -1 }, opened.counts));
    } else if (row) {
      opened.open(top, row).catch(onError);
    }
  };

  // Studies alone are marked: what is done with many is done with studies.
  const mayMark = filter.level === "study";
  const markTo = (line: number, from?: number) => void marked.markTo(positionOf(line, opened.counts).top, from).catch(onError);
  const goMarking = (line: number) => {
    const next = Math.max(0, Math.min(lines - 1, line));
    markTo(next, marked.marked.size === 0 ? current?.position.top : undefined);
    go(next);
  };
  const markByKeys: Record<string, () => void> = {
    ArrowDown: () => goMarking(activeLine + 1),
    ArrowUp: () => goMarking(activeLine - 1),
    Home: () => goMarking(0),
    End: () => goMarking(lines - 1),
  };
  const select = (line: number, event: ReactMouseEvent) => {
    const { position, row, child } = at(line);
    if (mayMark && !child && row && (event.ctrlKey || event.metaKey)) marked.toggle(position.top, row);
    else if (mayMark && event.shiftKey) markTo(line, marked.marked.size === 0 ? current?.position.top : undefined);
    activate(line);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget || lines === 0) return;
    const rowsInSight = Math.max(1, Math.floor((scrollRef.current?.clientHeight ?? rowHeight) / rowHeight) - 1);
    const isOpen = current !== undefined && opened.counts.has(current.position.top);
    const actions: Record<string, () => void> = {
      ArrowDown: () => go(activeLine + 1),
      ArrowUp: () => go(activeLine - 1),
      PageDown: () => go(activeLine + rowsInSight),
      PageUp: () => go(activeLine - rowsInSight),
      Home: () => go(0),
      End: () => go(lines - 1),
      ArrowRight: () => {
        if (!current || current.child || filter.level === "series") return;
        if (isOpen) go(activeLine + 1);
        else toggle(current.position.top, current.row);
      },
      ArrowLeft: () => {
        if (!current) return;
        if (current.child) go(lineOf({ top: current.position.top, child: -1 }, opened.counts));
        else if (isOpen) toggle(current.position.top, current.row);
      },
      " ": () => mayMark && current?.row && !current.child && marked.toggle(current.position.top, current.row),
      Enter: () => selection && onOpen(selection),
      Escape: onEscape,
    };
    const action = (event.shiftKey && mayMark ? markByKeys[event.key] : undefined) ?? actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  const style = { gridTemplateColumns: gridTemplate(filter.level) };
  return (
    <div
      ref={tableRef}
      className={classes.table}
      role="treegrid"
      tabIndex={0}
      aria-label="Worklist"
      aria-rowcount={lines + 1}
      aria-activedescendant={lines > 0 ? `line-${activeLine}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div role="row" aria-rowindex={1} className={classes.header} style={style}>
        <span role="columnheader">
          <VisuallyHidden>{mayMark ? "Open or close, mark" : "Open or close"}</VisuallyHidden>
        </span>
        <span role="columnheader">
          <VisuallyHidden>Picture</VisuallyHidden>
        </span>
        {columns[filter.level].map((column) => {
          const isSorted = column.sort !== undefined && column.sort === filter.sort;
          return (
            <span
              key={column.key}
              role="columnheader"
              className={classes.headerCell}
              data-number={column.isNumber || undefined}
              aria-sort={isSorted ? (filter.descending ? "descending" : "ascending") : undefined}
            >
              {column.sort ? (
                <button
                  type="button"
                  className={classes.sort}
                  aria-label={`Sort by ${column.header}`}
                  onClick={() => onFilter(sortedBy(filter, column.sort!))}
                >
                  {column.header}
                  {isSorted && (filter.descending ? <IconArrowDown size={12} /> : <IconArrowUp size={12} />)}
                </button>
              ) : (
                column.header
              )}
            </span>
          );
        })}
        <span role="columnheader">
          <VisuallyHidden>Warnings</VisuallyHidden>
        </span>
      </div>
      <div ref={scrollRef} className={classes.scroll} role="presentation">
        <div
          className={rows.isStale ? `${classes.body} ${classes.stale}` : classes.body}
          role="rowgroup"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {visible.map(({ index, start }) => {
            const { position, row, child } = at(index);
            const shown = selectionOf(row, child, filter.level);
            const common = {
              id: `line-${index}`,
              line: index,
              isActive: index === activeLine,
              style: { ...style, transform: `translateY(${start}px)` },
              onSelect: (event: ReactMouseEvent) => select(index, event),
              onOpen: () => shown && onOpen(shown),
            };
            return child ? (
              <ChildLine key={index} {...common} child={child} />
            ) : (
              <TopLine
                key={index}
                {...common}
                row={row}
                level={filter.level}
                isExpanded={opened.counts.has(position.top)}
                onToggle={() => toggle(position.top, row)}
                isMarked={row !== undefined && marked.marked.has(row.studyInstanceUid)}
                onMark={
                  mayMark && row
                    ? (isRange) => {
                        if (isRange) markTo(index);
                        else marked.toggle(position.top, row);
                      }
                    : undefined
                }
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
