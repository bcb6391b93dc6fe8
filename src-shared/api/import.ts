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
  /** The first study imported, for opening it at once; null where nothing was. */
  firstStudyInstanceUid: z.string().nullable(),
});
export type ImportResult = z.infer<typeof importResultSchema>;
