import { z } from "zod";
import type { FatRole } from "../domain/fat/fatRoles.ts";
import { sides } from "../domain/segment.ts";
import type { VolumeFit } from "../domain/volumeFit.ts";

const volumeId = z.string().min(1);

/** How fat is measured, on which volumes. */
export const fatMethodSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("fat and water"), fat: volumeId, water: volumeId }),
  z.strictObject({ kind: z.literal("phases"), inPhase: volumeId, opposedPhase: volumeId }),
  z.strictObject({ kind: z.literal("threshold"), t1: volumeId }),
  z.strictObject({ kind: z.literal("mixture"), t1: volumeId }),
  /** Areas and volumes only. */
  z.strictObject({ kind: z.literal("area") }),
]);
export type FatMethod = z.infer<typeof fatMethodSchema>;

export const fatRequestSchema = z.strictObject({
  segmentationId: z.string(),
  /** Of the segmentation; the newest where it is left out. */
  revision: z.number().int().min(0).optional(),
  method: fatMethodSchema,
  /** Signal below it is none (of fat and water their sum, else of the in-phase or T1-weighted image); null where it is to be estimated from the background. */
  noiseLimit: z.number().min(0).nullable(),
});
export type FatRequest = z.infer<typeof fatRequestSchema>;

/** What was measured of a segment, on one slice or all. */
const fatMeasureSchema = z.object({
  /** Drawn. */
  voxels: z.number().int(),
  /** Of those drawn, the ones with a fat fraction or a class. */
  measured: z.number().int(),
  underNoise: z.number().int(),
  /** Beyond the series, or on values that only fill its pictures up. */
  outside: z.number().int(),
  /** Fractions below 0 or above 1, which noise makes: they count as they are. */
  beyond: z.number().int(),
  /** 0 to 1: of Dixon the mean of the voxels' fractions, of classes the share of voxels in the bright one; null where nothing could be measured. */
  fraction: z.number().nullable(),
  /** Of the voxels' fractions; null for classes. */
  median: z.number().nullable(),
  deviation: z.number().nullable(),
  /** Voxels in the bright class; null for fractions. */
  fatVoxels: z.number().int().nullable(),
});
export type FatMeasure = z.infer<typeof fatMeasureSchema>;

const fatClassesSchema = z.object({
  threshold: z.number(),
  darkMean: z.number(),
  brightMean: z.number(),
  /** Of the threshold: variance between the classes as a share of all. */
  separability: z.number().nullable(),
  /** Of the mixture. */
  darkDeviation: z.number().nullable(),
  brightDeviation: z.number().nullable(),
});
export type FatClasses = z.infer<typeof fatClassesSchema>;

const fatLevelSchema = fatMeasureSchema.extend({
  sliceIndex: z.number().int(),
  /** Null where millimetres are unknown. */
  areaMm2: z.number().nullable(),
});
export type FatLevel = z.infer<typeof fatLevelSchema>;

const fatSegmentSchema = z.object({
  number: z.number().int(),
  name: z.string(),
  side: z.enum(sides),
  /** The slices it is drawn on, in order. */
  levels: z.array(fatLevelSchema),
  total: fatMeasureSchema,
  volumeMl: z.number().nullable(),
  whyNoVolume: z.string().nullable(),
  classes: fatClassesSchema.nullable(),
  /** What to be careful of, or why nothing could be measured, in sentences. */
  notes: z.array(z.string()),
});
export type FatSegment = z.infer<typeof fatSegmentSchema>;

export const fatResultSchema = z.object({
  segmentationId: z.string(),
  segmentationName: z.string(),
  revision: z.number().int(),
  /** The volume that was drawn on. */
  volumeId: z.string(),
  method: fatMethodSchema,
  noise: z.object({ limit: z.number().nullable(), from: z.enum(["given", "background", "none"]) }),
  /** How each series was read: whether voxel on voxel or between its voxels, and the rescale of its files. */
  series: z.array(z.object({ role: z.custom<FatRole>(), volumeId: z.string(), isSampled: z.boolean(), rescale: z.string() })),
  segments: z.array(fatSegmentSchema),
  /** In sentences. */
  notes: z.array(z.string()),
  engineVersion: z.string(),
});
export type FatResult = z.infer<typeof fatResultSchema>;

/** fat.series: a volume of the study on which fat may be measured. */
export interface FatSeries extends VolumeFit {
  /** The series' description, and what sets the volume apart within it. */
  readonly description: string;
  readonly seriesNumber: number | null;
}

/** fat.series: those there are, and which are likely to have which role. */
export interface FatSeriesChoice {
  readonly series: readonly FatSeries[];
  readonly guessed: Readonly<Partial<Record<FatRole, string>>>;
}
