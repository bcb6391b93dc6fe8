export { compareSettings } from "./compareSettings.ts";
export { describeImage, type Identity, type ImageDescription } from "./describeImage.ts";
export { featuresCsv, type FeatureCsvRow } from "./featuresCsv.ts";
export { predictionDocument, type PredictionExport } from "./predictionDocument.ts";
export { readFeatureTable, type FeatureRow } from "./readFeatureTable.ts";
export { reportHtml, type ReportContent } from "./reportHtml.ts";
export { reportStyle } from "./reportStyle.ts";
