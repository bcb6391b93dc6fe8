import { Worker } from "node:worker_threads";
import { unnamedPath, type ImportResult } from "#shared/api/import.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { type JobContext, type Jobs, workerPath } from "../jobs/index.ts";
import { systemAuthor, type Author, type Store } from "../store/index.ts";
import type { ImportMessage, ImportRequest } from "./importMessages.ts";
import { abandonIncomingFolder, makeIncomingFolder, removeAbandonedFolders, removeIncomingFolder } from "../system/index.ts";

export interface ImportOptions {
  /** Left out of the paths in the result: where the files of an upload lie for the time being. */
  readonly hiddenFolder?: string;
  /** Called when the import has ended, however it ended. */
  readonly onEnd?: () => Promise<void> | void;
}

/** The import of DICOM files and of image files. */
export interface DicomImport {
  /**
   * Starts to import files, folders, DICOMDIRs and ZIPs; answers the id of the job at once. The job's result is an ImportResult; a cancelled
   * job's too, of what it had finished.
   */
  start(by: Author, paths: readonly string[], options?: ImportOptions): string;
  /**
   * The same within a job that is running: for work that makes the files first. Throws PlainError where the data folder may only be read,
   * and where the store cannot be written.
   */
  importWithin(
    by: Author,
    context: JobContext,
    paths: readonly string[],
    options?: Pick<ImportOptions, "hiddenFolder">,
  ): Promise<ImportResult>;
  /** Starts to take in originals in the store that no row names, and to build what volumes are missing; answers the job's id. */
  takeInStored(by: Author): string;
  /** From now on nothing new is started; what runs is ended by the jobs. */
  close(): void;
}

/**
 * Makes the import of one store. What an earlier import left behind that ended before it could (a kill, a full disk) is brought to its end:
 * its temporary files are removed,
 * and, as a job of its own, originals that have no rows yet get them, and series whose volumes it had not built, or that a newer version of
 * the program divides otherwise, are built: by the program itself.
 */
export function createDicomImport({ store, jobs }: { store: Store; jobs: Jobs }): DicomImport {
  const wasInterrupted = !store.isReadOnly && removeAbandonedFolders(store.dataFolder);
  const staleSeries = store.database.prepare<[], number>("SELECT count(*) FROM series WHERE volumes_stale = 1").pluck();
  let running = 0;
  let isClosed = false;

  const run = async (
    context: JobContext,
    work: Pick<ImportRequest, "by" | "paths" | "hiddenFolder" | "takeInStored" | "isAfterKill">,
  ): Promise<ImportResult> => {
    const incomingFolder = makeIncomingFolder(store.dataFolder, "import");
    running += 1;
    try {
      const result = await runInThread({ dataFolder: store.dataFolder, incomingFolder, cancelFlag: context.cancelFlag, ...work }, context);
      await removeIncomingFolder(incomingFolder);
      return result;
    } catch (error) {
      await abandonIncomingFolder(incomingFolder);
      throw error;
    } finally {
      running -= 1;
    }
  };

  const startFinishing = (by: Author, { takeInStored, isAfterKill }: Pick<ImportRequest, "takeInStored" | "isAfterKill">): string =>
    jobs.start({
      kind: "volumes",
      lane: "import",
      kept: withoutPaths,
      title: takeInStored ? "Finishing an import that was interrupted" : "Building the volumes of series anew",
      run: (context) => run(context, { by, paths: [], hiddenFolder: store.dataFolder, takeInStored, isAfterKill }),
    });
  const buildStale = () => {
    if (!store.isReadOnly && !isClosed && running === 0 && staleSeries.get() !== 0)
      startFinishing(systemAuthor, { takeInStored: false, isAfterKill: false });
  };

  const importAll = async (
    by: Author,
    context: JobContext,
    paths: readonly string[],
    hiddenFolder: string | null,
  ): Promise<ImportResult> => {
    try {
      return await run(context, { by, paths, hiddenFolder, takeInStored: false, isAfterKill: false });
    } finally {
      // A cancelled import ends at once; what it imported gets its volumes all the same.
      if (context.signal.aborted) setImmediate(buildStale);
    }
  };
  const refuseReadOnly = () => {
    if (store.isReadOnly) throw new PlainError("The data folder may only be read: nothing can be imported into it.");
  };

  if (wasInterrupted) startFinishing(systemAuthor, { takeInStored: true, isAfterKill: true });
  else buildStale();
  return {
    start: (by, paths, { hiddenFolder = null, onEnd } = {}) => {
      refuseReadOnly();
      if (paths.length === 0) throw new PlainError("There is nothing to import: name at least one file or folder.");
      return jobs.start({
        kind: "import",
        lane: "import",
        discard: onEnd,
        title: paths.length === 1 ? "Importing images" : `Importing images from ${paths.length} places`,
        kept: withoutPaths,
        run: async (context) => {
          try {
            return await importAll(by, context, paths, hiddenFolder);
          } finally {
            await onEnd?.();
          }
        },
      });
    },
    importWithin: (by, context, paths, { hiddenFolder = null } = {}) => {
      refuseReadOnly();
      return importAll(by, context, paths, hiddenFolder);
    },
    takeInStored: (by) => startFinishing(by, { takeInStored: true, isAfterKill: false }),
    close: () => {
      isClosed = true;
    },
  };
}

/** Names of files are often names of patients: they are shown after the import, and not kept with the list of jobs. */
function withoutPaths(result: ImportResult): ImportResult {
  const unnamed = (items: ImportResult["rejected"]) => items.map(({ reason }) => ({ path: unnamedPath, reason }));
  return {
    ...result,
    conflicts: unnamed(result.conflicts),
    rejected: unnamed(result.rejected),
    notes: unnamed(result.notes),
    labelMaps: [],
  };
}

function runInThread(request: ImportRequest, context: JobContext): Promise<ImportResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerPath("import"), { workerData: request });
    worker.on("message", (message: ImportMessage) => {
      if (message.kind === "progress") context.progress(message.progress);
      else if (message.kind === "result") resolve(message.result);
      else
        reject(
          message.message === null
            ? Object.assign(new Error("the import failed"), { code: message.code ?? undefined })
            : new PlainError(message.message),
        );
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("the import's thread ended early")));
  });
}
