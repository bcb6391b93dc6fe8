import { z } from "zod";

/** What one import brought: counts of what is new, and everything that could not be used, with the reason in plain words. */
export const importResultSchema = z.object({
  studies: z.number().int(),
  series: z.number().int(),
  instances: z.number().int(),
  /** Files whose content was there already. */
  duplicates: z.number().int(),
  /** A UID seen before with other content: kept apart. One sentence each. */
  conflicts: z.array(z.object({ path: z.string(), reason: z.string() })),
  rejected: z.array(z.object({ path: z.string(), reason: z.string() })),
  /** Files that were imported with something made up or left open. One sentence each. */
  notes: z.array(z.object({ path: z.string(), reason: z.string() })),
  /** The study of the first file that could be used (new or there already), for opening it at once; null where none could. */
  firstStudyInstanceUid: z.string().nullable(),
});
export type ImportResult = z.infer<typeof importResultSchema>;
