import { z } from "zod";

/** The number of the row that stands for the program itself: nobody can sign in as it. */
export const systemReaderId = 0;
export const systemReaderName = "Fascicle (the program)";

/** What a reader says of himself or herself. */
export const readerDetailsSchema = z.object({
  /** A name, initials or a code: as strokes, results and reports name the reader. */
  name: z.string().trim().min(1, "A reader needs a name.").max(120),
  initials: z.string().trim().min(1, "A reader needs initials.").max(8),
  /** Empty where it is not given. */
  specialty: z.string().trim().max(120),
  /** Years of experience; null where they are not given. */
  years: z.number().int().min(0).max(80).nullable(),
});
export type ReaderDetails = z.infer<typeof readerDetailsSchema>;

/** Somebody who reads at this machine. */
export interface Reader extends ReaderDetails {
  readonly id: number;
  /** Signing in asks for a passphrase. */
  readonly hasPassphrase: boolean;
  /** UTC, ISO 8601. */
  readonly createdAt: string;
  /** A retired reader does not sign in any more; what he or she did stays. Null where the reader is not retired. */
  readonly retiredAt: string | null;
}

/** By characters as they are read: a letter with its accents is one. */
const segmenter = new Intl.Segmenter();

/** Initials for a name: the first letters of its first three words; of one word its first two letters, or all of a code such as "R1". */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s.,_-]+/)
    .filter((word) => word !== "");
  if (words.length === 0) return "?";
  const letters = (word: string, count: number) =>
    Array.from(segmenter.segment(word), ({ segment }) => segment)
      .slice(0, count)
      .join("");
  if (words.length === 1) return letters(words[0]!, /\d$/.test(words[0]!) ? 8 : 2).toUpperCase();
  // A number at the end tells "Reader 1" from "Reader 2".
  const last = words.at(-1)!;
  const initials = words.slice(0, 3).map((word) => letters(word, 1));
  return (/^\d+$/.test(last) ? `${letters(words[0]!, 1)}${letters(last, 7)}` : initials.join("")).toUpperCase();
}
