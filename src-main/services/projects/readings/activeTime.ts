import { milliseconds } from "#shared/domain/project/duration.ts";

/** What is signed of the time at a desk. */
export interface SignedTime {
  readonly formatVersion: number;
  readonly activeMs: number;
}

/** The active time of something that was opened, with `addedMs` more: no more than has gone by since by the clock of the store, and no less than it was. */
export function activeAfter(
  { openedAt, activeMs }: { readonly openedAt: string | null; readonly activeMs: number },
  addedMs: number,
  now: string,
): number {
  const elapsedMs = openedAt === null ? 0 : milliseconds(now) - milliseconds(openedAt);
  return Math.max(activeMs, Math.min(activeMs + addedMs, elapsedMs));
}

/** So much may have been added while somebody signed, before what was signed was kept. */
const addedWhileSigningMs = 60_000;

/** Whether a row has the active time that was signed. Of what was signed in format 1 the row may have a minute more: time went on while it was signed. */
export function isActiveAsSigned(activeMs: number, signed: SignedTime): boolean {
  if (signed.formatVersion >= 2) return activeMs === signed.activeMs;
  return activeMs >= signed.activeMs && activeMs <= signed.activeMs + addedWhileSigningMs;
}
