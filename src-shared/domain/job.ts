import { z } from "zod";

export const jobStates = ["queued", "running", "succeeded", "failed", "cancelled", "interrupted"] as const;

/** A piece of work that takes time. Kept in the database; a restart reports what was interrupted. */
export const jobSchema = z.object({
  id: z.string(),
  kind: z.string(),
  /** What it works on, in plain words; no patient's name. */
  title: z.string(),
  state: z.enum(jobStates),
  /** What it is doing: "reading files", "computing GLCM". */
  phase: z.string(),
  done: z.number(),
  total: z.number().nullable(),
  /** Things done a second, and seconds left; null while unknown. */
  ratePerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  error: z.string().nullable(),
  /** What came out, by kind: see the noun's schema. */
  result: z.unknown(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type Job = z.infer<typeof jobSchema>;
