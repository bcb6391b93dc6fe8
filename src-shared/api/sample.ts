import { z } from "zod";

/** Which sample project is to be made: another seed makes another one. */
export const sampleProjectRequestSchema = z.object({ seed: z.number().int().min(0).max(0xffff_ffff).optional() }).optional();

/** A sample project that was made: the result of the job. */
export const madeProjectSchema = z.object({ projectId: z.string(), name: z.string() });
export type MadeProject = z.infer<typeof madeProjectSchema>;
