import type { ImportResult } from "#shared/api/import.ts";
import type { Store } from "../store/index.ts";
import { createImportWriter, type StoredFile, type Written } from "./createImportWriter.ts";

export type Collector = ReturnType<typeof createCollector>;

/** Writes what was read and gathers what is told at the end. */
export function createCollector(store: Store) {
  const writer = createImportWriter(store);
  const counts = { studies: 0, series: 0, instances: 0, duplicates: 0 };
  const conflicts: ImportResult["conflicts"] = [];
  const rejected: ImportResult["rejected"] = [];
  const notes: ImportResult["notes"] = [];
  const touchedSeries = new Set<number>();
  let firstStudyInstanceUid: string | null = null;

  const count = (written: Written, path: string, file: StoredFile) => {
    firstStudyInstanceUid ??= written.studyInstanceUid;
    touchedSeries.add(written.seriesId);
    counts.studies += written.isNewStudy ? 1 : 0;
    counts.series += written.isNewSeries ? 1 : 0;
    counts.instances += written.isNewInstance ? 1 : 0;
    counts.duplicates += written.isNewInstance ? 0 : 1;
    for (const reason of written.conflicts) conflicts.push({ path, reason });
    const { madeUp } = file.record;
    if (madeUp.length > 0) notes.push({ path, reason: `it has no ${madeUp.join(", no ")}; made from its content` });
  };

  return {
    touchedSeries,
    reject: (path: string, reason: string) => void rejected.push({ path, reason }),
    write: async (files: ReadonlyArray<readonly [path: string, file: StoredFile]>) => {
      const written = await writer.write(files.map(([, file]) => file));
      for (const [index, [path, file]] of files.entries()) count(written[index]!, path, file);
    },
    result: (): ImportResult => ({ ...counts, conflicts, rejected, notes, firstStudyInstanceUid }),
  };
}
