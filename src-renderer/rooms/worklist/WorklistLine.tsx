/* oxlint-disable jsx-a11y/prefer-tag-over-role -- lines that are placed one by one cannot be rows of a <table>; the roles make a WAI-ARIA treegrid of them. */
import { IconChevronRight } from "@tabler/icons-react";
import { Checkbox } from "@mantine/core";
import type { CSSProperties, MouseEventHandler, ReactNode } from "react";
import type { Series } from "#shared/api/study.ts";
import type { WorklistRow } from "#shared/api/worklist.ts";
import { thumbnailOf } from "../../client/addresses.ts";
import { formatCount, formatCounted, formatPatientName } from "../../ui/format.ts";
import { columns } from "./columns.tsx";
import { Thumbnail } from "../../ui/Thumbnail.tsx";
import { WarningSign } from "./WarningSign.tsx";
import type { Level } from "./worklistFilter.ts";
import type { ChildRow } from "./useOpenedRows.ts";
import classes from "./WorklistTable.module.css";

interface LineProps {
  readonly id: string;
  readonly line: number;
  readonly style: CSSProperties;
  readonly isActive: boolean;
  readonly onSelect: MouseEventHandler;
  readonly onOpen: () => void;
  readonly treeLevel: number;
  readonly isExpanded?: boolean | undefined;
  readonly isMarked?: boolean;
  readonly children: ReactNode;
}

function Line({ id, line, style, isActive, onSelect, onOpen, treeLevel, isExpanded, isMarked, children }: LineProps) {
  return (
    // The table itself holds the focus and handles the keys (WAI-ARIA treegrid with aria-activedescendant).
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the table has both.
    <div
      id={id}
      role="row"
      aria-rowindex={line + 2}
      aria-level={treeLevel}
      aria-selected={isActive}
      aria-expanded={isExpanded}
      className={classes.line}
      data-child={treeLevel > 1 || undefined}
      data-marked={isMarked || undefined}
      style={style}
      onClick={onSelect}
      onDoubleClick={onOpen}
    >
      {children}
    </div>
  );
}

type Common = Omit<LineProps, "treeLevel" | "isExpanded" | "isMarked" | "children">;

/** A patient, study or series of the list itself; an empty line while it is on its way. */
export function TopLine({
  row,
  level,
  isExpanded,
  onToggle,
  isMarked,
  onMark,
  ...line
}: Common & {
  row: WorklistRow | undefined;
  level: Level;
  isExpanded: boolean;
  onToggle: () => void;
  isMarked: boolean;
  /** Marks the row or takes its mark away; with all rows from the one that was marked last. Undefined where rows are not marked. */
  onMark: ((isRange: boolean) => void) | undefined;
}) {
  if (!row)
    return (
      <Line {...line} treeLevel={1}>
        <span className={classes.waiting} role="gridcell">
          …
        </span>
      </Line>
    );
  const canOpen = level !== "series";
  return (
    <Line {...line} treeLevel={1} isExpanded={canOpen ? isExpanded : undefined} isMarked={isMarked}>
      <span role="gridcell" className={classes.first}>
        {canOpen && (
          <button
            type="button"
            tabIndex={-1}
            className={classes.arrow}
            data-open={isExpanded || undefined}
            aria-label={isExpanded ? "Close this row" : level === "study" ? "Show its series" : "Show its studies"}
            onClick={(event) => {
              event.stopPropagation();
              onToggle();
            }}
            onDoubleClick={(event) => event.stopPropagation()}
          >
            <IconChevronRight size={14} stroke={2} />
          </button>
        )}
        {onMark && (
          <Checkbox
            size="xs"
            tabIndex={-1}
            className={classes.mark}
            aria-label={`Mark ${formatPatientName(row.patientName)}, ${row.studyDate ?? "no date"}`}
            checked={isMarked}
            onClick={(event) => event.stopPropagation()}
            onDoubleClick={(event) => event.stopPropagation()}
            onChange={(event) => onMark(event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
          />
        )}
      </span>
      <span role="gridcell" className={classes.thumbnail}>
        <Thumbnail address={thumbnailOf(row.thumbnailVolumeId)} size={32} />
      </span>
      {columns[level].map((column) => {
        const shown = column.show(row);
        return (
          <span
            key={column.key}
            role="gridcell"
            className={classes.cell}
            data-number={column.isNumber || undefined}
            data-column={column.key}
            title={typeof shown === "string" && shown.length > 12 ? shown : undefined}
          >
            {shown}
          </span>
        );
      })}
      <span role="gridcell" className={classes.cell}>
        <WarningSign count={row.warnings} />
      </span>
    </Line>
  );
}

/** The size of a series in words: one volume's voxels, or how many volumes there are. */
function extentOf(series: Series): string {
  const [only] = series.volumes;
  if (series.volumes.length === 1 && only) return `${only.columns} × ${only.rows} × ${only.slices}`;
  return formatCounted(series.volumes.length, "volume", "volumes");
}

/** A series below its study. */
function SeriesLine({ series, ...line }: Common & { series: Series }) {
  const messages = series.volumes.flatMap((volume) => volume.warnings.map((warning) => warning.message));
  const middle = series.volumes[Math.floor(series.volumes.length / 2)];
  return (
    <Line {...line} treeLevel={2}>
      <span />
      <span role="gridcell" className={classes.thumbnail}>
        <Thumbnail address={thumbnailOf(middle?.id)} size={32} />
      </span>
      <span role="gridcell" className={classes.series}>
        <span className={classes.seriesNumber}>{series.seriesNumber ?? "–"}</span>
        <span className={classes.modality}>{series.modality}</span>
        <span className={classes.description}>{series.description || series.protocolName || "No description"}</span>
        <span className={classes.quiet}>{extentOf(series)}</span>
        <span className={classes.quiet}>{formatCounted(series.instances, "image", "images")}</span>
        {messages[0] && (
          <span className={classes.warning} title={messages.join("\n")}>
            {messages[0]}
          </span>
        )}
      </span>
      <span role="gridcell" className={classes.cell}>
        <WarningSign count={messages.length} messages={messages} />
      </span>
    </Line>
  );
}

/** A study below its patient. */
function StudyLine({ row, ...line }: Common & { row: WorklistRow }) {
  return (
    <Line {...line} treeLevel={2}>
      <span />
      <span role="gridcell" className={classes.thumbnail}>
        <Thumbnail address={thumbnailOf(row.thumbnailVolumeId)} size={32} />
      </span>
      <span role="gridcell" className={classes.series}>
        <span className={classes.date}>{row.studyDate ?? "–"}</span>
        <span className={classes.modality}>{row.modalities.join(", ")}</span>
        <span className={classes.description}>{row.studyDescription || "No description"}</span>
        <span className={classes.quiet}>{`${formatCount(row.series)} series`}</span>
        <span className={classes.quiet}>{formatCounted(row.instances, "image", "images")}</span>
      </span>
      <span role="gridcell" className={classes.cell}>
        <WarningSign count={row.warnings} />
      </span>
    </Line>
  );
}

/** What stands below an opened row. */
export function ChildLine({ child, ...line }: Common & { child: ChildRow }) {
  return child.kind === "series" ? <SeriesLine series={child.series} {...line} /> : <StudyLine row={child.row} {...line} />;
}
