import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { workerPath } from "../jobs/index.ts";
import { writeCaseFiles, type TrueMuscle } from "./caseFiles.ts";
import type { ProjectParameters } from "./projectParameters.ts";
import type { SampleCase } from "./sampleCases.ts";

/** A case for a thread that draws. */
export interface CaseTask {
  readonly folder: string;
  readonly parameters: ProjectParameters;
  readonly seed: number;
  readonly one: SampleCase;
}

/** What a thread does with a case. */
export const drawCase = ({ folder, parameters, seed, one }: CaseTask): TrueMuscle => writeCaseFiles(folder, parameters, seed, one);

/**
 * Writes the files of cases in threads; answers what is true of each, by the UID of its study. `onCase` is called after each case; what it throws ends the
 * threads.
 */
export async function drawCases(tasks: readonly CaseTask[], onCase: (done: number) => void): Promise<ReadonlyMap<string, TrueMuscle>> {
  const truth = new Map<string, TrueMuscle>();
  const left = [...tasks];
  const thread = async () => {
    const worker = new Worker(workerPath("sampleCase"));
    try {
      for (let task = left.shift(); task; task = left.shift()) {
        truth.set(task.one.studyInstanceUid, await drawnBy(worker, task));
        onCase(truth.size);
      }
    } finally {
      left.length = 0;
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(availableParallelism(), 4, tasks.length)) }, thread));
  return truth;
}

/** Gives a case to a thread and waits for it. */
function drawnBy(worker: Worker, task: CaseTask): Promise<TrueMuscle> {
  return new Promise((resolve, reject) => {
    const finish = (end: () => void) => {
      worker.off("message", hear).off("error", fail).off("exit", exit);
      end();
    };
    const hear = (drawn: TrueMuscle) => finish(() => resolve(drawn));
    const fail = (error: unknown) =>
      finish(() => reject(error instanceof Error ? error : new Error("the thread that draws the sample project failed")));
    const exit = () => finish(() => reject(new Error("the thread that draws the sample project ended early")));
    worker.on("message", hear).on("error", fail).on("exit", exit);
    worker.postMessage(task);
  });
}
