import { z } from "zod";

/** In place of the path of a file, where the import was in an earlier session of the program. */
export const unnamedPath = "a file of an earlier session";

/** A label map that came as an image file, and the images on whose grid it lies, the likeliest first. */
export const labelMapOfferSchema = z.object({
  /** Of the label map itself. */
  volumeId: z.string(),
  path: z.string(),
  labels: z.number().int(),
  fits: z.array(z.object({ volumeId: z.string(), name: z.string() })),
  /** Why it cannot become a segmentation, in a sentence; null where it can. */
  problem: z.string().nullable(),
});
export type LabelMapOffer = z.infer<typeof labelMapOfferSchema>;

/** Label maps to be taken in as segmentations, each of one of the images it fits. */
export const takeLabelMapsSchema = z.object({
  items: z
    .array(z.object({ labelMapId: z.string(), volumeId: z.string() }))
    .min(1)
    .max(20_000),
});
export type TakeLabelMaps = z.infer<typeof takeLabelMapsSchema>;

/** What came of label maps that were taken in: one sentence each for those that were not, and for what to be careful of. */
export const takenLabelMapsSchema = z.object({
  taken: z.number().int(),
  failures: z.array(z.object({ path: z.string(), reason: z.string() })),
  notes: z.array(z.object({ path: z.string(), reason: z.string() })),
});
export type TakenLabelMaps = z.infer<typeof takenLabelMapsSchema>;

/** What one import brought: counts of what is new, and everything that could not be used, with the reason in plain words. */
export const importResultSchema = z.object({
  studies: z.number().int(),
  series: z.number().int(),
  instances: z.number().int(),
  /** Image files (NIfTI, NRRD, MGH), each of which is a series. */
  imageFiles: z.number().int().default(0),
  /** Files whose content was there already. */
  duplicates: z.number().int(),
  /** A UID seen before with other content: kept apart. One sentence each. */
  conflicts: z.array(z.object({ path: z.string(), reason: z.string() })),
  rejected: z.array(z.object({ path: z.string(), reason: z.string() })),
  /** Files that were imported with something made up or left open, or whose damaged or missing original was put back. One sentence each. */
  notes: z.array(z.object({ path: z.string(), reason: z.string() })),
  /** Label maps among the image files that are no segmentations yet. */
  labelMaps: z.array(labelMapOfferSchema).default([]),
  /** The study of the first file that could be used (new or there already), for opening it at once; null where none could. */
  firstStudyInstanceUid: z.string().nullable(),
});
export type ImportResult = z.infer<typeof importResultSchema>;
