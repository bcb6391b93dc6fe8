import { addDuration, milliseconds, parseDuration } from "./duration.ts";
import { isWritable, type ReadingState } from "./states.ts";

/** What decides which case a reader reads next. */
export interface PlannedReading {
  readonly id: string;
  readonly caseId: string;
  readonly pass: number;
  /** In the reader's order of the pass, from 1. */
  readonly position: number;
  readonly isTraining: boolean;
  readonly state: ReadingState;
  readonly openedAt: string | null;
  readonly submittedAt: string | null;
  /** A question to the coordinator has no answer yet. */
  readonly isAsking: boolean;
  /** UTC: of a packet, from when on it may be opened: the pass before is not in this data folder. */
  readonly notBefore?: string | null;
}

/** From when on a reading may be opened (UTC); null where what it waits for is not submitted yet; undefined where it waits for nothing. */
export type Opens = string | null | undefined;

/**
 * From when on a reading may be opened: one of pass 2 or later at the reader's own last submission of the case in the pass before plus that pass's washout
 * (`washouts` by pass, from pass 1; see addDuration for months). The instant itself is allowed.
 */
export function opensAt(reading: PlannedReading, all: readonly PlannedReading[], washouts: readonly (string | null)[]): Opens {
  const earlier = all
    .filter(
      ({ caseId, pass, state, openedAt }) =>
        caseId === reading.caseId && pass < reading.pass && !(state === "withdrawn" && openedAt === null),
    )
    .toSorted((a, b) => b.pass - a.pass)[0];
  if (!earlier) return reading.notBefore ?? undefined;
  // What was withdrawn was seen all the same.
  const seenAt = earlier.submittedAt ?? (earlier.state === "withdrawn" ? earlier.openedAt : null);
  if (seenAt === null || isWritable(earlier.state)) return null;
  const washout = washouts[reading.pass - 1] ?? null;
  return washout === null ? undefined : addDuration(seenAt, parseDuration(washout));
}

/** What a reader can do now. */
export interface NextReading {
  /** The one to be opened next; null where none can be now. */
  readonly next: PlannedReading | null;
  /** Opened, not submitted, and without a question that waits: it is to be submitted before another is opened. */
  readonly blocking: PlannedReading | null;
  /** Not opened yet, and waiting. */
  readonly waiting: readonly { readonly reading: PlannedReading; readonly opens: string | null }[];
}

/**
 * The next of one reader's readings of one project, by pass and position: the first that was not opened yet. None while it waits (were another one taken before
 * it, its time would tell which case of the pass before it is), while another one is open, unless a question about that one waits for its answer, and of
 * cases that count before every training case is submitted.
 */
export function nextReading(all: readonly PlannedReading[], washouts: readonly (string | null)[], now: string): NextReading {
  const ordered = all.toSorted((a, b) => a.pass - b.pass || a.position - b.position);
  const blocking = ordered.find(({ openedAt, state, isAsking }) => openedAt !== null && isWritable(state) && !isAsking) ?? null;
  const fresh = ordered
    .filter(({ openedAt, state }) => openedAt === null && state === "open")
    .map((reading) => ({ reading, opens: opensAt(reading, all, washouts) }));
  const isReady = (opens: Opens) => opens === undefined || (opens !== null && milliseconds(opens) <= milliseconds(now));
  const isTrained = !all.some(({ isTraining, state }) => isTraining && isWritable(state));
  const first = fresh[0];
  const isOpenable = first !== undefined && isReady(first.opens) && (first.reading.isTraining || isTrained);
  return {
    next: blocking || !isOpenable ? null : first.reading,
    blocking,
    waiting: fresh.flatMap(({ reading, opens }) => (isReady(opens) ? [] : [{ reading, opens: opens ?? null }])),
  };
}
