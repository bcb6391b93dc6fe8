import { z } from "zod";
import { bundle2Schema } from "../domain/bundle/bundle2.ts";
import { memberScoreSchema } from "../domain/bundle/networkRun.ts";

/** How the golden cases of a network came out on this machine. */
export const networkCheckSchema = z.object({
  checkedAt: z.iso.datetime(),
  /** The most that a patch took on this machine, MB. */
  patchMb: z.number(),
  golden: z.array(z.object({ name: z.string(), problems: z.array(z.string()), seconds: z.number() })),
});
export type NetworkCheck = z.infer<typeof networkCheckSchema>;

/** An installed bundle of format 2. */
export const installedNetworkSchema = z.object({
  id: z.string(),
  bundle: bundle2Schema,
  /** sha256, hex, of bundle.json, which names the hash of every other file. */
  bundleHash: z.string(),
  installedAt: z.iso.datetime(),
  /** The last one: that of the installation, until it is checked again. */
  check: networkCheckSchema,
});
export type InstalledNetwork = z.infer<typeof installedNetworkSchema>;

/** One of the list of networks. */
export interface ListedNetwork extends InstalledNetwork {
  /** Where its files lie, for a recipe that has it draw. */
  readonly folder: string;
}

/** A network after an install; `restored` where it had been installed before and its damaged or missing files were replaced. */
export const networkInstallResultSchema = installedNetworkSchema.extend({ restored: z.literal(true).optional() });
export type NetworkInstallResult = z.infer<typeof networkInstallResultSchema>;

export const networkByIdSchema = z.strictObject({ networkId: z.string() });

/** What a network is run on: volumes of a study by the bundle's images, and a number for each column of its table. */
export const networkRunSchema = z.strictObject({
  networkId: z.string(),
  images: z.record(z.string(), z.string()),
  row: z.record(z.string(), z.number()),
});
export type NetworkRunRequest = z.infer<typeof networkRunSchema>;

/** What a run would take, and what is to be known before. */
export interface NetworkPlan {
  /** Of memory; null where the images do not fit. */
  readonly estimatedBytes: number | null;
  /** Why it cannot be run, in words. */
  readonly refusal: string | null;
  /** What lies outside of what the network was trained on, as far as it is known before the images are read. */
  readonly notes: readonly string[];
}

/** What came out: a segmentation on the image that counts, or a prediction. */
export type NetworkOutcome =
  | { readonly kind: "drawing"; readonly segmentationId: string; readonly volumeId: string }
  | { readonly kind: "prediction"; readonly predictionId: string };

/** A table of so many characters is run in the window: some ten thousand cases. The command line takes any. */
export const longestNetworkTable = 2_000_000;

/** A network that sees no images, and a CSV file with a row for each case. */
export const networkTableSchema = z.strictObject({
  networkId: z.string(),
  file: z.strictObject({
    /** As it stands in messages. */
    fileName: z.string().min(1).max(255),
    text: z.string().max(longestNetworkTable),
  }),
});
export type NetworkTableRequest = z.infer<typeof networkTableSchema>;

/** What a network said of one case. */
export const caseScoresSchema = z.object({
  /** Of its table, from 1; without a table 1. */
  row: z.number(),
  /** Of each class; absent where the answer is a value. */
  probabilities: z.record(z.string(), z.number()).optional(),
  predictedClass: z.string().optional(),
  value: z.number().optional(),
  /** Each member's score, and its folds'. */
  members: z.array(memberScoreSchema),
  /** What lies outside of what the network was trained on, in sentences. */
  notes: z.array(z.string()),
});
export type CaseScores = z.infer<typeof caseScoresSchema>;

/** What a network said of the rows of a table, or of one case with images. */
export const scoredCasesSchema = z.object({
  model: z.object({ name: z.string(), version: z.string(), notice: z.string().nullable() }),
  positiveClass: z.string().optional(),
  threshold: z.number().optional(),
  /** What the value is. */
  value: z.object({ name: z.string(), unit: z.string() }).optional(),
  rows: z.array(caseScoresSchema),
  /** Of the files and of all rows. */
  notes: z.array(z.string()),
});
export type ScoredCases = z.infer<typeof scoredCasesSchema>;

/** The same of a network that is installed, and as CSV: a row for each of the table, with the model and the hash of its bundle. */
export const networkTableResultSchema = z.object({ scored: scoredCasesSchema, csv: z.string() });
export type NetworkTableResult = z.infer<typeof networkTableResultSchema>;

/** How images that were prepared for a network are to be shown. */
export const preparedPictureSchema = z.object({
  /** In the order of the bytes; the grey values that are black and white. */
  channels: z.array(z.object({ name: z.string(), low: z.number(), high: z.number() })),
  /** Lengths and spacings along the tensor's axes, the slowest first. */
  shape: z.array(z.number()).length(3),
  spacingMm: z.array(z.number()).length(3),
  notes: z.array(z.string()),
});
export type PreparedPicture = z.infer<typeof preparedPictureSchema>;
