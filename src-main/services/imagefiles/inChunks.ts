import { yieldThread } from "../system/index.ts";

const chunk = 1 << 20;

/**
 * Calls `work` on consecutive ranges that together cover 0 to length, and lets other work of this thread pass in between:
 * the thread that answers the door must not be blocked for more than 50 ms.
 */
export async function inChunks(length: number, work: (from: number, to: number) => void): Promise<void> {
  for (let from = 0; from < length; from += chunk) {
    if (from > 0) await yieldThread();
    work(from, Math.min(length, from + chunk));
  }
}
