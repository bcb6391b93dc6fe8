import type { MessagePort } from "node:worker_threads";
import type { FileTask, FileThreadData, FileThreadMessage } from "./importMessages.ts";
import { takeInFile, type FileOutcome } from "./takeInFile.ts";
import { lowerThreadPriority } from "../system/index.ts";

/** The work of a thread that reads files: takes batches of them from the port and answers what became of each. */
export function serveFileThread(port: MessagePort, data: FileThreadData): void {
  lowerThreadPriority();
  const flag = new Int32Array(data.cancelFlag);
  const lock = new Int32Array(data.largeFileLock);
  const isCancelled = () => Atomics.load(flag, 0) !== 0;
  const alone = async <Result>(run: () => Promise<Result>): Promise<Result> => {
    while (Atomics.compareExchange(lock, 0, 0, 1) !== 0) Atomics.wait(lock, 0, 1);
    try {
      return await run();
    } finally {
      Atomics.store(lock, 0, 0);
      Atomics.notify(lock, 0, 1);
    }
  };
  const { instancesFolder, incomingFolder, threadName } = data;
  const context = { instancesFolder, incomingFolder, threadName, isCancelled, alone };
  const answer = async (tasks: readonly FileTask[]): Promise<FileThreadMessage> => {
    try {
      const outcomes: Array<readonly [number, FileOutcome]> = [];
      for (const { index, path, name } of tasks)
        outcomes.push([index, isCancelled() ? { kind: "cancelled" } : await takeInFile(path, name, context)]);
      return { kind: "outcomes", outcomes };
    } catch (error) {
      return { kind: "error", code: (error as NodeJS.ErrnoException).code ?? null };
    }
  };
  // One batch after the other: a thread that waits for a large file's turn must not hold one of its own.
  let last = Promise.resolve();
  port.on("message", (tasks: readonly FileTask[]) => {
    last = last.then(async () => port.postMessage(await answer(tasks)));
  });
}
