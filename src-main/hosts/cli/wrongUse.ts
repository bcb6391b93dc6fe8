import type { VerbIo } from "./verb.ts";

/** Says why a verb cannot be used so, with the first line of how it is used; returns the exit code for wrong use. */
export function wrongUse({ stderr }: VerbIo, verb: string, words: string, usage: string): number {
  stderr.write(`fascicle ${verb}: ${words}\n\n${usage.split("\n", 1)[0]}\n“fascicle ${verb} --help” tells more.\n`);
  return 2;
}
