import type { FeatureSet } from "#shared/domain/featureSet.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { writeCsv } from "./csv.ts";

/** Columns that say how features were extracted; readers of PyRadiomics' output skip what begins with "diagnostics_". */
export const settingsColumn = "diagnostics_Configuration_Settings";
export const settingsHashColumn = "diagnostics_Configuration_SettingsHash";

/**
 * Feature sets as CSV, a row each: PyRadiomics' feature names in its order, after columns "diagnostics_..." that hold the research-use notice and where the
 * numbers came from (no patient, date of the study or UID). A feature without a value is "nan", as in PyRadiomics.
 */
export function featuresCsv(featureSets: readonly FeatureSet[]): string {
  const names = [...new Set(featureSets.flatMap(({ features }) => features.map(({ name }) => name)))];
  const diagnostics = featureSets.map(diagnosticsOf);
  const header = [...Object.keys(diagnostics[0] ?? {}), ...names];
  const rows = featureSets.map(({ features }, index) => {
    const values = new Map(features.map(({ name, value }) => [name, value]));
    return [...Object.values(diagnostics[index]!), ...names.map((name) => String(values.get(name) ?? "nan"))];
  });
  return writeCsv([header, ...rows]);
}

function diagnosticsOf(featureSet: FeatureSet): Record<string, string> {
  return {
    diagnostics_Notice: researchUseNotice,
    diagnostics_Versions_Fascicle: featureSet.engineVersion,
    [settingsColumn]: JSON.stringify(featureSet.settings),
    [settingsHashColumn]: featureSet.settingsHash,
    "diagnostics_Image-original_Hash": featureSet.imageHash,
    "diagnostics_Mask-original_Hash": featureSet.maskHash,
    "diagnostics_Mask-original_Segment": String(featureSet.segmentNumber),
    "diagnostics_Mask-original_SegmentName": featureSet.segmentName,
    "diagnostics_Mask-original_Revision": String(featureSet.segmentationRevision),
    diagnostics_Reader: featureSet.reader,
    diagnostics_ExtractedAt: featureSet.createdAt,
  };
}
