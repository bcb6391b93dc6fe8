import { readlinkSync } from "node:fs";
import { setPriority } from "node:os";

const background = 10;

/** Lets the thread that answers the door go first where all processors are busy. On Linux only: elsewhere a thread's priority cannot be set from here. */
export function lowerThreadPriority(): void {
  if (process.platform !== "linux") return;
  try {
    const threadId = Number(readlinkSync("/proc/thread-self").split("/").at(-1));
    if (threadId > 0 && threadId !== process.pid) setPriority(threadId, background);
  } catch {
    // Without /proc, or where it is not allowed, the import runs as any other thread.
  }
}
