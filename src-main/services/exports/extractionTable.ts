import { type DiagnosticValue, type Extraction, featureText, wordsForNotFinite } from "#shared/domain/featureSet.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import type { Side } from "#shared/domain/segment.ts";
import { byteOrderMark, readCsv, safeCell, withoutMark, writeCsv } from "./csv.ts";
import {
  engineColumn,
  errorColumn,
  imageHashColumn,
  labelColumn,
  labelNameColumn,
  labelsColumn,
  longColumns,
  maskHashColumn,
  noticeColumn,
  segmentColumn,
  segmentNameColumn,
  settingsHashColumn,
  sideColumn,
  warningsColumn,
} from "./extractionColumns.ts";
import { pythonCell } from "./pythonWords.ts";
import { earlierColumns, tableColumns, type ColumnHead } from "./tableColumns.ts";

/** What is known of a table before the first case. */
export interface TableHead extends ColumnHead {
  /** Of the settings, that of this version first: rows with any of them are of these settings. */
  readonly settingsHashes: readonly string[];
  /** Versions of the engine whose values may stand in the table beside each other; this one first. */
  readonly engineVersions: readonly string[];
  /** For a spreadsheet: with a byte order mark, and nothing in it that a spreadsheet would run. Not for JSON. */
  readonly spreadsheet?: boolean;
}

/** What came of one label of a case: measured, or why not. */
export interface LabelRow {
  readonly label: number;
  /** Empty where it has none. */
  readonly name: string;
  /** Of the body; where the mask says it. */
  readonly side?: Side;
  readonly outcome: Extraction | { readonly error: string };
}

/** What came of one case; `error` where it could not be measured at all. `labelsAsked`: see `labelsAsked`. */
export interface CaseRows {
  /** Of the case's columns, in their order. */
  readonly cells: readonly string[];
  readonly labelsAsked: string;
  readonly outcome:
    | { readonly imageHash: string; readonly maskHash: string; readonly labels: readonly LabelRow[] }
    | { readonly error: string };
}

/** What a row that stands in a table says of itself. */
export interface WrittenRow {
  readonly caseCells: readonly string[];
  readonly label: string;
  readonly labelsAsked: string;
  /** How many labels of the case stand in the table. */
  readonly labelCount: number;
  readonly isFailed: boolean;
  readonly settingsHash: string;
  readonly engineVersion: string;
}

/** Rows of features as text, under columns that do not change from case to case. */
export interface ExtractionTable {
  readonly format: ColumnHead["format"];
  readonly columns: readonly string[];
  /** The header with its line end; empty for JSON. */
  readonly header: string;
  /** Rows that stand for one measured label. */
  readonly rowsPerLabel: number;
  readonly settingsHashes: readonly string[];
  readonly engineVersions: readonly string[];
  /** The same in the columns that such tables had before; undefined where there were none. */
  readonly earlier: ExtractionTable | undefined;
  /** The rows of a case, each with its line end. */
  rows(of: CaseRows): string;
  /** Reads a row back; undefined where it is none of such a table. */
  read(record: string): WrittenRow | undefined;
}

/** What was asked of a mask, in words: "1", "all", "all, channel 2". */
export function labelsAsked(label: "all" | number, channel: number): string {
  return channel === 0 ? String(label) : `${label}, channel ${channel}`;
}

/** The cells of a row, by the names of their columns; what is absent or null is empty. */
export type Cells = Record<string, DiagnosticValue | null | undefined>;

/**
 * A table of extractions, of the columns that tableColumns tells. A feature that is undefined is "nan" (null in JSON), one of an image that
 * could not be made an empty cell.
 */
export function extractionTable(head: TableHead): ExtractionTable {
  const isJson = head.format === "json";
  const earlier = isJson || head.spreadsheet ? undefined : tableOf(head, earlierColumns(head), undefined);
  return tableOf(head, tableColumns(head), earlier);
}

function tableOf(head: TableHead, columns: readonly string[], earlier: ExtractionTable | undefined): ExtractionTable {
  const isLong = head.format === "long";
  const line = (cells: Cells) => (head.format === "json" ? jsonLine(columns, cells) : csvLine(columns, cells, head.spreadsheet));
  return {
    format: head.format,
    columns,
    earlier,
    settingsHashes: head.settingsHashes,
    engineVersions: head.engineVersions,
    header: head.format === "json" ? "" : csvHeader(columns, head.spreadsheet),
    rowsPerLabel: isLong ? head.featureColumns.length : 1,
    rows: (of) =>
      recordsOf(head, of)
        .flatMap((cells) => (isLong ? longRecords(head, columns, cells) : [cells]))
        .map(line)
        .join(""),
    read: (record) => readRow(head, columns, record),
  };
}

/** The first line of a table. */
export function csvHeader(columns: readonly string[], spreadsheet = false): string {
  return spreadsheet ? `${byteOrderMark}${writeCsv([columns.map(safeCell)])}` : writeCsv([columns]);
}

/** A row of a table as text, with its line end. */
export function csvLine(columns: readonly string[], cells: Cells, spreadsheet = false): string {
  const row = columns.map((column) => cellText(column, cells[column]));
  return writeCsv([spreadsheet ? row.map(safeCell) : row]);
}

/** What every row says of the program and of the label that it measures. */
export function commonCells(
  { engineVersion, settingsHash }: { readonly engineVersion: string; readonly settingsHash: string },
  { label, name, side }: { label?: number; name?: string; side?: Side },
): Cells {
  return {
    [noticeColumn]: researchUseNotice,
    [engineColumn]: engineVersion,
    [settingsHashColumn]: settingsHash,
    [labelColumn]: label,
    [labelNameColumn]: name,
    [sideColumn]: side === "none" ? "" : side,
    [segmentColumn]: label,
    [segmentNameColumn]: name,
  };
}

function provenanceOf({ engineVersions, settingsHashes }: TableHead): Parameters<typeof commonCells>[0] {
  return { engineVersion: engineVersions[0]!, settingsHash: settingsHashes[0]! };
}

/** A label or a case that failed is one record. */
function recordsOf(head: TableHead, { cells, labelsAsked: asked, outcome }: CaseRows): Cells[] {
  const ofCase = Object.fromEntries(head.caseColumns.map((column, at) => [column, cells[at]!]));
  if ("error" in outcome) {
    const label = asked.startsWith("all") ? undefined : Number.parseInt(asked);
    return [
      {
        ...commonCells(provenanceOf(head), {}),
        ...ofCase,
        [labelColumn]: label ?? null,
        [labelsColumn]: asked,
        [errorColumn]: outcome.error,
      },
    ];
  }
  return outcome.labels.map((row) => ({
    ...commonCells(provenanceOf(head), row),
    ...ofCase,
    [labelColumn]: row.label,
    [labelsColumn]: asked.replace(/^all/, `all (${outcome.labels.length})`),
    [imageHashColumn]: outcome.imageHash,
    [maskHashColumn]: outcome.maskHash,
    ...("error" in row.outcome ? { [errorColumn]: row.outcome.error } : measured(row.outcome)),
  }));
}

function measured({ features, diagnostics, warnings }: Extraction): Cells {
  return {
    ...diagnostics,
    [warningsColumn]: warnings.join(" "),
    ...Object.fromEntries(features.map(({ name, value }) => [name, value ?? Number.NaN])),
  };
}

function longRecords({ featureColumns }: TableHead, columns: readonly string[], cells: Cells): Cells[] {
  if (cells[errorColumn] !== undefined) return [cells];
  const common = Object.fromEntries(columns.map((column) => [column, cells[column] ?? null]));
  return featureColumns.map((column) => {
    const parts = column.split("_");
    return { ...common, ...Object.fromEntries(longColumns.map((name, at) => [name, at < 3 ? parts[at]! : (cells[column] ?? null)])) };
  });
}

function cellText(column: string, value: DiagnosticValue | null | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return column === errorColumn || column === warningsColumn ? value.replaceAll(/\s+/g, " ") : value;
  if (typeof value === "number" && !column.startsWith("diagnostics_")) return featureText(value);
  return pythonCell(column, value);
}

/** A label that was measured has no Error, one that was not has no features; JSON has no NaN; an infinite value is the word "inf". */
function jsonLine(columns: readonly string[], cells: Cells): string {
  const given = columns
    .filter((column) => cells[column] !== undefined)
    .map((column) => [column, Number.isNaN(cells[column]) ? null : cells[column]]);
  return `${JSON.stringify(Object.fromEntries(given), wordsForNotFinite)}\n`;
}

const countOfAll = /^all \((\d+)\)/;

function readRow(
  { format, caseColumns, spreadsheet = false }: TableHead,
  columns: readonly string[],
  record: string,
): WrittenRow | undefined {
  const cells = format === "json" ? readJson(record) : readCells(columns, record, spreadsheet);
  if (!cells) return undefined;
  const text = (column: string) => String(cells[column] ?? "");
  return {
    caseCells: caseColumns.map(text),
    label: text(labelColumn),
    isFailed: text(errorColumn) !== "",
    labelsAsked: text(labelsColumn).replace(countOfAll, "all"),
    labelCount: Number(countOfAll.exec(text(labelsColumn))?.[1] ?? 1),
    settingsHash: text(settingsHashColumn),
    engineVersion: text(engineColumn),
  };
}

function readCells(columns: readonly string[], record: string, spreadsheet: boolean): Record<string, string> | undefined {
  const [cells] = readCsv(record);
  return cells?.length === columns.length
    ? Object.fromEntries(columns.map((column, at) => [column, spreadsheet ? withoutMark(cells[at]!) : cells[at]!]))
    : undefined;
}

function readJson(record: string): Readonly<Record<string, string | number>> | undefined {
  try {
    const value = JSON.parse(record) as Record<string, string | number> | null;
    return typeof value === "object" && value !== null && noticeColumn in value ? value : undefined;
  } catch {
    return undefined;
  }
}
