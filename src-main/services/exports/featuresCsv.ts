import type { FeatureSet } from "#shared/domain/featureSet.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { writeCsv } from "./csv.ts";
import { engineColumn, imageHashColumn, maskHashColumn, noticeColumn, settingsColumn, settingsHashColumn } from "./extractionColumns.ts";
import { pythonCell, pythonDictionary } from "./pythonWords.ts";

/** One row: the features of a segment, and where they came from. */
export type FeatureCsvRow = FeatureSet & {
  /** Why the image must be looked at twice: uneven spacing, a tilted gantry ... */
  readonly imageWarnings?: readonly string[];
};

/**
 * Features of segments as CSV, a row each: PyRadiomics' feature names in its order, after columns "diagnostics_..." that hold the research-use notice and where the
 * numbers came from, PyRadiomics' own among them (no patient, date of the study or UID). A feature without a value is "nan", as in PyRadiomics; numbers have as many digits as give the same
 * number back.
 */
export async function featuresCsv(rows: readonly FeatureCsvRow[]): Promise<string> {
  const diagnostics = rows.map(diagnosticsOf);
  const columns = [...new Set(diagnostics.flatMap((cells) => Object.keys(cells)))];
  const names = [...new Set(rows.flatMap(({ features }) => features.map(({ name }) => name)))];
  const lines = [writeCsv([[...columns, ...names]])];
  for (const [index, { features }] of rows.entries()) {
    // Thousands of values a row: the door's thread answers others in between.
    await new Promise(setImmediate);
    const values = new Map(features.map(({ name, value }) => [name, value]));
    lines.push(writeCsv([[...columns.map((column) => diagnostics[index]![column] ?? ""), ...names.map((name) => String(values.get(name) ?? "nan"))]]));
  }
  return lines.join("");
}

function diagnosticsOf(row: FeatureCsvRow): Record<string, string> {
  const cells: Record<string, string | undefined> = {
    [noticeColumn]: researchUseNotice,
    [engineColumn]: row.engineVersion,
    [settingsColumn]: pythonDictionary(row.settings),
    [settingsHashColumn]: row.settingsHash,
    [imageHashColumn]: row.imageHash,
    "diagnostics_Image-original_Warnings": row.imageWarnings?.join(" "),
    [maskHashColumn]: row.maskHash,
    "diagnostics_Mask-original_Segment": String(row.segmentNumber),
    "diagnostics_Mask-original_SegmentName": row.segmentName,
    "diagnostics_Mask-original_Revision": String(row.segmentationRevision),
    diagnostics_Reader: row.reader,
    diagnostics_ExtractedAt: row.createdAt,
  };
  for (const [name, value] of Object.entries(row.diagnostics)) cells[name] ??= pythonCell(name, value);
  return Object.fromEntries(Object.entries(cells).flatMap(([name, cell]) => (cell === undefined ? [] : [[name, cell]])));
}
