import { z } from "zod";

/** An image that a network was given: its name in the bundle, the volume, and the hash of grid and voxels. */
export const givenImageSchema = z.object({ name: z.string(), volumeId: z.string(), imageHash: z.string() });
export type GivenImage = z.infer<typeof givenImageSchema>;

/** What a run of a network was given and took. */
const runSchema = z.object({
  /** What lies outside of what the network was trained on, and what else to be careful of, in sentences. */
  notes: z.array(z.string()),
  seconds: z.number(),
  /** Of the process that ran it: as estimated before, and at most. */
  estimatedBytes: z.number(),
  peakBytes: z.number(),
  reader: z.string(),
});

/** A score, by member and fold: the positive class's probability, or the value. */
export const memberScoreSchema = z.object({ name: z.string(), weight: z.number(), score: z.number(), folds: z.array(z.number()) });

/** The run that a prediction was made by. */
export const scoreRunSchema = runSchema.extend({
  /** By column of the bundle's table; empty where it has none. */
  row: z.record(z.string(), z.number()),
  members: z.array(memberScoreSchema),
});
export type ScoreRun = z.infer<typeof scoreRunSchema>;

/** The network that drew a segmentation, and the run it was drawn by. It stays readable when the network is gone. */
export const modelDrawingSchema = runSchema.extend({
  networkId: z.string(),
  modelName: z.string(),
  modelVersion: z.string(),
  modelAuthors: z.array(z.string()),
  licenceOfWeights: z.string(),
  /** sha256, hex, of bundle.json, which names the hash of every other file. */
  bundleHash: z.string(),
  images: z.array(givenImageSchema).min(1),
  createdAt: z.iso.datetime(),
});
export type ModelDrawing = z.infer<typeof modelDrawingSchema>;
