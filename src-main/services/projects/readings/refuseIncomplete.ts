import type { ReadingLacks } from "#shared/api/reading.ts";
import { PlainError } from "#shared/domain/plainError.ts";

/** Throws PlainError that names what a reading lacks; nothing where it lacks nothing. */
export function refuseIncomplete({ levels, drawings, answers }: ReadingLacks): void {
  if (levels.length + drawings.length + answers.length === 0) return;
  const parts = [
    ...(levels.length > 0 ? [`Levels without a slice: ${listed(levels.map(({ words }) => words))}.`] : []),
    ...(drawings.length > 0 ? [`Not drawn yet: ${listed(drawings.map(({ words }) => words))}.`] : []),
    ...(answers.length > 0 ? [`Not answered yet: ${listed(answers)}.`] : []),
  ];
  throw new PlainError(`The reading is not complete. ${parts.join(" ")}`);
}

const mostListed = 6;

/** The first of several, and how many more there are. */
export function listed(words: readonly string[]): string {
  const more = words.length - mostListed;
  return [...words.slice(0, mostListed), ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}
