import type { WorklistQuery } from "#shared/api/worklist.ts";
import type { WorklistFilter } from "./worklistFilter.ts";

/** The statements of one worklist query. */
export interface WorklistSql {
  /** Answers the ids of a window of rows and, where counting costs another pass over the text, beside each the number of all rows. */
  readonly keys: string;
  /** How many rows there are. */
  readonly total: string;
}

type Level = WorklistQuery["level"];
type SortKey = WorklistQuery["sort"];

const patientColumns = "study.patient_sort, study.patient_id, study.patient_name, study.patient_scope";

const seriesSort: Readonly<Record<SortKey, string>> = {
  patientName: "study.patient_sort",
  patientId: "study.patient_id COLLATE NOCASE",
  studyDate: "study.study_date",
  modality: "series.modality",
  studyDescription: "study.description COLLATE NOCASE",
  seriesDescription: "series.description COLLATE NOCASE",
  seriesNumber: "series.series_number",
  instances: "series.frame_count",
  importedAt: "study.id",
};

const ofSeries = (expression: string) => `(SELECT ${expression} FROM series WHERE series.study_id = study.id)`;

const studySort: Readonly<Record<SortKey, string>> = {
  ...seriesSort,
  modality: ofSeries("min(modality)"),
  seriesDescription: ofSeries("min(description COLLATE NOCASE)"),
  seriesNumber: "study.series_count",
  instances: "study.frame_count",
};

/** Over the studies of a patient; the newest stands for them. */
const patientSort: Readonly<Record<SortKey, string>> = {
  patientName: "study.patient_sort",
  patientId: "study.patient_id COLLATE NOCASE",
  studyDate: "max(study.study_date)",
  modality: `min(${ofSeries("min(modality)")})`,
  studyDescription: "min(study.description COLLATE NOCASE)",
  seriesDescription: "min(study.description COLLATE NOCASE)",
  seriesNumber: "sum(study.series_count)",
  instances: "sum(study.frame_count)",
  importedAt: "max(study.id)",
};

/** Sorted by what the study says: studies are walked in the order of an index, and each study's series after it. */
const sortedByStudy = new Set<SortKey>(["patientName", "patientId", "studyDate", "studyDescription", "importedAt"]);

/** Writes the statements of a query. Rows of equal rank keep an order of their own, so that windows neither overlap nor leave gaps. */
export function worklistSql(query: Pick<WorklistQuery, "level" | "sort" | "descending">, filter: WorklistFilter): WorklistSql {
  const direction = query.descending ? "DESC" : "ASC";
  const { from, where } = tablesOf(query, filter);
  const all = query.level === "patient" || (query.level === "study" && filter.seriesConditions.length > 0) ? "count(*) OVER ()" : "NULL";
  const window = "LIMIT :limit OFFSET :offset";
  if (query.level === "series") {
    const order = `${seriesSort[query.sort]} ${direction}, study.id ${direction}, series.series_number, series.id`;
    return {
      keys: `SELECT series.id AS id, NULL AS total FROM ${from} ${where} ORDER BY ${order} ${window}`,
      total: `SELECT count(*) FROM ${from} ${where}`,
    };
  }
  if (query.level === "study") {
    const order = `${studySort[query.sort]} ${direction}, study.id ${direction}`;
    return {
      keys: `SELECT study.id AS id, ${all} AS total FROM study ${where} ORDER BY ${order} ${window}`,
      total: `SELECT count(*) FROM study ${where}`,
    };
  }
  const order = `${patientSort[query.sort]} ${direction}, max(study.id) ${direction}`;
  return {
    keys: `SELECT max(study.id) AS id, ${all} AS total FROM study ${where} GROUP BY ${patientColumns} ORDER BY ${order} ${window}`,
    total: `SELECT count(*) FROM (SELECT 1 FROM study ${where} GROUP BY ${patientColumns})`,
  };
}

function tablesOf({ level, sort }: { level: Level; sort: SortKey }, { studyConditions, seriesConditions, usesIndex }: WorklistFilter) {
  if (level === "series") {
    const conditions = [...studyConditions, ...seriesConditions];
    const where = conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
    // CROSS JOIN keeps the tables in the order they are written.
    const from = usesIndex
      ? "series JOIN study ON study.id = series.study_id"
      : sortedByStudy.has(sort)
        ? "study CROSS JOIN series ON series.study_id = study.id"
        : "series CROSS JOIN study ON study.id = series.study_id";
    return { from, where };
  }
  const found = `study.id IN (SELECT study_id FROM series WHERE ${seriesConditions.join(" AND ")})`;
  const conditions = seriesConditions.length > 0 ? [...studyConditions, found] : studyConditions;
  return { from: "study", where: conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "" };
}
