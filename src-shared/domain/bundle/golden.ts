import { z } from "zod";
import { bundleFileSchema, hashSchema, nameSchema } from "./names.ts";

const tensorPlace = z.array(z.int().min(0)).min(2).max(4);

/**
 * What the prepared tensor is: the sha256 of its numbers at half precision (rounded half to even, little-endian, channel slowest), or numbers at
 * some places with how far they may be off where another program made it.
 */
const preparedSchema = z.strictObject({
  /** Channels, then the axes. */
  shape: z.array(z.int().min(1)).min(3).max(4),
  sha256: hashSchema.optional(),
  samples: z.array(z.strictObject({ at: tensorPlace, value: z.number() })).optional(),
  tolerance: z.number().positive().optional(),
});
export type GoldenTensor = z.infer<typeof preparedSchema>;

/** Images of the case, files of the bundle by the name of the image; small ones, of at most 64 voxels a side. */
const goldenImages = z.record(nameSchema, bundleFileSchema);
const goldenRow = z.record(z.string(), z.number());

/** A case whose label map the authors' own program made. */
export const segmentationGoldenSchema = z.strictObject({
  name: z.string().min(1).max(80),
  images: goldenImages,
  tensor: preparedSchema.optional(),
  /** Voxels of each label, by its number; each may be off by so many percent (and one voxel). */
  counts: z.record(z.string().regex(/^\d+$/), z.int().min(0)),
  countsPercent: z.number().min(0).max(10),
  /** What the network answers at places of the tensor after blending: channel, then the axes. */
  logits: z.array(z.strictObject({ at: tensorPlace, value: z.number() })).max(1000),
  logitsTolerance: z.number().positive().max(0.1),
});
export type SegmentationGolden = z.infer<typeof segmentationGoldenSchema>;

/** A case whose probabilities, or value, the authors' own program made. */
export const scoreGoldenSchema = z.strictObject({
  name: z.string().min(1).max(80),
  images: goldenImages.optional(),
  row: goldenRow.optional(),
  tensor: preparedSchema.optional(),
  /** The positive class's probability, or the value. */
  score: z.number(),
  tolerance: z.number().positive().max(0.01),
});
export type ScoreGolden = z.infer<typeof scoreGoldenSchema>;
