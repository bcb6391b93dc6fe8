import { z } from "zod";

export const jobStates = ["queued", "running", "succeeded", "failed", "cancelled", "interrupted"] as const;

/** A piece of work that takes time. Kept in the database; a restart reports what was interrupted. */
export const jobSchema = z.object({
  id: z.string(),
  kind: z.string(),
  /** What it works on, in plain words; no patient's name. */
  title: z.string(),
  state: z.enum(jobStates),
  /** Of a job that waits: its place in its lane's queue, 1 for the one that begins next; null of any other. */
  place: z.number().int().positive().nullable(),
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

/** A job as lists show it: whether there is a result, which is asked for job by job, as it may be long (the paths of an import). */
export type ListedJob = Omit<Job, "result"> & { readonly hasResult: boolean };

/** A job without its result. */
export function listedJob({ result, ...job }: Job): ListedJob {
  return { ...job, hasResult: result !== null && result !== undefined };
}
