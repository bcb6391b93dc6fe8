import type { Diagnostics, DiagnosticValue, Extraction } from "#shared/domain/featureSet.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { readCsv, writeCsv } from "./csv.ts";
import {
  engineColumn, errorColumn, imageHashColumn, labelColumn, labelNameColumn, labelsColumn, longColumns, maskHashColumn, noticeColumn, settingsHashColumn, warningsColumn,
} from "./extractionColumns.ts";
import { pythonCell } from "./pythonWords.ts";

/** A row a label; the same, an object a line (JSON Lines); a row a feature. */
export type TableFormat = "csv" | "json" | "long";

/** What is known of a table before the first case. */
export interface TableHead {
  readonly format: TableFormat;
  /** Columns of the cases, carried along. */
  readonly caseColumns: readonly string[];
  /** PyRadiomics' columns "diagnostics_...", none where the settings leave them out. */
  readonly diagnosticColumns: readonly string[];
  readonly featureColumns: readonly string[];
  readonly settingsHash: string;
  readonly engineVersion: string;
}

/** What came of one label of a case: measured, or why not. */
export interface LabelRow {
  readonly label: number;
  /** Empty where it has none. */
  readonly name: string;
  readonly outcome: Extraction | { readonly error: string };
}

/** What came of one case; `error` where it could not be measured at all. `labelsAsked`: see `labelsAsked`. */
export interface CaseRows {
  /** Of the case's columns, in their order. */
  readonly cells: readonly string[];
  readonly labelsAsked: string;
  readonly outcome: { readonly imageHash: string; readonly maskHash: string; readonly labels: readonly LabelRow[] } | { readonly error: string };
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
  readonly format: TableFormat;
  readonly columns: readonly string[];
  /** The header with its line end; empty for JSON. */
  readonly header: string;
  /** Rows that stand for one measured label. */
  readonly rowsPerLabel: number;
  readonly settingsHash: string;
  readonly engineVersion: string;
  /** The rows of a case, each with its line end. */
  rows(of: CaseRows): string;
  /** Reads a row back; undefined where it is none of such a table. */
  read(record: string): WrittenRow | undefined;
}

/** What was asked of a mask, in words: "1", "all", "all, channel 2". */
export function labelsAsked(label: "all" | number, channel: number): string {
  return channel === 0 ? String(label) : `${label}, channel ${channel}`;
}

type Cells = Record<string, DiagnosticValue | null>;

/**
 * A table of extractions. Columns: those of the case; Label, LabelName and Error; "diagnostics_..." of ours and of PyRadiomics; PyRadiomics' features.
 * The long format has ImageType, FeatureClass, Feature and Value in place of the features, and of the diagnostics only what tells one run from another.
 * A feature that is undefined is "nan" (null in JSON), one of an image that could not be made an empty cell.
 */
export function extractionTable(head: TableHead): ExtractionTable {
  const isLong = head.format === "long";
  const labelColumns = [...(head.caseColumns.includes(labelColumn) ? [] : [labelColumn]), labelNameColumn];
  const ours = [noticeColumn, engineColumn, settingsHashColumn, labelsColumn, ...(isLong ? [] : [imageHashColumn, maskHashColumn, warningsColumn])];
  const columns = isLong
    ? [...head.caseColumns, ...labelColumns, ...longColumns, errorColumn, ...ours]
    : [...head.caseColumns, ...labelColumns, errorColumn, ...ours, ...head.diagnosticColumns, ...head.featureColumns];
  const line = (cells: Cells) => (head.format === "json" ? jsonLine(columns, cells) : writeCsv([columns.map((column) => cellText(column, cells[column]))]));

  return {
    format: head.format, columns, settingsHash: head.settingsHash, engineVersion: head.engineVersion,
    header: head.format === "json" ? "" : writeCsv([columns]),
    rowsPerLabel: isLong ? head.featureColumns.length : 1,
    rows: (of) => recordsOf(head, of).flatMap((cells) => (isLong ? longRecords(head, columns, cells) : [cells])).map(line).join(""),
    read: (record) => readRow(head, columns, record),
  };
}

/** A label or a case that failed is one record. */
function recordsOf(head: TableHead, { cells, labelsAsked: asked, outcome }: CaseRows): Cells[] {
  const failed = "error" in outcome;
  const common: Cells = {
    ...Object.fromEntries(head.caseColumns.map((column, at) => [column, cells[at]!])),
    [noticeColumn]: researchUseNotice, [engineColumn]: head.engineVersion, [settingsHashColumn]: head.settingsHash,
    [labelsColumn]: failed ? asked : asked.replace(/^all/, `all (${outcome.labels.length})`),
  };
  if (failed) return [{ ...common, [labelColumn]: asked.startsWith("all") ? null : Number.parseInt(asked), [errorColumn]: outcome.error }];
  return outcome.labels.map((row) => ({
    ...common, [labelColumn]: row.label, [labelNameColumn]: row.name, [imageHashColumn]: outcome.imageHash, [maskHashColumn]: outcome.maskHash,
    ...("error" in row.outcome ? { [errorColumn]: row.outcome.error } : measured(row.outcome)),
  }));
}

function measured({ features, diagnostics, warnings }: Extraction): Cells {
  return {
    ...(diagnostics satisfies Diagnostics), [warningsColumn]: warnings.join(" "),
    ...Object.fromEntries(features.map(({ name, value }) => [name, value ?? Number.NaN])),
  };
}

function longRecords({ featureColumns }: TableHead, columns: readonly string[], cells: Cells): Cells[] {
  if (cells[errorColumn] !== undefined) return [cells];
  const common = Object.fromEntries(columns.map((column) => [column, cells[column] ?? null]));
  return featureColumns.map((column) => {
    const parts = column.split("_");
    return { ...common, ...Object.fromEntries(longColumns.map((name, at) => [name, at < 3 ? parts[at]! : cells[column] ?? null])) };
  });
}

function cellText(column: string, value: DiagnosticValue | null | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return column === errorColumn || column === warningsColumn ? value.replaceAll(/\s+/g, " ") : value;
  if (typeof value === "number" && !column.startsWith("diagnostics_")) return Number.isNaN(value) ? "nan" : String(value);
  return pythonCell(column, value);
}

/** A label that was measured has no Error, one that was not has no features; JSON has no NaN. */
function jsonLine(columns: readonly string[], cells: Cells): string {
  const given = columns.filter((column) => cells[column] !== undefined).map((column) => [column, Number.isNaN(cells[column]) ? null : cells[column]]);
  return `${JSON.stringify(Object.fromEntries(given))}\n`;
}

const countOfAll = /^all \((\d+)\)/;

function readRow({ format, caseColumns }: TableHead, columns: readonly string[], record: string): WrittenRow | undefined {
  const cells = format === "json" ? readJson(record) : readCells(columns, record);
  if (!cells) return undefined;
  const text = (column: string) => String(cells[column] ?? "");
  return {
    caseCells: caseColumns.map(text), label: text(labelColumn), isFailed: text(errorColumn) !== "",
    labelsAsked: text(labelsColumn).replace(countOfAll, "all"), labelCount: Number(countOfAll.exec(text(labelsColumn))?.[1] ?? 1),
    settingsHash: text(settingsHashColumn), engineVersion: text(engineColumn),
  };
}

function readCells(columns: readonly string[], record: string): Record<string, string> | undefined {
  const [cells] = readCsv(record);
  return cells?.length === columns.length ? Object.fromEntries(columns.map((column, at) => [column, cells[at]!])) : undefined;
}

function readJson(record: string): Readonly<Record<string, string | number>> | undefined {
  try {
    const value = JSON.parse(record) as Record<string, string | number> | null;
    return typeof value === "object" && value !== null && noticeColumn in value ? value : undefined;
  } catch {
    return undefined;
  }
}
