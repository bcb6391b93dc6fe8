import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { workerPath } from "../jobs/index.ts";
import { sampleParameters } from "./sampleParameters.ts";
import type { SlicesTask } from "./writeUnitSlices.ts";

export interface GenerateOptions {
  /** The studies to make, by key: "limbs", "head". All where absent. */
  readonly studies?: readonly string[];
  readonly seed?: number;
  /** Aborting ends the threads at once. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (filesDone: number, filesTotal: number) => void;
}

/** Slices a thread takes at a time. */
const slicesATask = 17;

/**
 * Writes the sample studies as DICOM files into a folder, which must exist, in worker threads. The same seed gives the same bytes on every
 * machine. Answers the number of
 * files; fewer than all where it was cancelled.
 */
export async function generateSampleStudies(folder: string, options: GenerateOptions = {}): Promise<number> {
  const { studies, units, seed: ownSeed } = sampleParameters();
  const { seed = ownSeed, signal, onProgress } = options;
  const wanted = studies.filter((study) => options.studies?.includes(study.key) ?? true).flatMap((study) => study.series);
  const tasks: SlicesTask[] = [...new Set(wanted.map((series) => series.unit))].flatMap((unit) => {
    const slices = units[unit]!.size[2];
    return Array.from({ length: Math.ceil(slices / slicesATask) }, (_, n) => ({
      folder,
      unit,
      first: n * slicesATask,
      end: Math.min(slices, (n + 1) * slicesATask),
      seed,
    }));
  });
  const total = wanted.reduce((sum, series) => sum + units[series.unit]!.size[2], 0);
  let done = 0;
  const thread = async () => {
    const worker = new Worker(workerPath("sample"));
    const stop = () => void worker.terminate();
    signal?.addEventListener("abort", stop);
    try {
      for (let task = tasks.shift(); task; task = tasks.shift()) {
        signal?.throwIfAborted();
        await runTask(worker, task, (files) => {
          done += files;
          onProgress?.(done, total);
        });
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
    } finally {
      signal?.removeEventListener("abort", stop);
      await worker.terminate();
    }
  };
  onProgress?.(0, total);
  await Promise.all(Array.from({ length: Math.max(1, Math.min(availableParallelism(), 4, tasks.length)) }, thread));
  return done;
}

/** Gives a task to a thread and waits for its end. */
function runTask(worker: Worker, task: SlicesTask, onFiles: (files: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (end: () => void) => {
      worker.off("message", hear).off("error", fail).off("exit", exit);
      end();
    };
    const hear = (message: { files: number } | { finished: true }) => {
      if ("files" in message) onFiles(message.files);
      else finish(resolve);
    };
    const fail = (error: unknown) =>
      finish(() => reject(error instanceof Error ? error : new Error("the thread that draws the sample failed")));
    const exit = () => finish(() => reject(new Error("the thread that draws the sample ended early")));
    worker.on("message", hear).on("error", fail).on("exit", exit);
    worker.postMessage(task);
  });
}
