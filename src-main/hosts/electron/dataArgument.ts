import { resolve } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";

/**
 * The data folder that a command line names, `--data DIR` or `--data=DIR`; undefined where it names none. Chromium's own reader of switches knows the second
 * form only. Throws PlainError where the folder is missing.
 */
export function dataArgument(args: readonly string[], workingFolder: string): string | undefined {
  const at = args.findIndex((argument) => argument === "--data" || argument.startsWith("--data="));
  if (at === -1) return undefined;
  const given = args[at] === "--data" ? args[at + 1] : args[at]!.slice("--data=".length);
  if (given === undefined || given === "" || given.startsWith("--")) throw new PlainError("--data needs a folder: --data DIR.");
  return resolve(workingFolder, given);
}
