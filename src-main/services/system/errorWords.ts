import { PlainError } from "#shared/domain/plainError.ts";
import { systemErrorWords } from "./systemErrorWords.ts";

/**
 * What a reader is told of an error: a PlainError's words, what the system's code says, else only that it happened. No stack and no path:
 * they may hold health data.
 */
export function errorWords(error: unknown): string {
  return error instanceof PlainError ? error.message : (systemErrorWords(error) ?? "Something unexpected went wrong.");
}
