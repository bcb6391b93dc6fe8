/* oxlint-disable jsx-a11y/prefer-tag-over-role -- lines that are placed one by one cannot be rows of a <table>; the roles make a WAI-ARIA grid of them. */
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  memo,
  useCallback,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from "react";
import { fittingColumns } from "./fittingColumns.ts";
import type { TableSort } from "./sortRows.ts";
import classes from "./DataTable.module.css";

/** A column of a table of many rows. */
export interface DataColumn<Row> {
  readonly key: string;
  readonly header: string;
  /** What the header means, in a sentence. */
  readonly about?: string;
  /** A track of a CSS grid whose first number is its least width: "90px", "minmax(220px, 400px)". */
  readonly width: string;
  /** Left out where there is no room: see fittingColumns. */
  readonly leaveOut?: number;
  readonly isNumber?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** More than fits into the cell, or why it is empty. */
  readonly title?: (row: Row) => string | undefined;
}

interface Props<Row> {
  readonly label: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly sort: TableSort;
  readonly onSort: (column: string) => void;
  readonly selected: string | null;
  readonly onSelect: (row: Row) => void;
}

const rowHeight = 26;

/**
 * A table of any number of rows, of which only those in sight exist, with the columns that there is room for. It holds the focus; arrows, Page Up and Down,
 * Home and End choose a row.
 */
export function DataTable<Row>({ label, columns, rows, keyOf, sort, onSort, selected, onSelect }: Props<Row>) {
  const scrollRef = useRef<HTMLDivElement>(null);
  const id = useId();
  const [active, setActive] = useState(0);
  const width = useWidth(scrollRef);
  const shown = useMemo(() => fittingColumns(columns, width), [columns, width]);
  const at = Math.min(active, rows.length - 1);
  // oxlint-disable-next-line react/incompatible-library -- its functions are used in this component only, never kept.
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    overscan: 4,
  });
  const go = (next: number) => {
    const line = Math.max(0, Math.min(rows.length - 1, next));
    setActive(line);
    virtualizer.scrollToIndex(line);
    onSelect(rows[line]!);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget || rows.length === 0) return;
    const page = Math.max(1, Math.floor((scrollRef.current?.clientHeight ?? rowHeight) / rowHeight) - 2);
    const lines: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
      Enter: at,
    };
    const line = lines[event.key];
    if (line === undefined) return;
    event.preventDefault();
    go(line);
  };
  const template = shown.map(({ width }) => width).join(" ");
  const choose = useCallback(
    (index: number) => {
      setActive(index);
      onSelect(rows[index]!);
    },
    [rows, onSelect],
  );
  return (
    <div ref={scrollRef} className={classes.scroll}>
      <div
        className={classes.table}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={shown.length}
        aria-activedescendant={rows.length > 0 ? `${id}-${at}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div role="row" aria-rowindex={1} className={classes.header} style={{ gridTemplateColumns: template }}>
          {shown.map(({ key, header, about, isNumber }) => {
            const isSorted = sort.column === key;
            return (
              <span
                key={key}
                role="columnheader"
                data-number={isNumber || undefined}
                aria-sort={isSorted ? (sort.isDescending ? "descending" : "ascending") : undefined}
              >
                <button type="button" className={classes.sort} title={about} aria-label={`Sort by ${header}`} onClick={() => onSort(key)}>
                  {header}
                  {isSorted && (sort.isDescending ? <IconArrowDown size={11} /> : <IconArrowUp size={11} />)}
                </button>
              </span>
            );
          })}
        </div>
        <div role="rowgroup" className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index]!;
            return (
              <Line
                key={index}
                id={`${id}-${index}`}
                row={row}
                index={index}
                start={start}
                columns={shown as readonly DataColumn<unknown>[]}
                template={template}
                isSelected={keyOf(row) === selected}
                onChoose={choose}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The width of an element that is always there, in pixels without its scroll bar; 0 before it is known. */
function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const own = element.current;
    if (!own) return undefined;
    const measure = () => setWidth(own.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(own);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

interface LineProps {
  readonly id: string;
  readonly row: unknown;
  readonly index: number;
  readonly start: number;
  readonly columns: readonly DataColumn<unknown>[];
  readonly template: string;
  readonly isSelected: boolean;
  readonly onChoose: (index: number) => void;
}

/** A row: drawn anew only where something of it has changed, as while scrolling most have not. */
const Line = memo(function Line({ id, row, index, start, columns, template, isSelected, onChoose }: LineProps) {
  return (
    <div
      id={id}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={classes.row}
      style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
      onClick={() => onChoose(index)}
      onKeyDown={undefined}
    >
      {columns.map(({ key, isNumber, cell, title }) => (
        <span key={key} role="gridcell" data-number={isNumber || undefined} title={title?.(row)}>
          {cell(row)}
        </span>
      ))}
    </div>
  );
});
