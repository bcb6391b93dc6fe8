import type { OwnReading, OwnReadings } from "#shared/api/reading.ts";
import { nextReading, type PlannedReading } from "#shared/domain/project/nextReading.ts";
import { isWritable } from "#shared/domain/project/states.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { ReadingRow } from "./readingTables.ts";

interface Planned {
  readonly row: ReadingRow;
  readonly isTraining: boolean;
  readonly isAsking: boolean;
  /** UTC: of a packet, from when on it may be opened; null for at once. */
  readonly notBefore: string | null;
}

/** One reader's readings of one project as the reader is shown them: by code, the next one alone of those that were not opened yet. */
export function ownReadings(
  plan: readonly Planned[],
  { passes }: Pick<Protocol, "passes">,
  now: string,
): Omit<OwnReadings, "projectId" | "project"> {
  const readings = plan.map(
    ({ row: { id, caseId, pass, position, state, openedAt, submittedAt }, isTraining, isAsking, notBefore }): PlannedReading => ({
      id,
      caseId,
      pass,
      position,
      isTraining,
      state,
      openedAt,
      submittedAt,
      isAsking,
      notBefore,
    }),
  );
  const washouts = passes.map(({ washout }) => washout);
  const { next, blocking, waiting } = nextReading(readings, washouts, now);
  const shown = ({ id }: PlannedReading): OwnReading => {
    const { row, isTraining, isAsking } = plan.find((each) => each.row.id === id)!;
    const { code, pass, state, openedAt, submittedAt } = row;
    return { readingId: id, code, pass, isTraining, state, isOpened: openedAt !== null, submittedAt, isAsking };
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
      : whyNone(blocking && shown(blocking), {
          training: readings.filter(({ isTraining, state }) => isTraining && isWritable(state)).map((reading) => shown(reading).code),
          waiting: waiting.length,
          until,
        }),
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
  { training, waiting, until }: { readonly training: readonly string[]; readonly waiting: number; readonly until: string | null },
): string {
  if (blocking) return `Submit case ${blocking.code} first, or ask the coordinator about it.`;
  if (training.length > 0)
    return `Training cases come first: the coordinator's answer about ${training.join(", ")} is waited for, then the case is submitted.`;
  if (until !== null) return `The next case can be opened from ${until.slice(0, 10)} on (UTC), after its washout.`;
  if (waiting > 0) return "The cases that are left wait for readings that are not submitted.";
  return "All cases are read.";
}
