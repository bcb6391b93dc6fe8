/* oxlint-disable jsx-a11y/prefer-tag-over-role -- lines that are placed one by one cannot be rows of a <table>; the roles make a WAI-ARIA grid of them. */
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type { TableSort } from "./sortRows.ts";
import classes from "./DataTable.module.css";

/** A column of a table of many rows. */
export interface DataColumn<Row> {
  readonly key: string;
  readonly header: string;
  /** What the header means, in a sentence. */
  readonly about?: string;
  /** A track of a CSS grid: "90px", "minmax(220px, 1fr)". */
  readonly width: string;
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

/** A table of any number of rows, of which only those in sight exist. It holds the focus; arrows, Page Up and Down, Home and End choose a row. */
export function DataTable<Row>({ label, columns, rows, keyOf, sort, onSort, selected, onSelect }: Props<Row>) {
  const scrollRef = useRef<HTMLDivElement>(null);
  const id = useId();
  const [active, setActive] = useState(0);
  const at = Math.min(active, rows.length - 1);
  // oxlint-disable-next-line react/incompatible-library -- its functions are used in this component only, never kept.
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    overscan: 10,
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
  const style = { gridTemplateColumns: columns.map(({ width }) => width).join(" ") };
  return (
    <div ref={scrollRef} className={classes.scroll}>
      <div
        className={classes.table}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        aria-activedescendant={rows.length > 0 ? `${id}-${at}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div role="row" aria-rowindex={1} className={classes.header} style={style}>
          {columns.map(({ key, header, about, isNumber }) => {
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
              <div
                key={index}
                id={`${id}-${index}`}
                role="row"
                tabIndex={-1}
                aria-rowindex={index + 2}
                aria-selected={keyOf(row) === selected}
                className={classes.row}
                style={{ ...style, transform: `translateY(${start}px)` }}
                onClick={() => {
                  setActive(index);
                  onSelect(row);
                }}
                onKeyDown={undefined}
              >
                {columns.map(({ key, isNumber, cell, title }) => (
                  <span key={key} role="gridcell" data-number={isNumber || undefined} title={title?.(row)}>
                    {cell(row)}
                  </span>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
