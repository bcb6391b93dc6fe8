import type { ReadingRow } from "./readingTables.ts";

/**
 * The coordinator's own reading of a training case stands among the readings as reader 0 in pass 0. It is compared with the readers' and never counted: only
 * training cases have one.
 */
export const reference = { readerNumber: 0, pass: 0 } as const;

/** Whether a reading is the coordinator's own of a training case. */
export function isReference({ readerNumber }: Pick<ReadingRow, "readerNumber">): boolean {
  return readerNumber === reference.readerNumber;
}
