import { join } from "node:path";

/**
 * Stands for services/jobs/workerPath in unit tests (see vitest.config.ts): the built entry point. A thread that starts from the sources strips the types of
 * each module it imports, which took a third of a second and more for each of the hundreds of threads that the tests start.
 */
export function workerPath(name: string): string {
  return join(import.meta.dirname, "..", "dist", "main", "workers", `${name}.mjs`);
}
