import type { ReactNode } from "react";
import type { WorklistRow } from "#shared/api/worklist.ts";
import { formatCount, formatPatientName } from "../../ui/format.ts";
import type { Level, WorklistFilter } from "./worklistFilter.ts";

/** One column of a level: its header, its width as a grid track, how it sorts and what it shows. */
export interface Column {
  readonly key: string;
  readonly header: string;
  readonly track: string;
  readonly sort?: WorklistFilter["sort"];
  readonly isNumber?: boolean;
  readonly show: (row: WorklistRow) => ReactNode;
}

const patient: Column = {
  key: "patient",
  header: "Patient",
  track: "minmax(80px, 1.4fr)",
  sort: "patientName",
  show: (row) => formatPatientName(row.patientName),
};
const patientId: Column = { key: "id", header: "ID", track: "minmax(60px, 1fr)", sort: "patientId", show: (row) => row.patientId };
const date: Column = {
  key: "date",
  header: "Study date",
  track: "92px",
  sort: "studyDate",
  isNumber: true,
  show: (row) => row.studyDate ?? "–",
};
const modality: Column = {
  key: "modality",
  header: "Modality",
  track: "66px",
  sort: "modality",
  show: (row) => row.modalities.filter(Boolean).join(", ") || "–",
};
const study: Column = {
  key: "study",
  header: "Study",
  track: "minmax(80px, 1.6fr)",
  sort: "studyDescription",
  show: (row) => row.studyDescription || "–",
};
const images: Column = {
  key: "images",
  header: "Images",
  track: "64px",
  sort: "instances",
  isNumber: true,
  show: (row) => formatCount(row.instances),
};
const seriesCount: Column = { key: "series", header: "Series", track: "50px", isNumber: true, show: (row) => formatCount(row.series) };

/** The columns of each level, in reading order. */
export const columns: Record<Level, readonly Column[]> = {
  patient: [
    patient,
    patientId,
    { key: "birth", header: "Born", track: "82px", isNumber: true, show: (row) => row.patientBirthDate ?? "–" },
    { key: "sex", header: "Sex", track: "36px", show: (row) => row.patientSex ?? "–" },
    { ...date, header: "Last study" },
    modality,
    { key: "studies", header: "Studies", track: "54px", isNumber: true, show: (row) => formatCount(row.studies) },
    seriesCount,
    images,
  ],
  study: [
    patient,
    patientId,
    date,
    modality,
    study,
    { key: "accession", header: "Accession", track: "minmax(66px, 0.6fr)", show: (row) => row.accessionNumber || "–" },
    seriesCount,
    images,
  ],
  series: [
    patient,
    patientId,
    date,
    modality,
    { key: "number", header: "No.", track: "44px", sort: "seriesNumber", isNumber: true, show: (row) => row.seriesNumber ?? "–" },
    {
      key: "description",
      header: "Series",
      track: "minmax(80px, 1.6fr)",
      sort: "seriesDescription",
      show: (row) => row.seriesDescription || "–",
    },
    study,
    images,
  ],
};

/** The tracks before the columns (arrow, thumbnail) and after them (warnings). */
export function gridTemplate(level: Level): string {
  // At the level of studies with a box to mark one.
  return [level === "study" ? "46px" : "24px", "44px", ...columns[level].map((column) => column.track), "34px"].join(" ");
}
