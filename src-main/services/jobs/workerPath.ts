import { join } from "node:path";
import { projectRoot } from "../store/index.ts";

/**
 * The file of an entry point in src-main/workers, by its name: the source where the program runs from source (tests, scripts;
 * Node strips the types), the bundle where it was built.
 */
export function workerPath(name: string): string {
  return import.meta.filename.endsWith(".ts")
    ? join(projectRoot, "src-main", "workers", `${name}.ts`)
    : // A thread or process of its own starts from a real file, not from inside the installed program's archive.
      join(projectRoot.replace(/app\.asar$/, "app.asar.unpacked"), "dist", "main", "workers", `${name}.mjs`);
}
