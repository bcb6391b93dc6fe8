import { z } from "zod";

/** What is known of how an image of a file was acquired: from its header, or the JSON beside it (BIDS). null where neither says. */
export const acquisitionSchema = z.object({
  repetitionTimeMs: z.number().nullable(),
  echoTimeMs: z.number().nullable(),
  inversionTimeMs: z.number().nullable(),
  flipAngleDegrees: z.number().nullable(),
  magneticFieldStrengthT: z.number().nullable(),
  manufacturer: z.string(),
});
export type Acquisition = z.infer<typeof acquisitionSchema>;

/** The labels of a file whose voxels are labels: how many occur, and what a table beside the file calls them. */
export const fileLabelsSchema = z.object({
  count: z.number().int(),
  names: z.array(z.tuple([z.number().int(), z.string()])),
});
export type FileLabels = z.infer<typeof fileLabelsSchema>;
