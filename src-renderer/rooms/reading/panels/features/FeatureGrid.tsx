/* oxlint-disable jsx-a11y/prefer-tag-over-role -- lines that are placed one by one cannot be rows of a <table>; the roles make one of them. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { Fragment, useMemo, useRef } from "react";
import { formatValue } from "../../../../ui/format.ts";
import type { ComparedColumn, FeatureRow, RowOrder } from "./comparison.ts";
import { classTitles, featureWords, imageTypeTitle } from "#shared/domain/featureNames.ts";
import { featureUnit } from "#shared/domain/featureUnit.ts";
import { iccInWords, iccText, type FeatureIcc, type StudyIcc } from "./studyIcc.ts";
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
  /** In a narrow place: narrow columns, and no difference and ratio. */
  readonly isNarrow?: boolean;
  /** A study's ICCs, to stand beside the values; null for none. */
  readonly icc?: StudyIcc | null;
}

type Item = { readonly kind: "group"; readonly title: string; readonly count: number } | { readonly kind: "row"; readonly row: FeatureRow };

const lineHeight = 26;
/** Room for a heading of four lines: what is scrolled to must not lie under it. */
const headHeight = 68;

/** Features and segments as a table; only the lines in view are in the page, so that thousands scroll at once. */
export function FeatureGrid({
  columns,
  rows,
  order,
  onOrder,
  selected,
  onSelect,
  hasArrowKeys = false,
  isNarrow = false,
  icc = null,
}: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const items = useMemo(() => (order ? rows.map((row): Item => ({ kind: "row", row })) : inGroups(rows)), [rows, order]);
  const isPair = columns.length === 2 && !isNarrow;
  const [nameWidth, valueWidth] = !isNarrow ? [280, 132] : columns.length === 1 ? [112, 96] : [104, 98];
  const numbers = columns.length + (isPair ? 2 : 0);
  const iccWidth = icc === null ? 0 : isNarrow ? 62 : 200;
  const iccTrack = icc === null ? "" : ` ${iccWidth}px`;
  // A name stands near its values: in a wide place the room is left at the end.
  const template = isNarrow
    ? `minmax(${nameWidth}px, 1fr) repeat(${numbers}, ${valueWidth}px)${iccTrack}`
    : `${nameWidth}px repeat(${numbers}, ${valueWidth}px)${iccTrack}`;
  const minWidth = nameWidth + numbers * valueWidth + iccWidth;
  // oxlint-disable-next-line react/incompatible-library -- its functions are used in this component only, never kept.
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 12,
    scrollPaddingStart: headHeight,
  });

  const sortBy = (by: RowOrder["by"]) => {
    const first = by !== "name";
    if (order?.by !== by) onOrder({ by, isDescending: first });
    else onOrder(order.isDescending === first ? { by, isDescending: !first } : null);
  };
  const heading = (by: RowOrder["by"], title: string, hint: string, column?: ComparedColumn) => (
    <div
      role="columnheader"
      className={by === "name" ? classes.nameHead : classes.valueHead}
      aria-sort={order?.by === by ? (order.isDescending ? "descending" : "ascending") : "none"}
    >
      <button type="button" title={hint} onClick={() => sortBy(by)}>
        {column && <span className={classes.bar} style={{ background: column.color }} aria-hidden />}
        <span className={classes.title}>
          {title}
          {column && !isNarrow && <span className={classes.label}> label {column.label}</span>}
        </span>
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
    <div
      ref={scroller}
      className={classes.scroller}
      data-narrow={isNarrow || undefined}
      role="table"
      aria-label="Features"
      aria-rowcount={rows.length + 1}
    >
      <div role="row" className={`${classes.line} ${classes.head}`} style={{ gridTemplateColumns: template, minWidth }}>
        {heading("name", "Feature", "Sort by name")}
        {columns.map((column, index) => (
          <Fragment key={column.featureSetId}>
            {heading(index, column.title, `Label ${column.label} in files. Sort by ${column.title}`, column)}
          </Fragment>
        ))}
        {isPair && heading("difference", "Difference", "First minus second. Sort by it")}
        {isPair && heading("ratio", "Ratio", "First divided by second. Sort by how far it is from 1")}
        {icc && (
          <div
            role="columnheader"
            className={classes.iccHead}
            title="Agreement on the feature in the study that is chosen; ✓: stable there"
          >
            ICC
          </div>
        )}
      </div>
      <div className={classes.body} style={{ height: virtualizer.getTotalSize(), minWidth }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const item = items[index]!;
          const place = { transform: `translateY(${start}px)`, gridTemplateColumns: template };
          if (item.kind === "group") {
            return (
              <div
                key={item.title}
                ref={virtualizer.measureElement}
                data-index={index}
                role="row"
                className={`${classes.line} ${classes.group}`}
                style={place}
              >
                <span role="rowheader" className={classes.groupTitle}>
                  {item.title} <span className={classes.count}>{item.count}</span>
                </span>
              </div>
            );
          }
          const { row } = item;
          return (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the button in the line is the control.
            <div
              key={row.name}
              ref={virtualizer.measureElement}
              data-index={index}
              role="row"
              className={classes.line}
              style={place}
              data-feature={row.name}
              data-selected={row.name === selected || undefined}
              onClick={() => onSelect(row.name)}
            >
              <div role="rowheader" className={classes.name}>
                <button
                  type="button"
                  title={row.name}
                  aria-pressed={row.name === selected}
                  onKeyDown={(event) => {
                    if (!hasArrowKeys || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
                    event.preventDefault();
                    go(row.name, event.key === "ArrowDown" ? 1 : -1);
                  }}
                >
                  {featureWords(row.feature)}
                </button>
                {!isNarrow && <span className={classes.unit}>{featureUnit(row.name)}</span>}
                {order && <span className={classes.of}>{whereFrom(row)}</span>}
              </div>
              {row.cells.map((cell, column) => (
                <ValueCell
                  key={columns[column]!.featureSetId}
                  value={cell?.value}
                  reason={cell?.reason}
                  digits={isNarrow && columns.length > 1 ? 5 : 6}
                />
              ))}
              {isPair && (
                <DerivedCell value={row.difference} words={(value) => (isPlain(value) ? value.toPrecision(4) : formatValue(value))} />
              )}
              {isPair && <DerivedCell value={row.ratio} words={(value) => (isPlain(value) ? value.toFixed(3) : formatValue(value))} />}
              {icc && <IccCell of={icc.get(row.name)} isNarrow={isNarrow} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The first comparison's ICC, with its interval where there is room; the others on hover. */
function IccCell({ of, isNarrow }: { of: FeatureIcc | undefined; isNarrow: boolean }) {
  const first = of?.comparisons[0];
  if (!of || !first)
    return (
      <div role="cell" className={classes.value}>
        –
      </div>
    );
  const { value, lower, upper } = first;
  return (
    <div role="cell" className={classes.value} title={of.comparisons.map(iccInWords).join("\n")}>
      {value === null ? "–" : iccText(value)}
      {!isNarrow && lower !== null && upper !== null && (
        <span className={classes.of}>
          {" "}
          {iccText(lower)} to {iccText(upper)}
        </span>
      )}
      {of.isStable && (
        <span className={classes.stable} role="img" aria-label="stable">
          {" "}
          ✓
        </span>
      )}
    </div>
  );
}

function ValueCell({ value, reason, digits }: { value: number | null | undefined; reason: string | undefined; digits: number }) {
  if (value === undefined)
    return (
      <div role="cell" className={classes.value}>
        –
      </div>
    );
  if (value === null)
    return (
      <div role="cell" className={`${classes.value} ${classes.undefined}`} title={reason}>
        undefined
      </div>
    );
  return (
    <div role="cell" className={classes.value} title={String(value)}>
      {inDigits(value, digits)}
    </div>
  );
}

/**
 * A number in so many digits, but never rounded before its decimal point (1234567.9 in six is 1234568, not 1234570); with an exponent in
 * fewer, as a number that is cut off at its end reads as another number.
 */
function inDigits(value: number, digits: number): string {
  const text = formatValue(value, { figures: digits });
  return digits < 6 && text.length > 8 ? value.toExponential(2) : text;
}

/** A number made of two values: quieter than those, and with as many digits as are worth reading. */
function DerivedCell({ value, words }: { value: number | null; words: (value: number) => string }) {
  return (
    <div role="cell" className={classes.value} data-derived title={value === null ? undefined : String(value)}>
      {value === null ? "–" : words(value)}
    </div>
  );
}

function isPlain(value: number): boolean {
  return value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4);
}

function whereFrom({ imageType, featureClass }: FeatureRow): string {
  return [featureClass && classTitles[featureClass], imageType === "original" || imageType === "" ? "" : imageTypeTitle(imageType)]
    .filter(Boolean)
    .join(", ");
}

function inGroups(rows: readonly FeatureRow[]): Item[] {
  const groups = new Map<string, FeatureRow[]>();
  for (const row of rows) {
    const title = [
      row.featureClass ? classTitles[row.featureClass] : "Other",
      row.imageType === "original" || row.imageType === "" ? "" : imageTypeTitle(row.imageType),
    ]
      .filter(Boolean)
      .join(", ");
    const group = groups.get(title);
    if (group) group.push(row);
    else groups.set(title, [row]);
  }
  return [...groups].flatMap(([title, members]): Item[] => [
    { kind: "group", title, count: members.length },
    ...members.map((row): Item => ({ kind: "row", row })),
  ]);
}
