import type { MessagePort } from "node:worker_threads";
import type { FileTask, FileThreadData, FileThreadMessage } from "./importMessages.ts";
import { lowerThreadPriority } from "./lowerThreadPriority.ts";
import { takeInFile } from "./takeInFile.ts";

/** The work of a thread that reads files: takes batches of them from the port and answers what became of each. */
export function serveFileThread(port: MessagePort, data: FileThreadData): void {
  lowerThreadPriority();
  const flag = new Int32Array(data.cancelFlag);
  const lock = new Int32Array(data.largeFileLock);
  const isCancelled = () => Atomics.load(flag, 0) !== 0;
  const alone = <Result>(run: () => Result): Result => {
    while (Atomics.compareExchange(lock, 0, 0, 1) !== 0) Atomics.wait(lock, 0, 1);
    try {
      return run();
    } finally {
      Atomics.store(lock, 0, 0);
      Atomics.notify(lock, 0, 1);
    }
  };
  const { instancesFolder, incomingFolder, threadName } = data;
  const context = { instancesFolder, incomingFolder, threadName, isCancelled, alone };
  port.on("message", (tasks: readonly FileTask[]) => {
    let message: FileThreadMessage;
    try {
      const outcomes = tasks.map(({ index, path }) => [index, isCancelled() ? { kind: "cancelled" as const } : takeInFile(path, context)] as const);
      message = { kind: "outcomes", outcomes };
    } catch (error) {
      message = { kind: "error", code: (error as NodeJS.ErrnoException).code ?? null };
    }
    port.postMessage(message);
  });
}
