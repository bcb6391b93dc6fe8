import { nearestWord } from "./nearestWord.ts";
import { SettingsError } from "./SettingsError.ts";

/** Throws SettingsError for the first name that is not known: what it is, its name, and the nearest known one. `path`: the keys above it. */
export function refuseUnknown(kind: string, found: readonly string[], known: readonly string[], path: readonly string[]): void {
  const name = found.find((candidate) => !known.includes(candidate));
  if (name === undefined) return;
  const nearest = nearestWord(name, known);
  throw new SettingsError(
    `The settings have an unknown ${kind} "${name}".${nearest ? ` Did you mean "${nearest}"?` : ` Known are ${known.join(", ")}.`}`,
    [...path, name],
  );
}
