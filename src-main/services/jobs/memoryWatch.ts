import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type MessagePort, Worker } from "node:worker_threads";
import { workerPath } from "./workerPath.ts";

/** What the thread is told that watches the memory of the process it is in. */
export interface MemoryWatch {
  readonly memoryBytes: number;
  /** The file that it makes before it ends the process. */
  readonly markPath: string;
}

const lookEveryMs = 25;

/**
 * The work of the thread: ends its process when that holds more memory than it may, and leaves a file as a mark for who started it; and when who started it is
 * gone. A thread of its own, because what takes the memory computes on the process's main thread, which hears and says nothing meanwhile.
 */
export function watchMemory(port: MessagePort, { memoryBytes, markPath }: MemoryWatch): void {
  const startedBy = process.ppid;
  const look = () => {
    // Whoever lost its parent has another one: on Linux and macOS. On Windows it goes on to its end.
    if (process.ppid !== startedBy) process.kill(process.pid, "SIGKILL");
    if (process.memoryUsage.rss() <= memoryBytes) return;
    writeFileSync(markPath, "", { mode: 0o600 });
    process.kill(process.pid, "SIGKILL");
  };
  setInterval(look, lookEveryMs);
  look();
  port.postMessage("watching");
}

/** Runs something while the memory of this process is watched; where no limit is given, just runs it. */
export async function withinMemory<Result>(limit: Partial<MemoryWatch>, run: () => Promise<Result>): Promise<Result> {
  const { memoryBytes, markPath } = limit;
  if (memoryBytes === undefined || markPath === undefined) return run();
  const watch = new Worker(workerPath("memoryWatch"), { workerData: { memoryBytes, markPath } satisfies MemoryWatch });
  try {
    await once(watch, "message");
    return await run();
  } finally {
    await watch.terminate();
  }
}
