import { PlainError } from "#shared/domain/plainError.ts";
import { nearestWord } from "./nearestWord.ts";

/** Throws PlainError for the first name that is not known: what it is, its name, and the nearest known one. */
export function refuseUnknown(kind: string, found: readonly string[], known: readonly string[]): void {
  const name = found.find((candidate) => !known.includes(candidate));
  if (name === undefined) return;
  const nearest = nearestWord(name, known);
  throw new PlainError(`The settings have an unknown ${kind} "${name}".${nearest ? ` Did you mean "${nearest}"?` : ` Known are ${known.join(", ")}.`}`);
}
