import { setImmediate } from "node:timers/promises";

/** Resolves when other work of this thread has had its turn: the thread that answers the door must not be blocked for more than 50 ms. */
export function yieldThread(): Promise<void> {
  return setImmediate();
}
