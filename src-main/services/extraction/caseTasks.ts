import type { TaskContext } from "../engine/index.ts";
import { createRowExtractor, type CaseTask, type ExtractedRows, type RowSetup } from "./extractRows.ts";

/** The one task of a process of a batch: a case, which it reads and measures in the order in which they come; the next is read while one is measured. */
export function caseTasks(setup: RowSetup): { case: (task: CaseTask, context: TaskContext) => Promise<ExtractedRows> } {
  const extractor = createRowExtractor(setup);
  let last: Promise<unknown> = Promise.resolve();
  return {
    case: (task, { threads }) => {
      const prepared = extractor.prepare(task);
      prepared.catch(() => undefined); // what it throws is said in the case's rows
      const extracted = last.then(() => extractor.extract(task, () => prepared, threads));
      last = extracted.catch(() => undefined);
      return extracted;
    },
  };
}
