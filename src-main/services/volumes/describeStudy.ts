import type { Series, Study } from "#shared/api/study.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { Store } from "../store/index.ts";
import type { Acquisition } from "#shared/domain/imageFile.ts";
import { acquisitionWords, fileAcquisitionWords } from "./acquisitionWords.ts";
import type { InstanceHeader } from "../dicom/index.ts";

type SeriesRow = Omit<Series, "acquisition" | "volumes"> & { readonly id: number };

/** A study with its series in the order of their numbers, their volumes and what the overlay shows. Throws PlainError where it is not here. */
export function describeStudy({ database }: Store, studyInstanceUid: string): Study {
  const study = database
    .prepare<[string], Omit<Study, "series"> & { id: number }>(`
    SELECT id, study_instance_uid AS studyInstanceUid, patient_id AS patientId, patient_name AS patientName, patient_birth_date AS patientBirthDate,
      patient_sex AS patientSex, study_date AS studyDate, description, accession_number AS accessionNumber
    FROM study WHERE study_instance_uid = ?`)
    .get(studyInstanceUid);
  if (!study) throw new PlainError("This study is not in the data folder. Import it first.");
  const series = database
    .prepare<[number], SeriesRow>(`
    SELECT series.id AS id, series_instance_uid AS seriesInstanceUid, series_number AS seriesNumber, modality, description, body_part AS bodyPart,
      protocol_name AS protocolName, manufacturer, frame_count AS instances
    FROM series WHERE study_id = ? ORDER BY series_number IS NULL, series_number, series.id`)
    .all(study.id);
  const volumes = database.prepare<[number], { description: string }>(
    "SELECT description FROM volume WHERE series_id = ? ORDER BY ordinal",
  );
  // The first slices of a few volumes say how the series was acquired.
  const headers = database.prepare<[number], { header: string }>(`
    SELECT header FROM instance WHERE id IN (
      SELECT DISTINCT instance_id FROM volume JOIN volume_frame ON volume_frame.volume_id = volume.id AND slice_index = 0 WHERE series_id = ? LIMIT 8)`);
  const acquisition = database.prepare<[number], string>("SELECT acquisition FROM image_file WHERE series_id = ?").pluck();
  const acquired = (seriesId: number): string[] => {
    const ofFile = acquisition.get(seriesId);
    if (ofFile !== undefined) return fileAcquisitionWords(JSON.parse(ofFile) as Acquisition);
    return acquisitionWords(headers.all(seriesId).map(({ header }) => JSON.parse(header) as InstanceHeader));
  };
  const { id: _id, ...rest } = study;
  return {
    ...rest,
    series: series.map(({ id, ...row }) => ({
      ...row,
      acquisition: acquired(id),
      volumes: volumes.all(id).map(({ description }) => JSON.parse(description) as Volume),
    })),
  };
}
