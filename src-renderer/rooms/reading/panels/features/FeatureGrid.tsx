import { useVirtualizer } from "@tanstack/react-virtual";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { Fragment, useMemo, useRef } from "react";
import { formatValue } from "../../../../ui/format.ts";
import type { ComparedColumn, FeatureRow, RowOrder } from "./comparison.ts";
import { classTitles, imageTypeTitle } from "./featureNames.ts";
import classes from "./FeatureGrid.module.css";

interface Props {
  readonly columns: readonly ComparedColumn[];
  readonly rows: readonly FeatureRow[];
  readonly order: RowOrder | null;
  readonly onOrder: (order: RowOrder | null) => void;
  readonly selected: string | null;
  readonly onSelect: (name: string) => void;
  /** Up and down go from row to row: only where they do not scroll images. */
  readonly hasArrowKeys?: boolean;
}

type Item = { readonly kind: "group"; readonly title: string; readonly count: number } | { readonly kind: "row"; readonly row: FeatureRow };

const lineHeight = 26;
const valueWidth = 92;

/** Features and segments as a table; only the lines in view are in the page, so that thousands scroll at once. */
export function FeatureGrid({ columns, rows, order, onOrder, selected, onSelect, hasArrowKeys = false }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const items = useMemo(() => (order ? rows.map((row): Item => ({ kind: "row", row })) : inGroups(rows)), [rows, order]);
  const isPair = columns.length === 2;
  const extra = isPair ? 2 : 0;
  const template = `minmax(124px, 1fr) repeat(${columns.length + extra}, ${valueWidth}px)`;
  const minWidth = 124 + (columns.length + extra) * valueWidth;
  const virtualizer = useVirtualizer({ count: items.length, getScrollElement: () => scroller.current, estimateSize: () => lineHeight, overscan: 12, scrollPaddingStart: 30 });

  const sortBy = (by: RowOrder["by"]) => {
    const first = by !== "name";
    if (order?.by !== by) onOrder({ by, isDescending: first });
    else onOrder(order.isDescending === first ? { by, isDescending: !first } : null);
  };
  const heading = (by: RowOrder["by"], title: string, hint: string, color?: string) => (
    <div role="columnheader" className={by === "name" ? classes.nameHead : classes.valueHead} aria-sort={order?.by === by ? (order.isDescending ? "descending" : "ascending") : "none"}>
      <button type="button" title={hint} onClick={() => sortBy(by)}>
        {color && <span className={classes.swatch} style={{ background: color }} aria-hidden />}
        <span className={classes.title}>{title}</span>
        {order?.by === by && (order.isDescending ? <IconArrowDown size={12} aria-hidden /> : <IconArrowUp size={12} aria-hidden />)}
      </button>
    </div>
  );
  const go = (name: string, step: 1 | -1) => {
    const at = rows.findIndex((row) => row.name === name);
    const next = rows[at + step];
    if (!next) return;
    onSelect(next.name);
    virtualizer.scrollToIndex(items.findIndex((item) => item.kind === "row" && item.row.name === next.name));
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-feature="${CSS.escape(next.name)}"] button`)?.focus());
  };

  return (
    <div ref={scroller} className={classes.scroller} role="table" aria-label="Features" aria-rowcount={rows.length + 1}>
      <div role="row" className={`${classes.line} ${classes.head}`} style={{ gridTemplateColumns: template, minWidth }}>
        {heading("name", "Feature", "Sort by name")}
        {columns.map(({ featureSetId, title, color }, index) => <Fragment key={featureSetId}>{heading(index, title, `Sort by ${title}`, color)}</Fragment>)}
        {isPair && heading("difference", "Difference", "First minus second. Sort by it")}
        {isPair && heading("ratio", "Ratio", "First divided by second. Sort by how far it is from 1")}
      </div>
      <div className={classes.body} style={{ height: virtualizer.getTotalSize(), minWidth }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const item = items[index]!;
          const place = { transform: `translateY(${start}px)`, gridTemplateColumns: template };
          if (item.kind === "group") {
            return <div key={item.title} role="row" className={`${classes.line} ${classes.group}`} style={place}><span role="rowheader" className={classes.groupTitle}>{item.title} <span className={classes.count}>{item.count}</span></span></div>;
          }
          const { row } = item;
          return (
            // The name is the control; a click anywhere in the line is a convenience of the mouse.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div key={row.name} role="row" className={classes.line} style={place} data-feature={row.name} data-selected={row.name === selected || undefined} onClick={() => onSelect(row.name)}>
              <div role="rowheader" className={classes.name}>
                <button
                  type="button" title={row.name} aria-pressed={row.name === selected}
                  onKeyDown={(event) => {
                    if (!hasArrowKeys || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
                    event.preventDefault();
                    go(row.name, event.key === "ArrowDown" ? 1 : -1);
                  }}
                >
                  {row.feature}
                </button>
                {order && <span className={classes.of}>{whereFrom(row)}</span>}
              </div>
              {row.cells.map((cell, column) => <ValueCell key={columns[column]!.featureSetId} value={cell?.value} reason={cell?.reason} />)}
              {isPair && <ValueCell value={row.difference} isDerived />}
              {isPair && <ValueCell value={row.ratio} isDerived />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function ValueCell({ value, reason, isDerived = false }: { value: number | null | undefined; reason?: string | undefined; isDerived?: boolean }) {
  if (value === undefined || (value === null && isDerived)) return <div role="cell" className={classes.value}>–</div>;
  if (value === null) return <div role="cell" className={`${classes.value} ${classes.undefined}`} title={reason}>undefined</div>;
  return <div role="cell" className={classes.value} data-derived={isDerived || undefined} title={String(value)}>{isDerived ? formatValue(Number(value.toPrecision(4))) : formatValue(value)}</div>;
}

function whereFrom({ imageType, featureClass }: FeatureRow): string {
  return [featureClass && classTitles[featureClass], imageType === "original" || imageType === "" ? "" : imageTypeTitle(imageType)].filter(Boolean).join(", ");
}

function inGroups(rows: readonly FeatureRow[]): Item[] {
  const groups = new Map<string, FeatureRow[]>();
  for (const row of rows) {
    const title = [row.featureClass ? classTitles[row.featureClass] : "Other", row.imageType === "original" || row.imageType === "" ? "" : imageTypeTitle(row.imageType)].filter(Boolean).join(", ");
    const group = groups.get(title);
    if (group) group.push(row);
    else groups.set(title, [row]);
  }
  return [...groups].flatMap(([title, members]): Item[] => [{ kind: "group", title, count: members.length }, ...members.map((row): Item => ({ kind: "row", row }))]);
}
