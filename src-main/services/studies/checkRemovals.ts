import type { Checked, CheckOptions } from "#shared/domain/finding.ts";
import type { Store } from "../store/index.ts";
import { createStudies } from "./createStudies.ts";

/**
 * Looks for files of removed studies that could not be deleted then: the program ended first, or other work was running. Mends by deleting them, as every start
 * does.
 */
export async function checkRemovals(store: Store, { repair }: CheckOptions): Promise<Checked> {
  const files = store.database.prepare<[], number>("SELECT count(*) FROM file_to_remove").pluck().get()!;
  if (files === 0) return { count: 0, findings: [] };
  const mended = repair && (await createStudies(store).removeLeftFiles()) === 0;
  return {
    count: 0,
    findings: [
      {
        area: "leftover",
        name: "removed studies",
        mended,
        problem: `${files} of their files ${files === 1 ? "was" : "were"} not deleted yet`,
        action: mended
          ? "They were deleted."
          : repair
            ? "Work is under way on this data folder; try again when it has finished."
            : "--repair deletes them; so does the next start.",
      },
    ],
  };
}
