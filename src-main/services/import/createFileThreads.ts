import { Worker } from "node:worker_threads";
import { workerPath } from "../jobs/index.ts";
import type { FileTask, FileThreadData, FileThreadMessage } from "./importMessages.ts";
import type { FileOutcome } from "./takeInFile.ts";

export interface FileThreads {
  /** Gives a batch to a thread that has time; only where `hasRoom`. */
  give(tasks: readonly FileTask[]): void;
  hasRoom(): boolean;
  /** Batches not answered yet. */
  pending(): number;
  close(): Promise<void>;
}

interface Thread {
  worker: Worker | undefined;
  readonly name: string;
  readonly given: Array<readonly FileTask[]>;
  /** It has answered before. */
  isWarm: boolean;
}

/** A thread has one batch in hand and one in reserve. */
const batchesPerThread = 2;

/**
 * Makes the threads that read files, as many as there is work for and at most `most`; one starts after the other, so that the door's thread
 * does not wait for them. A thread that dies (a file that exhausts its memory) is replaced: its files are given out again one by one,
 * and the file that kills a thread when it is alone is rejected.
 */
export function createFileThreads(
  most: number,
  data: Omit<FileThreadData, "threadName">,
  events: { onOutcome: (index: number, outcome: FileOutcome) => void; onBatch: () => void; onError: (error: Error) => void },
): FileThreads {
  let isClosing = false;
  let pending = 0;

  const start = (thread: Thread): void => {
    const worker = new Worker(workerPath("importFiles"), { workerData: { ...data, threadName: thread.name } satisfies FileThreadData });
    thread.worker = worker;
    worker.on("message", (message: FileThreadMessage) => {
      if (message.kind === "error") {
        events.onError(Object.assign(new Error("a file could not be written to the store"), { code: message.code }));
        return;
      }
      thread.given.shift();
      thread.isWarm = true;
      pending -= 1;
      for (const [index, outcome] of message.outcomes) events.onOutcome(index, outcome);
      events.onBatch();
    });
    // "exit" follows and does what is to be done.
    worker.on("error", () => undefined);
    worker.on("exit", () => {
      if (!isClosing) revive(thread);
    });
  };

  const revive = (thread: Thread): void => {
    // It may have died with a large file in memory.
    const lock = new Int32Array(data.largeFileLock);
    Atomics.store(lock, 0, 0);
    Atomics.notify(lock, 0);
    const [current = [], ...rest] = thread.given.splice(0);
    pending -= rest.length + 1;
    if (current.length === 0) {
      events.onError(new Error("a thread of the import ended before it began"));
      return;
    }
    start(thread);
    if (current.length === 1) events.onOutcome(current[0]!.index, { kind: "rejected", reason: "damaged: reading it exhausts the memory" });
    const again = current.length > 1 ? [...current.map((task) => [task]), ...rest] : rest;
    for (const batch of again) giveTo(thread, batch);
    events.onBatch();
  };

  const giveTo = (thread: Thread, batch: readonly FileTask[]): void => {
    thread.given.push(batch);
    pending += 1;
    thread.worker?.postMessage(batch);
  };

  const threads: Thread[] = [];
  const mayStart = () => threads.length < most && threads.every(({ isWarm }) => isWarm);
  const leastBusy = (): Thread => {
    const idle = threads.find(({ given }) => given.length === 0);
    if (idle) return idle;
    if (!mayStart()) return threads.reduce((least, thread) => (thread.given.length < least.given.length ? thread : least));
    const thread: Thread = { worker: undefined, name: `t${threads.length}`, given: [], isWarm: false };
    threads.push(thread);
    start(thread);
    return thread;
  };

  return {
    give: (tasks) => giveTo(leastBusy(), tasks),
    hasRoom: () => mayStart() || threads.some((thread) => thread.given.length < batchesPerThread),
    pending: () => pending,
    close: async () => {
      isClosing = true;
      await Promise.all(threads.map(async ({ worker }) => worker?.terminate()));
    },
  };
}
