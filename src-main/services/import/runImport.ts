import type { ImportResult } from "#shared/api/import.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { openStore, type Author, type Store } from "../store/index.ts";
import { type Collector, createCollector } from "./createCollector.ts";
import type { PlanImageVolumes } from "./createImageFileWriter.ts";
import type { ImportProgress, ImportRequest } from "./importMessages.ts";
import { readFiles } from "./readFiles.ts";
import { listUnknownOriginals, removeStrayNotes } from "../originals/index.ts";

/** Makes the volumes of one series anew from its instances, and takes the mark off that they are stale. */
export type BuildVolumes = (store: Store, seriesId: number, by: Author) => void;

/** How volumes come into being (services/volumes): of DICOM files, and of image files. */
export interface VolumePlanning {
  readonly buildVolumes: BuildVolumes;
  readonly planImageVolumes: PlanImageVolumes;
}

/**
 * Imports files (DICOM and images), folders, DICOMDIRs and ZIPs into the store; the work of a thread of its own, with its own connection to the database.
 * Originals are in place and synced before their rows are written; a file that cannot be used is told with the reason and stops nothing.
 * Afterwards the volumes of each touched series are built. With no paths at all, those of every series that an earlier import left without; and with
 * `takeInStored`, originals that it left without rows get them.
 * When cancelled it ends soon, with what it had finished. Throws where the store itself cannot be written.
 */
export async function runImport(
  request: ImportRequest,
  { buildVolumes, planImageVolumes }: VolumePlanning,
  report: (progress: ImportProgress) => void,
): Promise<ImportResult> {
  const store = openStore(request.dataFolder);
  try {
    const flag = new Int32Array(request.cancelFlag);
    const isCancelled = () => Atomics.load(flag, 0) !== 0;
    const collector = createCollector(store, request.by, planImageVolumes, request.incomingFolder);
    if (request.isAfterKill) removeStrayNotes(store, request.by);
    const paths = request.takeInStored ? [...request.paths, ...listUnknownOriginals(store)] : request.paths;
    if (paths.length > 0) await readFiles({ request: { ...request, paths }, store, collector, isCancelled, report });
    await collector.writeImages((done, total) => report({ phase: "keeping the image files", done, total }));
    const stale = store.database.prepare<[], number>("SELECT id FROM series WHERE volumes_stale = 1").pluck().all();
    const seriesIds = request.paths.length > 0 ? stale.filter((id) => collector.touchedSeries.has(id)) : stale;
    buildAll({ store, by: request.by }, seriesIds, buildVolumes, collector, isCancelled, report);
    return collector.result();
  } finally {
    store.close();
  }
}

function buildAll(
  { store, by }: { store: Store; by: Author },
  seriesIds: readonly number[],
  buildVolumes: BuildVolumes,
  collector: Collector,
  isCancelled: () => boolean,
  report: (progress: ImportProgress) => void,
): void {
  const giveUp = store.database.prepare("UPDATE series SET volumes_stale = 0 WHERE id = ?");
  for (const [index, seriesId] of seriesIds.entries()) {
    if (isCancelled()) return;
    report({ phase: "building volumes", done: index, total: seriesIds.length });
    try {
      buildVolumes(store, seriesId, by);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code?.startsWith("SQLITE_")) throw error;
      collector.reject(
        `series ${index + 1} of ${seriesIds.length}`,
        error instanceof PlainError ? error.message : "its files were imported, but no volume could be made of them",
      );
      // Trying again would end the same way.
      store.write(by, () => giveUp.run(seriesId));
    }
  }
  report({ phase: "building volumes", done: seriesIds.length, total: seriesIds.length });
}
