import type { ImportResult } from "#shared/api/import.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { openStore, type Store } from "../store/index.ts";
import { type Collector, createCollector } from "./createCollector.ts";
import type { ImportProgress, ImportRequest } from "./importMessages.ts";
import { readFiles } from "./readFiles.ts";

/** Makes the volumes of one series anew from its instances, and takes the mark off that they are stale. */
export type BuildVolumes = (store: Store, seriesId: number) => void;

/**
 * Imports files, folders, DICOMDIRs and ZIPs into the store; the work of a thread of its own, with its own connection to the database.
 * Originals are in place and synced before their rows are written; a file that cannot be used is told with the reason and stops nothing.
 * Afterwards the volumes of each touched series are built. With no paths at all, those of series that an earlier import left without.
 * When cancelled it ends soon, with what it had finished. Throws where the store itself cannot be written.
 */
export async function runImport(request: ImportRequest, buildVolumes: BuildVolumes, report: (progress: ImportProgress) => void): Promise<ImportResult> {
  const store = openStore(request.dataFolder);
  try {
    const flag = new Int32Array(request.cancelFlag);
    const isCancelled = () => Atomics.load(flag, 0) !== 0;
    const collector = createCollector(store);
    if (request.paths.length > 0) await readFiles({ request, store, collector, isCancelled, report });
    const stale = store.database.prepare<[], number>("SELECT id FROM series WHERE volumes_stale = 1").pluck().all();
    const seriesIds = request.paths.length > 0 ? stale.filter((id) => collector.touchedSeries.has(id)) : stale;
    buildAll(store, seriesIds, buildVolumes, collector, isCancelled, report);
    return collector.result();
  } finally {
    store.close();
  }
}

function buildAll(
  store: Store, seriesIds: readonly number[], buildVolumes: BuildVolumes, collector: Collector, isCancelled: () => boolean, report: (progress: ImportProgress) => void,
): void {
  const giveUp = store.database.prepare("UPDATE series SET volumes_stale = 0 WHERE id = ?");
  for (const [index, seriesId] of seriesIds.entries()) {
    if (isCancelled()) return;
    report({ phase: "building volumes", done: index, total: seriesIds.length });
    try {
      buildVolumes(store, seriesId);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code?.startsWith("SQLITE_")) throw error;
      collector.reject(`series ${index + 1} of ${seriesIds.length}`, error instanceof PlainError ? error.message : "its files were imported, but no volume could be made of them");
      // Trying again would end the same way.
      giveUp.run(seriesId);
    }
  }
  report({ phase: "building volumes", done: seriesIds.length, total: seriesIds.length });
}
