import { readFileSync, writeFileSync } from "node:fs";

/** The most memory that this process held since it began, or since it was last forgotten; bytes. */
export interface PeakMemory {
  /** The most since the beginning. */
  peak(): number;
  /** Runs something; answers the most that was held meanwhile above what was held before. */
  during<Result>(run: () => Promise<Result>): Promise<{ result: Result; bytes: number }>;
}

/** Watches the memory of this process. Linux forgets its highest mark when told to; elsewhere it only grows, and a run below it counts nothing. */
export function watchPeakMemory(): PeakMemory {
  let highest = 0;
  const peak = () => (highest = Math.max(highest, highWater()));
  return {
    peak,
    during: async (run) => {
      peak();
      forget();
      const before = process.memoryUsage.rss();
      const result = await run();
      return { result, bytes: Math.max(0, highWater() - before) };
    },
  };
}

function highWater(): number {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS * 1024;
  // That of the resource usage would count what the process was started from.
  const kilobytes = /^VmHWM:\s*(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

function forget(): void {
  if (process.platform !== "linux") return;
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // Then it only grows.
  }
}
