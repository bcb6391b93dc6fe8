import { z } from "zod";
import { studyContentsSchema } from "./studyRemoval.ts";

/** Which sample project is to be made: another seed makes another one. */
export const sampleProjectRequestSchema = z.object({ seed: z.number().int().min(0).max(0xffff_ffff).optional() }).optional();

/** A sample project that was made: the result of the job. */
export const madeProjectSchema = z.object({ projectId: z.string(), name: z.string() });
export type MadeProject = z.infer<typeof madeProjectSchema>;

/** What goes with a sample project when it is removed: the project, and what hangs on the studies of its cases. */
export const sampleContentsSchema = studyContentsSchema.extend({
  name: z.string(),
  cases: z.number().int(),
  readings: z.number().int(),
});
export type SampleContents = z.infer<typeof sampleContentsSchema>;

export const sampleByIdSchema = z.strictObject({ projectId: z.string().max(80) });
/** `expected` is what was shown and agreed to: where there is something else by now, nothing is removed. */
export const sampleRemovalSchema = sampleByIdSchema.extend({ expected: sampleContentsSchema });
