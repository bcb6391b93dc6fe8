import { volumeSchema } from "#shared/domain/volume.ts";
import type { Store } from "../store/index.ts";

/** What is written of an image when nobody asked whose it is: how it was made, not when or of whom. */
export interface ImageDescription {
  /** "MR, water, 174 x 158 x 59 voxels of 0.98 x 0.98 x 3.3 mm" */
  readonly label: string;
  /** Why it must be looked at twice, in sentences; none for an even volume. */
  readonly warnings: readonly string[];
}

/** Health data: for exports that ask for it in so many words. */
export interface Identity {
  readonly patientName: string;
  readonly patientId: string;
  readonly studyDate: string | null;
  readonly studyDescription: string;
  readonly seriesDescription: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
}

interface Row {
  description: string; modality: string; patient_name: string; patient_id: string; study_date: string | null; study_description: string;
  series_description: string; study_instance_uid: string; series_instance_uid: string;
}

/** Describes the image of a volume; undefined where it is not (any more) in the data folder. */
export function describeImage({ database }: Store, volumeId: string): { image: ImageDescription; identity: Identity } | undefined {
  const row = database.prepare<[string], Row>(`
    SELECT volume.description, series.modality, study.patient_name, study.patient_id, study.study_date, study.description AS study_description,
           series.description AS series_description, study.study_instance_uid, series.series_instance_uid
    FROM volume JOIN series ON series.id = volume.series_id JOIN study ON study.id = series.study_id WHERE volume.id = ?`).get(volumeId);
  if (!row) return undefined;
  const volume = volumeSchema.parse(JSON.parse(row.description));
  const spacing = volume.spacingMm.map((millimetres) => Number(millimetres.toPrecision(3)));
  const parts = [row.modality, volume.label, `${volume.columns} × ${volume.rows} × ${volume.slices} voxels${volume.hasPatientGeometry ? ` of ${spacing.join(" × ")} mm` : ""}`];
  return {
    image: { label: parts.filter((part) => part !== "").join(", "), warnings: volume.warnings.map(({ message }) => message) },
    identity: {
      patientName: row.patient_name, patientId: row.patient_id, studyDate: row.study_date, studyDescription: row.study_description,
      seriesDescription: row.series_description, studyInstanceUid: row.study_instance_uid, seriesInstanceUid: row.series_instance_uid,
    },
  };
}
