export { compareSettings } from "./compareSettings.ts";
export { safeCell, writeCsv } from "./csv.ts";
export {
  gradeColumn,
  hasNumbers,
  numberColumn,
  readDataTable,
  requireColumn,
  requireValueColumn,
  textColumn,
  type DataTable,
} from "./dataTable.ts";
export { describeImage, type Identity, type ImageDescription } from "./describeImage.ts";
export { caseKey } from "./extractionBlocks.ts";
export { exportFileName } from "./exportFileName.ts";
export { extractionTable, labelsAsked, type CaseRows, type ExtractionTable, type LabelRow, type TableHead } from "./extractionTable.ts";
export { featuresCsv, type FeatureCsvRow, type MeasuredOn } from "./featuresCsv.ts";
export { networkDocument } from "./networkDocument.ts";
export { networkReportHtml, type NetworkReportContent } from "./networkReportHtml.ts";
export { predictionDocument, type PredictionExport } from "./predictionDocument.ts";
export { openExtractionFile } from "./openExtractionFile.ts";
export { readCases, type Case } from "./readCases.ts";
export { readFeatureTable, type FeatureRow } from "./readFeatureTable.ts";
export { reportHtml, type ReportContent } from "./reportHtml.ts";
export { reportStyle } from "./reportStyle.ts";
export { zipFiles } from "./zipFiles.ts";
