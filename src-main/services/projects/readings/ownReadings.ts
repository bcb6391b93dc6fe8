import type { OwnReading, OwnReadings } from "#shared/api/reading.ts";
import { mostAsking, nextReading, type PlannedReading } from "#shared/domain/project/nextReading.ts";
import { isWritable } from "#shared/domain/project/states.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { ReadingRow } from "./readingTables.ts";

interface Planned {
  readonly row: ReadingRow;
  readonly isTraining: boolean;
  readonly isAsking: boolean;
  /** Submitted, and the coordinator's reading of the case is shown beside it. */
  readonly canCompare: boolean;
  /** The case waits for the coordinator: it came, or a series of it was replaced, while the study runs. */
  readonly isPreparing: boolean;
  /** That it is out in a packet, in words; null where it is not. */
  readonly away: string | null;
  /** UTC: of a packet, from when on it may be opened; null for at once. */
  readonly notBefore: string | null;
}

/**
 * One reader's readings of one project as the reader is shown them: by code, the next one alone of those that were not opened yet. `whyNotCounted` is
 * asked where a case that counts is next: why the reader may not open such yet, in words; null where the reader may.
 */
export function ownReadings(
  plan: readonly Planned[],
  { passes }: Pick<Protocol, "passes">,
  now: string,
  whyNotCounted: () => string | null,
): Omit<OwnReadings, "projectId" | "project" | "isPacket"> {
  const readings = plan.map(
    ({
      row: { id, caseId, pass, position, state, openedAt, submittedAt },
      isTraining,
      isAsking,
      isPreparing,
      away,
      notBefore,
    }): PlannedReading => ({
      id,
      caseId,
      pass,
      position,
      isTraining,
      state,
      openedAt,
      submittedAt,
      isAsking,
      isPreparing,
      isAway: away !== null,
      notBefore,
    }),
  );
  const washouts = passes.map(({ washout }) => washout);
  const { next: first, blocking, asking, waiting, preparing, away } = nextReading(readings, washouts, now);
  const untrained = first && !first.isTraining ? whyNotCounted() : null;
  const next = untrained === null ? first : null;
  const shown = ({ id }: PlannedReading): OwnReading => {
    const { row, isTraining, isAsking, canCompare } = plan.find((each) => each.row.id === id)!;
    const { code, pass, state, openedAt, submittedAt } = row;
    return { readingId: id, code, pass, isTraining, state, isOpened: openedAt !== null, submittedAt, isAsking, canCompare };
  };
  const until = dayFrom(waiting[0]?.opens ?? null);
  const counted = readings.filter(({ state }) => state !== "withdrawn");
  return {
    readerNumber: plan[0]!.row.readerNumber,
    total: counted.length,
    submitted: counted.filter(({ state }) => state === "submitted").length,
    begun: readings
      .filter(({ openedAt }) => openedAt !== null)
      .toSorted((a, b) => b.openedAt!.localeCompare(a.openedAt!))
      .map(shown),
    next: next && shown(next),
    whyNone: next
      ? null
      : (untrained ??
        whyNone(blocking && shown(blocking), {
          preparing: preparing && shown(preparing).code,
          away: away && plan.find(({ row }) => row.id === away.id)!.away,
          asking: asking.map((reading) => shown(reading).code),
          training: readings.filter(({ isTraining, state }) => isTraining && isWritable(state)).map((reading) => shown(reading).code),
          waiting: waiting.length,
          until,
        })),
    waiting: { count: waiting.length, until },
  };
}

/** The day (UTC) from whose beginning a washout is over: the exact time would tell which case of the pass before it is of. */
export function dayFrom(opens: string | null): string | null {
  if (opens === null) return null;
  const dayMs = 86_400_000;
  return new Date(Math.ceil(Date.parse(opens) / dayMs) * dayMs).toISOString();
}

function whyNone(
  blocking: OwnReading | null,
  {
    preparing,
    away,
    asking,
    training,
    waiting,
    until,
  }: {
    readonly preparing: string | null;
    readonly away: string | null;
    readonly asking: readonly string[];
    readonly training: readonly string[];
    readonly waiting: number;
    readonly until: string | null;
  },
): string {
  if (blocking) return `Submit case ${blocking.code} first, or ask the coordinator about it.`;
  if (asking.length >= mostAsking)
    return `Questions about ${asking.join(" and ")} wait for the coordinator: no other case is opened until one of them is submitted or answered.`;
  if (away !== null) return away;
  if (training.length > 0)
    return `Training cases come first: the coordinator's answer about ${training.join(", ")} is waited for, then the case is submitted.`;
  if (preparing !== null) return preparingWords(preparing);
  if (until !== null) return `The next case can be opened from ${until.slice(0, 10)} on (UTC), after its washout.`;
  if (waiting > 0) return "The cases that are left wait for readings that are not submitted.";
  return "All cases are read.";
}

/** That a case of the own readings waits for the coordinator. */
export const preparingWords = (code: string): string =>
  `Case ${code} is being prepared by the coordinator: it can be opened when all of its images are there.`;
