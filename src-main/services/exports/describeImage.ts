import { dicomUidOf } from "#shared/domain/imageKeys.ts";
import { sourceForExport, sourceInWords } from "#shared/domain/volumeSource.ts";
import { volumeSchema } from "#shared/domain/volume.ts";
import type { Store } from "../store/index.ts";
import { exportCodes } from "./exportCodes.ts";
import type { MeasuredOn } from "./featuresCsv.ts";

/** What is written of an image when nobody asked whose it is: how it was made, not when or of whom. */
export interface ImageDescription {
  /** "MR, water, 174 x 158 x 59 voxels of 0.98 x 0.98 x 3.3 mm" */
  readonly label: string;
  /** Why it must be looked at twice, in sentences; none for an even volume. */
  readonly warnings: readonly string[];
  /** Where it comes from, in words without names: "DICOM", "NIfTI file, image 3 of 8", "computed: recipe (sha256 ...), zscore". */
  readonly origin: string;
  /** The same for programs: kind, format, hashes, steps. */
  readonly source: Readonly<Record<string, unknown>>;
}

/** Health data: for exports that ask for it in so many words. */
export interface Identity {
  readonly patientName: string;
  readonly patientId: string;
  readonly studyDate: string | null;
  readonly studyDescription: string;
  readonly seriesDescription: string;
  /** null for images that did not come as DICOM: they have none. */
  readonly studyInstanceUid: string | null;
  readonly seriesInstanceUid: string | null;
}

interface Row {
  description: string;
  modality: string;
  patient_name: string;
  patient_id: string;
  study_date: string | null;
  study_description: string;
  series_number: number | null;
  series_description: string;
  study_instance_uid: string;
  series_instance_uid: string;
}

/** Describes the image of a volume; undefined where it is not (any more) in the data folder. */
export function describeImage(
  store: Store,
  volumeId: string,
): { image: ImageDescription; measuredOn: MeasuredOn; identity: Identity } | undefined {
  const row = store.database
    .prepare<[string], Row>(`
    SELECT volume.description, series.modality, study.patient_name, study.patient_id, study.study_date, study.description AS study_description,
           series.series_number, series.description AS series_description, study.study_instance_uid, series.series_instance_uid
    FROM volume JOIN series ON series.id = volume.series_id JOIN study ON study.id = series.study_id WHERE volume.id = ?`)
    .get(volumeId);
  if (!row) return undefined;
  const volume = volumeSchema.parse(JSON.parse(row.description));
  const spacing = volume.spacingMm.map((millimetres) => Number(millimetres.toPrecision(3)));
  const parts = [
    row.modality,
    volume.label,
    `${volume.columns} × ${volume.rows} × ${volume.slices} voxels${volume.hasPatientGeometry ? ` of ${spacing.join(" × ")} mm` : ""}`,
  ];
  return {
    image: {
      label: parts.filter((part) => part !== "").join(", "),
      warnings: volume.warnings.map(({ message }) => message),
      origin: sourceInWords(volume.source),
      source: sourceForExport(volume.source),
    },
    measuredOn: {
      ...exportCodes(store, row.study_instance_uid),
      seriesNumber: row.series_number,
      seriesDescription: row.series_description,
      volumeLabel: volume.label,
    },
    identity: {
      patientName: row.patient_name,
      patientId: row.patient_id,
      studyDate: row.study_date,
      studyDescription: row.study_description,
      seriesDescription: row.series_description,
      studyInstanceUid: dicomUidOf(row.study_instance_uid),
      seriesInstanceUid: dicomUidOf(row.series_instance_uid),
    },
  };
}
