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
  /** The case waits for the coordinator, who prepares it: it is not read meanwhile. */
  readonly isPreparing?: boolean;
  /** It is out in a packet: it is read elsewhere, and not here. */
  readonly isAway?: boolean;
  /** UTC: of a packet, from when on it may be opened: the pass before is not in this data folder. */
  readonly notBefore?: string | null;
}

/** From when on a reading may be opened (UTC); null where what it waits for is not submitted yet; undefined where it waits for nothing. */
export type Opens = string | null | undefined;

/** The reading of the same case in the pass before that a reading waits for: one that was withdrawn before it was opened is none. */
export function earlierReading(reading: PlannedReading, all: readonly PlannedReading[]): PlannedReading | undefined {
  return all
    .filter(
      ({ caseId, pass, state, openedAt }) =>
        caseId === reading.caseId && pass < reading.pass && !(state === "withdrawn" && openedAt === null),
    )
    .toSorted((a, b) => b.pass - a.pass)[0];
}

/** When a reading was submitted, or seen; null before. What was withdrawn was seen all the same. */
export function seenAt({ submittedAt, state, openedAt }: PlannedReading): string | null {
  return submittedAt ?? (state === "withdrawn" ? openedAt : null);
}

/**
 * From when on a reading may be opened: one of pass 2 or later at the reader's own last submission of the case in the pass before plus that pass's washout
 * (`washouts` by pass, from pass 1; see addDuration for months). The instant itself is allowed.
 */
export function opensAt(reading: PlannedReading, all: readonly PlannedReading[], washouts: readonly (string | null)[]): Opens {
  const earlier = earlierReading(reading, all);
  if (!earlier) return reading.notBefore ?? undefined;
  const seen = seenAt(earlier);
  if (seen === null || isWritable(earlier.state)) return null;
  const washout = washouts[reading.pass - 1] ?? null;
  return washout === null ? undefined : addDuration(seen, parseDuration(washout));
}

/**
 * So many opened cases may wait for the coordinator's answer to a question. One that waits must not keep a reader from the next case; with any number, all
 * cases of a pass could be opened side by side and compared.
 */
export const mostAsking = 2;

/** What a reader can do now. */
export interface NextReading {
  /** The one to be opened next; null where none can be now. */
  readonly next: PlannedReading | null;
  /** Opened, not submitted, and without a question that waits: it is to be submitted before another is opened. */
  readonly blocking: PlannedReading | null;
  /** Opened, not submitted, and with a question that waits: where they are `mostAsking`, no other is opened. */
  readonly asking: readonly PlannedReading[];
  /** The first of those that were not opened yet, where its case is prepared. */
  readonly preparing: PlannedReading | null;
  /** The first of those that were not opened yet, where it is out in a packet. */
  readonly away: PlannedReading | null;
  /** Not opened yet, and waiting: of those that are read here. */
  readonly waiting: readonly { readonly reading: PlannedReading; readonly opens: string | null }[];
}

/**
 * The next of one reader's readings of one project, by pass and position: the first that was not opened yet. None while it waits (were another one taken before
 * it, its time would tell which case of the pass before it is) or is out in a packet, while another one is open, unless a question about that one waits for
 * its answer (of `mostAsking` cases at most), and of cases that count before every training case is submitted.
 */
export function nextReading(all: readonly PlannedReading[], washouts: readonly (string | null)[], now: string): NextReading {
  const ordered = all.toSorted((a, b) => a.pass - b.pass || a.position - b.position);
  const blocking =
    ordered.find(
      ({ openedAt, state, isAsking, isPreparing = false }) => openedAt !== null && isWritable(state) && !isAsking && !isPreparing,
    ) ?? null;
  const asking = ordered.filter(({ openedAt, state, isAsking }) => openedAt !== null && isWritable(state) && isAsking);
  const fresh = ordered
    .filter(({ openedAt, state }) => openedAt === null && state === "open")
    .map((reading) => ({ reading, opens: opensAt(reading, all, washouts) }));
  const isReady = (opens: Opens) => opens === undefined || (opens !== null && milliseconds(opens) <= milliseconds(now));
  const isTrained = !all.some(({ isTraining, state }) => isTraining && isWritable(state));
  const first = fresh[0];
  const isPreparing = first?.reading.isPreparing ?? false;
  const isAway = first?.reading.isAway ?? false;
  const isOpenable = first !== undefined && !isPreparing && !isAway && isReady(first.opens) && (first.reading.isTraining || isTrained);
  return {
    next: blocking || asking.length >= mostAsking || !isOpenable ? null : first.reading,
    blocking,
    asking,
    preparing: isPreparing ? first!.reading : null,
    away: isAway ? first!.reading : null,
    waiting: fresh.flatMap(({ reading, opens }) => (reading.isAway === true || isReady(opens) ? [] : [{ reading, opens: opens ?? null }])),
  };
}
