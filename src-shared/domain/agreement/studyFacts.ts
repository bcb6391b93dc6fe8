import type { LogEntry } from "../project/logChain.ts";
import type { AnalysedReading } from "./analysedReading.ts";

interface TimedReading extends Pick<AnalysedReading, "caseCode" | "readerNumber" | "pass"> {
  /** UTC, ISO 8601. */
  readonly openedAt: string;
  readonly firstSubmittedAt: string;
  readonly activeMs: number;
}

/** Smallest, middle and largest of some values; null where there are none. */
export interface Spread {
  readonly minimum: number;
  readonly median: number;
  readonly maximum: number;
}

/** What a study's log and readings say about how it was read. */
export interface StudyFacts {
  /** Days from the first submission of a case to its opening in a later pass by the same reader. */
  readonly washoutDays: Spread | null;
  /** Active minutes of a reading. */
  readonly minutesPerReading: Spread | null;
  readonly unlocks: number;
  readonly withdrawals: number;
  readonly brokenBlinds: number;
  readonly clockReleases: number;
  readonly amendments: number;
  /** Openings that were found to be too early, and jumps of the clock. */
  readonly earlyOpenings: number;
  /** Openings by coordinators who could see groups and all readings before. */
  readonly seenOpenings: number;
  readonly clockJumps: number;
  readonly questions: number;
  /** Entries by which each number can be looked up in the log. */
  readonly entries: Readonly<
    Record<
      | "unlocks"
      | "withdrawals"
      | "brokenBlinds"
      | "clockReleases"
      | "amendments"
      | "questions"
      | "earlyOpenings"
      | "seenOpenings"
      | "clockJumps",
      readonly number[]
    >
  >;
}

const actions = {
  unlocks: ["reading.unlock"],
  withdrawals: ["reading.withdraw"],
  brokenBlinds: ["blind.break"],
  clockReleases: ["clock.release"],
  amendments: ["protocol.amend"],
  questions: ["question.ask", "question.take"],
  earlyOpenings: ["reading.mark"],
  seenOpenings: ["reading.seen"],
  clockJumps: ["clock.jump"],
} as const;

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Counts what happened in a study's log, and measures the times of its readings. */
export function studyFacts(readings: readonly TimedReading[], log: readonly Pick<LogEntry, "number" | "action">[]): StudyFacts {
  const of = (own: readonly string[]) => log.filter(({ action }) => own.includes(action)).map(({ number }) => number);
  const entries = {
    unlocks: of(actions.unlocks),
    withdrawals: of(actions.withdrawals),
    brokenBlinds: of(actions.brokenBlinds),
    clockReleases: of(actions.clockReleases),
    amendments: of(actions.amendments),
    questions: of(actions.questions),
    earlyOpenings: of(actions.earlyOpenings),
    seenOpenings: of(actions.seenOpenings),
    clockJumps: of(actions.clockJumps),
  };
  const gaps = readings.flatMap((reading) =>
    readings
      .filter(
        (earlier) =>
          earlier.caseCode === reading.caseCode && earlier.readerNumber === reading.readerNumber && earlier.pass === reading.pass - 1,
      )
      .map((earlier) => (Date.parse(reading.openedAt) - Date.parse(earlier.firstSubmittedAt)) / dayMs),
  );
  return {
    washoutDays: spreadOf(gaps),
    minutesPerReading: spreadOf(readings.map(({ activeMs }) => activeMs / minuteMs)),
    unlocks: entries.unlocks.length,
    withdrawals: entries.withdrawals.length,
    brokenBlinds: entries.brokenBlinds.length,
    clockReleases: entries.clockReleases.length,
    amendments: entries.amendments.length,
    earlyOpenings: entries.earlyOpenings.length,
    seenOpenings: entries.seenOpenings.length,
    clockJumps: entries.clockJumps.length,
    questions: entries.questions.length,
    entries,
  };
}

function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return { minimum: sorted[0]!, median: (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2, maximum: sorted.at(-1)! };
}
