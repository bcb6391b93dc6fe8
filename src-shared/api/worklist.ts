import { z } from "zod";

export const worklistSortKeys = [
  "patientName",
  "patientId",
  "studyDate",
  "modality",
  "studyDescription",
  "seriesDescription",
  "seriesNumber",
  "instances",
  "importedAt",
] as const;

/**
 * What the worklist asks for. All criteria must hold; every word of `search` must be found in name, id, description, modality or accession
 * number, in any order and case.
 */
export const worklistQuerySchema = z.object({
  level: z.enum(["patient", "study", "series"]),
  search: z.string().default(""),
  modality: z.array(z.string()).default([]),
  /** YYYY-MM-DD, inclusive. */
  dateFrom: z.string().nullable().default(null),
  dateTo: z.string().nullable().default(null),
  description: z.string().default(""),
  sort: z.enum(worklistSortKeys).default("studyDate"),
  descending: z.boolean().default(true),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(200),
});
export type WorklistQuery = z.infer<typeof worklistQuerySchema>;

/** One line of the table: a patient, a study or a series, by `level`. Counts are of what lies below. */
export const worklistRowSchema = z.object({
  /** Stable within the level. */
  key: z.string(),
  patientId: z.string(),
  patientName: z.string(),
  patientBirthDate: z.string().nullable(),
  patientSex: z.string().nullable(),
  /** The newest study, at level patient. */
  studyInstanceUid: z.string(),
  studyDate: z.string().nullable(),
  studyDescription: z.string(),
  accessionNumber: z.string(),
  modalities: z.array(z.string()),
  seriesInstanceUid: z.string().nullable(),
  seriesNumber: z.number().nullable(),
  seriesDescription: z.string(),
  studies: z.number().int(),
  series: z.number().int(),
  instances: z.number().int(),
  warnings: z.number().int(),
  /** A volume whose middle slice is the thumbnail: GET /volumes/<id>/thumbnail.png */
  thumbnailVolumeId: z.string().nullable(),
});
export type WorklistRow = z.infer<typeof worklistRowSchema>;

/** `total` is the number of rows that fit; `rows` the asked window of them. */
export const worklistPageSchema = z.object({ total: z.number().int(), rows: z.array(worklistRowSchema) });
export type WorklistPage = z.infer<typeof worklistPageSchema>;
