import type { LogEntry } from "#shared/domain/project/logChain.ts";
import { subjects } from "../subjects.ts";
import type { AnswerRow, QuestionRow, ReadingRow } from "./readingTables.ts";

/** The entries of a project's log by subject, in their order: where a reading was taken in from a packet, those of the log that came with it. */
export type ToldEntries = ReadonlyMap<string, readonly OrderedEntry[]>;
type OrderedEntry = LogEntry & { readonly order: number };

/** What the log says of one drawing, from its first revision on. */
export interface ToldDrawing {
  /** When each revision was drawn, from revision 1 on. */
  readonly times: readonly string[];
  /** What it is a copy of, as the log tells; null of what was drawn. */
  readonly copy: { readonly copiedRevision: number; readonly order: number } | null;
}

/** Puts entries in order by subject; `takenOf` is the log with which the reading of a subject was taken in. */
export function toldEntries(entries: readonly LogEntry[], takenOf: (subject: string) => readonly LogEntry[] = () => []): ToldEntries {
  const all = entries.flatMap((entry) => {
    if (entry.action === "reading.take") return takenOf(entry.subject);
    // They tell what was taken in, not when it was made.
    return /^(drawing|answer|question|signature)\.take$/.test(entry.action) ? [] : [entry];
  });
  return Map.groupBy(
    all.map((entry, order) => ({ ...entry, order })),
    ({ subject }) => subject,
  );
}

/** The drawings that one subject has been, the first one first: it is begun anew where a series was replaced or the protocol amended. */
export function toldDrawings(entries: readonly OrderedEntry[] = []): ToldDrawing[] {
  const all: { times: string[]; copy: ToldDrawing["copy"] }[] = [];
  let isOpen = false;
  for (const { action, before, after, at, order } of entries) {
    if (after === null) isOpen = false;
    else {
      const { revision } = after as { readonly revision: number };
      if (!isOpen) {
        const isRedrawnCopy = action === "drawing.redraw" && (all.at(-1)?.copy ?? null) !== null;
        const copiedRevision = action === "drawing.copy" ? revision : isRedrawnCopy ? 1 : null;
        all.push({ times: [], copy: copiedRevision === null ? null : { copiedRevision, order } });
      }
      isOpen = true;
      const last = (before as { readonly revision: number } | null)?.revision ?? 0;
      for (let number = last; number < revision; number++) all.at(-1)!.times.push(at);
    }
  }
  return all;
}

/** The revision that a drawing had before an entry. */
export function revisionBefore(entries: readonly OrderedEntry[] = [], order: number): number | undefined {
  const last = entries.findLast((entry) => entry.order < order)?.after ?? null;
  return (last as { readonly revision: number } | null)?.revision;
}

/** The first answer or question whose time is another one than the log has, in words; null where all are as they were told. */
export function givenTimesFault(
  told: ToldEntries,
  row: ReadingRow,
  answers: readonly Pick<AnswerRow, "field" | "at">[],
  questions: readonly Pick<QuestionRow, "number" | "askedAt" | "answeredAt">[],
): string | null {
  const timesOf = (subject: string) => (told.get(subject) ?? []).map(({ at }) => at);
  const byField = Map.groupBy(answers, ({ field }) => subjects.answer(row, { field }));
  for (const [subject, given] of byField)
    if (
      !areSameTimes(
        given.map(({ at }) => at),
        timesOf(subject),
      )
    )
      return `the ${subject} was not given when its log says`;
  for (const question of questions) {
    const subject = subjects.question(row, question);
    const { askedAt, answeredAt } = question;
    if (!areSameTimes(answeredAt === null ? [askedAt] : [askedAt, answeredAt], timesOf(subject)))
      return `the ${subject} was not asked or answered when its log says`;
  }
  return null;
}

/** Whether times are the same, one by one. */
export function areSameTimes(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((time, at) => time === b[at]);
}
