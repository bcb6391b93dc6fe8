import { z } from "zod";

/** What goes with a study when it is removed: numbers of rows, and the bytes of its original files. */
export const studyContentsSchema = z.object({
  series: z.number().int(),
  /** DICOM files and image files. */
  originals: z.number().int(),
  originalBytes: z.number().int(),
  volumes: z.number().int(),
  /** With those that were taken from the lists. */
  segmentations: z.number().int(),
  featureSets: z.number().int(),
  featureMaps: z.number().int(),
  predictions: z.number().int(),
  /** With those that were taken from the lists. */
  measures: z.number().int(),
});
export type StudyContents = z.infer<typeof studyContentsSchema>;

/** `expected` is what the reader was shown and agreed to: where the study holds something else by now, nothing is removed. */
export const studyRemovalSchema = z.object({ studyInstanceUid: z.string(), expected: studyContentsSchema });
