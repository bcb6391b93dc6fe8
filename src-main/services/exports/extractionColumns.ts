/** Columns that say how features were extracted; readers of PyRadiomics' output skip what begins with "diagnostics_". */
export const noticeColumn = "diagnostics_Notice";
export const engineColumn = "diagnostics_Versions_Fascicle";
export const settingsColumn = "diagnostics_Configuration_Settings";
export const settingsHashColumn = "diagnostics_Configuration_SettingsHash";
/** The label that was asked for, or "all (n)": every label of the mask, n of them. */
export const labelsColumn = "diagnostics_Configuration_Labels";
/** sha256 over grid, type and voxels. PyRadiomics' own "..._Hash" is sha1 over the voxels alone. */
export const imageHashColumn = "diagnostics_Image-original_SHA256";
export const maskHashColumn = "diagnostics_Mask-original_SHA256";
export const warningsColumn = "diagnostics_Warnings";
/** Of which patient, study, series and volume a row is, so that tables can be joined. The codes are made at random, once in a data folder. */
export const patientCodeColumn = "PatientCode";
export const studyCodeColumn = "StudyCode";
export const seriesNumberColumn = "SeriesNumber";
export const seriesDescriptionColumn = "SeriesDescription";
export const volumeLabelColumn = "VolumeLabel";
/** Written only where it is asked for: it tells who the patient is. */
export const patientIdColumn = "PatientID";
export const sideColumn = "Side";
/** Columns that a file of cases may have itself; its own cells then hold. */
export const joiningColumns = [patientCodeColumn, studyCodeColumn, seriesNumberColumn, seriesDescriptionColumn, volumeLabelColumn] as const;
/** Of drawn segments; a file has none of them. */
export const imageWarningsColumn = "diagnostics_Image-original_Warnings";
/**
 * Where the image comes from: "DICOM", "NIfTI file, image 3 of 8", "computed: z-score". In the window's tables only: a file that is
 * measured is named itself.
 */
export const imageSourceColumn = "diagnostics_Image-original_Source";
export const segmentColumn = "diagnostics_Mask-original_Segment";
export const segmentNameColumn = "diagnostics_Mask-original_SegmentName";
export const revisionColumn = "diagnostics_Mask-original_Revision";
export const readerColumn = "diagnostics_Reader";
export const extractedAtColumn = "diagnostics_ExtractedAt";
/** Which label of a mask a row measures, what the file or a table calls it, and why it could not be measured. */
export const labelColumn = "Label";
export const labelNameColumn = "LabelName";
export const errorColumn = "Error";
/** Of the long format. */
export const longColumns = ["ImageType", "FeatureClass", "Feature", "Value"] as const;

const featureColumn = /_(shape|shape2D|firstorder|glcm|glrlm|glszm|gldm|ngtdm)_/;

/** Whether a column is named as one of PyRadiomics' features: original_glcm_Contrast. */
export function isFeatureColumn(name: string): boolean {
  return featureColumn.test(name);
}

/** Whether an extraction writes a column of this name itself, so that no column of a file of cases may be called so. Label may: it says what to measure. */
export function isExtractionColumn(name: string): boolean {
  return name.startsWith("diagnostics_") || isFeatureColumn(name) || [labelNameColumn, errorColumn, ...longColumns].includes(name);
}
