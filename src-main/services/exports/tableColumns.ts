import {
  engineColumn,
  errorColumn,
  extractedAtColumn,
  imageHashColumn,
  imageSourceColumn,
  imageWarningsColumn,
  joiningColumns,
  labelColumn,
  labelNameColumn,
  labelsColumn,
  longColumns,
  maskHashColumn,
  noticeColumn,
  patientIdColumn,
  readerColumn,
  revisionColumn,
  segmentColumn,
  segmentNameColumn,
  settingsHashColumn,
  sideColumn,
  warningsColumn,
} from "./extractionColumns.ts";

/** A row a label; the same, an object a line (JSON Lines); a row a feature. */
export type TableFormat = "csv" | "json" | "long";

/** What tells the columns of a table. */
export interface ColumnHead {
  readonly format: TableFormat;
  /** Columns of the cases, carried along; where one of ours is among them it is not written again. */
  readonly caseColumns: readonly string[];
  /** Also the ID that the hospital knows the patient by. */
  readonly withPatientId?: boolean;
  /** PyRadiomics' columns "diagnostics_...", none where the settings leave them out. */
  readonly diagnosticColumns: readonly string[];
  readonly featureColumns: readonly string[];
}

/** Columns of the case that are named here already. */
const besides = (head: ColumnHead, columns: readonly string[]) => columns.filter((column) => !head.caseColumns.includes(column));

const runColumns = [noticeColumn, engineColumn, settingsHashColumn, labelsColumn] as const;
const hashColumns = [imageHashColumn, maskHashColumn, warningsColumn] as const;
const drawnColumns = [
  imageSourceColumn,
  imageWarningsColumn,
  segmentColumn,
  segmentNameColumn,
  revisionColumn,
  readerColumn,
  extractedAtColumn,
] as const;

/**
 * The columns of every table of features, the window's and the command line's: those of the case; of which patient, study, series and volume; which label,
 * of which side, and why it was not measured; "diagnostics_..." of ours and of PyRadiomics; PyRadiomics' features. The long format has ImageType,
 * FeatureClass, Feature and Value in place of the features, and of the diagnostics only what tells one run from another.
 */
export function tableColumns(head: ColumnHead): string[] {
  const [code, ...series] = joiningColumns;
  const ofCase = [
    ...head.caseColumns,
    ...besides(head, [code, ...(head.withPatientId ? [patientIdColumn] : []), ...series, labelColumn, labelNameColumn, sideColumn]),
  ];
  if (head.format === "long") return [...ofCase, ...longColumns, errorColumn, ...runColumns, readerColumn];
  return [...ofCase, errorColumn, ...runColumns, ...hashColumns, ...drawnColumns, ...head.diagnosticColumns, ...head.featureColumns];
}

/** The columns of tables that were begun before there were some to join them by: such a table goes on as it is. */
export function earlierColumns(head: ColumnHead): string[] {
  const ofCase = [...head.caseColumns, ...besides(head, [labelColumn]), labelNameColumn];
  if (head.format === "long") return [...ofCase, ...longColumns, errorColumn, ...runColumns];
  return [...ofCase, errorColumn, ...runColumns, ...hashColumns, ...head.diagnosticColumns, ...head.featureColumns];
}
