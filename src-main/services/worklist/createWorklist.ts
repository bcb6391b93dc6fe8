import type { WorklistPage, WorklistQuery, WorklistRow } from "#shared/api/worklist.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { Store } from "../store/index.ts";
import { worklistFilter } from "./worklistFilter.ts";
import { worklistSql } from "./worklistSql.ts";

/** A study as `fascicle list --json` prints it. */
export interface ListedStudy {
  readonly studyInstanceUid: string;
  readonly patientId: string;
  readonly patientName: string;
  readonly studyDate: string | null;
  readonly series: ReadonlyArray<{
    readonly seriesInstanceUid: string;
    readonly modality: string;
    readonly description: string;
    readonly volumes: readonly Volume[];
  }>;
}

/** What has been imported, as a table. */
export interface Worklist {
  /** A window of the rows that fit a query, and how many fit. */
  list(query: WorklistQuery): WorklistPage;
  /** The modalities there are, in the order of the alphabet. */
  modalities(): string[];
  counts(): { studies: number; series: number };
  /** Every study with its series and volumes, the newest first, one at a time. */
  studies(): IterableIterator<ListedStudy>;
}

interface Row {
  study_id: number;
  series_id: number | null;
  patient_id: string;
  patient_name: string;
  patient_birth_date: string | null;
  patient_sex: string | null;
  study_instance_uid: string;
  study_date: string | null;
  study_description: string;
  accession_number: string;
  series_instance_uid: string | null;
  series_number: number | null;
  series_description: string | null;
  modality: string | null;
  frame_count: number;
  series_count: number;
}

/** Makes the worklist of one store. Its statements stay quick at 100,000 series: counts are kept by triggers, words are found by an index. */
export function createWorklist({ database }: Store): Worklist {
  const studyColumns = `study.id AS study_id, study.patient_id, study.patient_name, study.patient_birth_date, study.patient_sex, study.study_instance_uid,
    study.study_date, study.description AS study_description, study.accession_number`;
  const seriesRow = database.prepare<[number], Row>(`
    SELECT ${studyColumns}, series.id AS series_id, series.series_instance_uid, series.series_number, series.description AS series_description, series.modality,
      series.frame_count, 1 AS series_count
    FROM series JOIN study ON study.id = series.study_id WHERE series.id = ?`);
  const studyRow = database.prepare<[number], Row>(`
    SELECT ${studyColumns}, NULL AS series_id, NULL AS series_instance_uid, NULL AS series_number, NULL AS series_description, NULL AS modality,
      study.frame_count, study.series_count
    FROM study WHERE study.id = ?`);
  const studiesOfPatient = database.prepare<[number], { id: number; uid: string; date: string | null; series: number; instances: number }>(`
    SELECT study.id, study.study_instance_uid AS uid, study.study_date AS date, study.series_count AS series, study.frame_count AS instances FROM study
    JOIN study AS one ON one.id = ? WHERE study.patient_sort = one.patient_sort AND study.patient_id = one.patient_id
      AND study.patient_name = one.patient_name AND study.patient_scope = one.patient_scope
    ORDER BY study.study_date DESC, study.id DESC`);
  const modalitiesOf = database
    .prepare<[number], string>("SELECT DISTINCT modality FROM series WHERE study_id = ? ORDER BY modality")
    .pluck();
  const seriesOf = database.prepare<[number], number>("SELECT id FROM series WHERE study_id = ? ORDER BY series_number, id").pluck();
  const volumesOf = database.prepare<[number], { id: string; warnings: number }>(
    "SELECT id, json_array_length(description, '$.warnings') AS warnings FROM volume WHERE series_id = ? ORDER BY ordinal",
  );

  /** The first volume of some series, in their order, and the number of warnings on all. */
  const volumeFacts = (seriesIds: readonly number[]) => {
    const volumes = seriesIds.flatMap((id) => volumesOf.all(id));
    return { thumbnailVolumeId: volumes[0]?.id ?? null, warnings: volumes.reduce((sum, volume) => sum + volume.warnings, 0) };
  };

  const rowOf = (
    row: Row,
    parts: Pick<WorklistRow, "key" | "modalities" | "studies" | "series" | "instances">,
    seriesIds: readonly number[],
  ): WorklistRow => ({
    ...parts,
    patientId: row.patient_id,
    patientName: row.patient_name,
    patientBirthDate: row.patient_birth_date,
    patientSex: row.patient_sex,
    studyInstanceUid: row.study_instance_uid,
    studyDate: row.study_date,
    studyDescription: row.study_description,
    accessionNumber: row.accession_number,
    seriesInstanceUid: row.series_instance_uid,
    seriesNumber: row.series_number,
    seriesDescription: row.series_description ?? "",
    ...volumeFacts(seriesIds),
  });

  const rowAt: Readonly<Record<WorklistQuery["level"], (id: number) => WorklistRow>> = {
    series: (id) => {
      const row = seriesRow.get(id)!;
      return rowOf(
        row,
        { key: `series-${row.series_instance_uid}`, modalities: [row.modality ?? ""], studies: 1, series: 1, instances: row.frame_count },
        [id],
      );
    },
    study: (id) => {
      const row = studyRow.get(id)!;
      return rowOf(
        row,
        {
          key: `study-${row.study_instance_uid}`,
          modalities: modalitiesOf.all(id),
          studies: 1,
          series: row.series_count,
          instances: row.frame_count,
        },
        seriesOf.all(id),
      );
    },
    patient: (id) => {
      const studies = studiesOfPatient.all(id);
      const parts = {
        // Numbers of rows are given again to others; UIDs are not.
        key: `patient-${studies.toSorted((a, b) => a.id - b.id)[0]!.uid}`,
        modalities: [...new Set(studies.flatMap((study) => modalitiesOf.all(study.id)))].sort(),
        studies: studies.length,
        series: studies.reduce((sum, study) => sum + study.series, 0),
        instances: studies.reduce((sum, study) => sum + study.instances, 0),
      };
      return rowOf(
        studyRow.get(studies[0]!.id)!,
        parts,
        studies.flatMap((study) => seriesOf.all(study.id)),
      );
    },
  };

  return {
    list: (query) => {
      const filter = worklistFilter(query);
      const sql = worklistSql(query, filter);
      const keys = database
        .prepare<[Record<string, string | number>], { id: number; total: number | null }>(sql.keys)
        .all({ ...filter.values, limit: query.limit, offset: query.offset });
      const total = keys[0]?.total ?? database.prepare<[Record<string, string>], number>(sql.total).pluck().get(filter.values)!;
      return { total, rows: keys.map(({ id }) => rowAt[query.level](id)) };
    },
    modalities: () =>
      database.prepare<[], string>("SELECT DISTINCT modality FROM series WHERE modality <> '' ORDER BY modality").pluck().all(),
    counts: () =>
      database
        .prepare<[], { studies: number; series: number }>(
          "SELECT (SELECT count(*) FROM study) AS studies, (SELECT count(*) FROM series) AS series",
        )
        .get()!,
    studies: function* () {
      const ids = database.prepare<[], number>("SELECT id FROM study ORDER BY study_date DESC, id DESC").pluck().all();
      const series = database.prepare<[number], { id: number; uid: string; modality: string; description: string }>(
        "SELECT id, series_instance_uid AS uid, modality, description FROM series WHERE study_id = ? ORDER BY series_number, id",
      );
      const volumes = database.prepare<[number], string>("SELECT description FROM volume WHERE series_id = ? ORDER BY ordinal").pluck();
      for (const id of ids) {
        const study = studyRow.get(id)!;
        yield {
          studyInstanceUid: study.study_instance_uid,
          patientId: study.patient_id,
          patientName: study.patient_name,
          studyDate: study.study_date,
          series: series.all(id).map(({ id, uid, modality, description }) => ({
            seriesInstanceUid: uid,
            modality,
            description,
            volumes: volumes.all(id).map((json) => JSON.parse(json) as Volume),
          })),
        };
      }
    },
  };
}
