import type { OwnReading, OwnReadings } from "#shared/api/reading.ts";

/** Whether a reading that was opened can be gone on with. */
export function isBegun({ state }: OwnReading): boolean {
  return state === "open" || state === "unlocked";
}

/** The case that the large button of a project opens: the next one; where none can be opened, the one that was opened last. Null where there is neither. */
export function caseToOpen({ next, begun }: OwnReadings): OwnReading | null {
  return next ?? begun.find(isBegun) ?? null;
}
