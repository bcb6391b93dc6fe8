import { z } from "zod";
import { volumeSchema } from "../domain/volume.ts";

/** A series with its volumes and what the overlay shows. */
export const seriesSchema = z.object({
  seriesInstanceUid: z.string(),
  seriesNumber: z.number().nullable(),
  modality: z.string(),
  description: z.string(),
  bodyPart: z.string(),
  protocolName: z.string(),
  manufacturer: z.string(),
  instances: z.number().int(),
  /** Acquisition data for the overlay: ["TR 500 ms", "TE 12 ms", "Flip 90°"]. */
  acquisition: z.array(z.string()),
  volumes: z.array(volumeSchema),
});
export type Series = z.infer<typeof seriesSchema>;

/** Answer of study.describe and, without thumbnails, the shape of `fascicle list --json`. */
export const studySchema = z.object({
  studyInstanceUid: z.string(),
  patientId: z.string(),
  patientName: z.string(),
  patientBirthDate: z.string().nullable(),
  patientSex: z.string().nullable(),
  studyDate: z.string().nullable(),
  description: z.string(),
  accessionNumber: z.string(),
  series: z.array(seriesSchema),
});
export type Study = z.infer<typeof studySchema>;

/** Grey values of a volume, for its window: nearest-rank percentiles of voxels spread over some of its slices. */
export const volumeStatisticsSchema = z.object({
  minimum: z.number(),
  maximum: z.number(),
  percentile0_5: z.number(),
  percentile1: z.number(),
  percentile2: z.number(),
  percentile50: z.number(),
  percentile98: z.number(),
  percentile99: z.number(),
  percentile99_5: z.number(),
  slicesLookedAt: z.number().int(),
});
export type VolumeStatistics = z.infer<typeof volumeStatisticsSchema>;
