import { writeFileSync } from "node:fs";

/** Has a Linux that runs out of memory end this process before the main one, which holds what is drawn (proc(5), oom_score_adj). */
export function letGoFirst(): void {
  if (process.platform !== "linux") return;
  try {
    writeFileSync("/proc/self/oom_score_adj", "700");
  } catch {
    // Where it is not allowed, the system chooses as it likes.
  }
}
