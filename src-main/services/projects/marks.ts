import type { LogEntry } from "#shared/domain/project/logChain.ts";

/** What a log marks, so that whoever reads a report can judge it. */
export interface Mark {
  /** Of the entry. */
  readonly number: number;
  readonly at: string;
  readonly kind: "clock set" | "clock released" | "opened early" | "opened by who could see the study";
  /** "reading K7PQ2M, reader 1, pass 2", or the project. */
  readonly subject: string;
  readonly words: string;
}

/** An entry that is a mark. */
export type MarkedEntry = Pick<LogEntry, "number" | "at" | "action" | "subject" | "reason">;

const kinds: Readonly<Record<string, Mark["kind"]>> = {
  "clock.jump": "clock set",
  "clock.release": "clock released",
  "reading.seen": "opened by who could see the study",
};

/** The mark that an entry is. */
export function markOf({ number, at, action, subject, reason }: MarkedEntry): Mark {
  return { number, at, kind: kinds[action] ?? "opened early", subject, words: reason ?? "" };
}
