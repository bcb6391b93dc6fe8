import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Makes a folder and those above it that are missing, each for its owner alone unless `mode` says otherwise; nothing where it is there.
 * Node's own recursive mkdir never returns below /proc and its like, where a folder that exists takes no new ones (it gets ENOENT and starts again).
 * Throws the system's error.
 */
export function makeFolder(path: string, mode = 0o700): void {
  const missing: string[] = [];
  let at = resolve(path);
  for (;;) {
    const found = statSync(at, { throwIfNoEntry: false });
    if (found?.isDirectory()) break;
    if (found) throw Object.assign(new Error("a file is in the place of a folder"), { code: "ENOTDIR" });
    missing.push(at);
    const above = dirname(at);
    if (above === at) break;
    at = above;
  }
  for (const folder of missing.reverse()) {
    try {
      mkdirSync(folder, { mode });
    } catch (error) {
      // Another process may have made it meanwhile.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
