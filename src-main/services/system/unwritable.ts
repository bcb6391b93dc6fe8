import { basename } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { systemErrorWords } from "./systemErrorWords.ts";

/** What a reader is told of a file that could not be written, by its name alone. */
export function unwritable(path: string, cause: unknown): PlainError {
  return new PlainError(
    `${basename(path)} could not be written. ${systemErrorWords(cause) ?? "Check its folder, its permissions and the free space."}`,
    { cause },
  );
}
