import { z } from "zod";

const span = z.tuple([z.number(), z.number()]);

/** What a network was made from, and how it may be used. */
export const provenanceSchema = z.strictObject({
  trainingData: z.string().min(1),
  patients: z.int().min(1),
  scanners: z.array(z.string().min(1)),
  /** Smallest and largest; null where it is not stated or does not apply. */
  fieldStrengthT: span.nullable(),
  sequences: z.array(z.string().min(1)),
  /** What the training data had. A case outside is refused or marked. */
  ranges: z.strictObject({
    /** mm, in the order of the tensor's axes. */
    spacingMm: z.tuple([span, span, span]).nullable(),
    /** By image: smallest and largest value as it is stored. */
    intensity: z.record(z.string(), span),
    outside: z.enum(["mark", "refuse"]),
  }),
  licenceOfWeights: z.string().min(1),
  licenceOfData: z.string().min(1),
  citation: z.string().min(1),
  framework: z.string().min(1),
  exporter: z.string().min(1),
  opset: z.int().min(7).max(64),
  date: z.iso.date(),
  researchOnly: z.boolean(),
});
export type Provenance = z.infer<typeof provenanceSchema>;

/** What a run takes and may take. */
export const bundleLimitsSchema = z.strictObject({
  /** Of the prepared volume. */
  maxVoxels: z.int().min(1),
  /** The most that the process holds while one patch runs, above what it holds once the model is read: as `fascicle model check` measures it. */
  patchMb: z.int().min(1).max(1_048_576),
  /** Processor threads; "all" of the machine, where the last digits may differ from machine to machine. */
  threads: z.union([z.int().min(1).max(64), z.literal("all")]),
  /** Of a whole run. */
  seconds: z.number().positive().max(86_400),
  providers: z.array(z.literal("cpu")).min(1),
});
export type BundleLimits = z.infer<typeof bundleLimitsSchema>;
