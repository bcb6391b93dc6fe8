import { Worker } from "node:worker_threads";
import type { ImportResult } from "#shared/api/import.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { type JobContext, type Jobs, workerPath } from "../jobs/index.ts";
import type { Store } from "../store/index.ts";
import type { ImportMessage, ImportRequest } from "./importMessages.ts";
import { makeIncomingFolder, removeAbandonedFolders, removeIncomingFolder } from "./incoming.ts";

export interface ImportOptions {
  /** Left out of the paths in the result: where the files of an upload lie for the time being. */
  readonly hiddenFolder?: string;
  /** Called when the import has ended, however it ended. */
  readonly onEnd?: () => Promise<void> | void;
}

/** The import of DICOM files. */
export interface DicomImport {
  /**
   * Starts to import files, folders, DICOMDIRs and ZIPs; answers the id of the job at once. The job's result is an ImportResult; a cancelled
   * job's too, of what it had finished.
   */
  start(paths: readonly string[], options?: ImportOptions): string;
  /** From now on nothing new is started; what runs is ended by the jobs. */
  close(): void;
}

/**
 * Makes the import of one store. What an earlier import left behind is cleared: its temporary files are removed, and series whose volumes
 * it had not built are built now, as a job of its own.
 */
export function createDicomImport({ store, jobs }: { store: Store; jobs: Jobs }): DicomImport {
  removeAbandonedFolders(store.dataFolder);
  const staleSeries = store.database.prepare<[], number>("SELECT count(*) FROM series WHERE volumes_stale = 1").pluck();
  let running = 0;
  let isClosed = false;

  const run = async (context: JobContext, paths: readonly string[], hiddenFolder: string | null): Promise<ImportResult> => {
    const incomingFolder = makeIncomingFolder(store.dataFolder);
    running += 1;
    try {
      return await runInThread({ dataFolder: store.dataFolder, incomingFolder, paths, hiddenFolder, cancelFlag: context.cancelFlag }, context);
    } finally {
      running -= 1;
      await removeIncomingFolder(incomingFolder);
    }
  };

  const buildStale = () => {
    if (isClosed || running > 0 || staleSeries.get() === 0) return;
    jobs.start({ kind: "volumes", title: "Building the volumes of an unfinished import", run: (context) => run(context, [], null) });
  };

  buildStale();
  return {
    start: (paths, { hiddenFolder = null, onEnd } = {}) => {
      if (paths.length === 0) throw new PlainError("There is nothing to import: name at least one file or folder.");
      return jobs.start({
        kind: "import",
        title: paths.length === 1 ? "Importing DICOM" : `Importing DICOM from ${paths.length} places`,
        run: async (context) => {
          try {
            return await run(context, paths, hiddenFolder);
          } finally {
            await onEnd?.();
            // A cancelled import ends at once; what it imported gets its volumes all the same.
            if (context.signal.aborted) setImmediate(buildStale);
          }
        },
      });
    },
    close: () => {
      isClosed = true;
    },
  };
}

function runInThread(request: ImportRequest, context: JobContext): Promise<ImportResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerPath("import"), { workerData: request });
    worker.on("message", (message: ImportMessage) => {
      if (message.kind === "progress") context.progress(message.progress);
      else if (message.kind === "result") resolve(message.result);
      else reject(message.message === null ? Object.assign(new Error("the import failed"), { code: message.code ?? undefined }) : new PlainError(message.message));
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("the import's thread ended early")));
  });
}
