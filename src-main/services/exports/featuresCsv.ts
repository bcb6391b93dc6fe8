import type { FeatureSet } from "#shared/domain/featureSet.ts";
import type { Side } from "#shared/domain/segment.ts";
import {
  extractedAtColumn,
  imageHashColumn,
  imageSourceColumn,
  imageWarningsColumn,
  labelColumn,
  labelsColumn,
  maskHashColumn,
  patientCodeColumn,
  patientIdColumn,
  readerColumn,
  revisionColumn,
  seriesDescriptionColumn,
  seriesNumberColumn,
  settingsColumn,
  studyCodeColumn,
  volumeLabelColumn,
} from "./extractionColumns.ts";
import { commonCells, csvHeader, csvLine, type Cells } from "./extractionTable.ts";
import { pythonDictionary } from "./pythonWords.ts";
import { tableColumns } from "./tableColumns.ts";
import { yieldThread } from "../system/index.ts";

/** Which image a feature set was measured on, without a name, date or UID; the hospital's ID of the patient only where it was asked for. */
export interface MeasuredOn {
  readonly patientCode: string | undefined;
  readonly studyCode: string | undefined;
  readonly seriesNumber: number | null;
  readonly seriesDescription: string;
  readonly volumeLabel: string;
  readonly patientId?: string;
}

/** One row: the features of a segment, and where they came from. */
export type FeatureCsvRow = FeatureSet & {
  readonly side?: Side;
  /** The number that an export of the segmentation gives the segment; its own where absent. */
  readonly label?: number;
  /** Absent where the image has left the data folder. */
  readonly measuredOn?: MeasuredOn;
  /** Why the image must be looked at twice: uneven spacing, a tilted gantry ... */
  readonly imageWarnings?: readonly string[];
  /** Where the image comes from, in words; absent where it has left the data folder. */
  readonly imageSource?: string;
};

/**
 * Features of segments as CSV, a row each, in the columns of `fascicle extract` (tableColumns): Image is the volume's id, Mask the segmentation's. A feature
 * without a value is "nan" and one too large for a number "inf", as in PyRadiomics; numbers have as many digits as give the same number
 * back. `spreadsheet`: see TableHead.
 */
export async function featuresCsv(rows: readonly FeatureCsvRow[], { withPatientId = false, spreadsheet = false } = {}): Promise<string> {
  const columns = tableColumns({
    format: "csv",
    caseColumns: ["Image", "Mask"],
    withPatientId,
    diagnosticColumns: [...new Set([settingsColumn, ...rows.flatMap(({ diagnostics }) => Object.keys(diagnostics))])],
    featureColumns: [...new Set(rows.flatMap(({ features }) => features.map(({ name }) => name)))],
  });
  const lines = [csvHeader(columns, spreadsheet)];
  for (const row of rows) {
    // Thousands of values a row: the door's thread answers others in between.
    await yieldThread();
    lines.push(csvLine(columns, cellsOf(row), spreadsheet));
  }
  return lines.join("");
}

function cellsOf(row: FeatureCsvRow): Cells {
  const { measuredOn } = row;
  return {
    ...commonCells(row, { label: row.segmentNumber, name: row.segmentName, side: row.side }),
    ...row.diagnostics,
    Image: row.volumeId,
    Mask: row.segmentationId,
    [patientCodeColumn]: measuredOn?.patientCode,
    [patientIdColumn]: measuredOn?.patientId,
    [studyCodeColumn]: measuredOn?.studyCode,
    [seriesNumberColumn]: measuredOn?.seriesNumber,
    [seriesDescriptionColumn]: measuredOn?.seriesDescription,
    [volumeLabelColumn]: measuredOn?.volumeLabel,
    [labelColumn]: row.label ?? row.segmentNumber,
    [labelsColumn]: row.label ?? row.segmentNumber,
    [settingsColumn]: pythonDictionary(row.settings),
    [imageHashColumn]: row.imageHash,
    [maskHashColumn]: row.maskHash,
    [imageSourceColumn]: row.imageSource,
    [imageWarningsColumn]: row.imageWarnings?.join(" "),
    [revisionColumn]: row.segmentationRevision,
    [readerColumn]: row.reader,
    [extractedAtColumn]: row.createdAt,
    ...Object.fromEntries(row.features.map(({ name, value }) => [name, value ?? Number.NaN])),
  };
}
