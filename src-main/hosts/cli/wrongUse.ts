import type { VerbIo } from "./verb.ts";

/** Says why a verb cannot be used so, and how it is used; returns the exit code for wrong use. */
export function wrongUse({ stderr }: VerbIo, verb: string, words: string, usage: string): number {
  stderr.write(`fascicle ${verb}: ${words}\n\n${usage}`);
  return 2;
}
