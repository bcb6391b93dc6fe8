import { milliseconds } from "./duration.ts";

/** One moment by the wall clock (UTC, ISO 8601) and by a clock that nobody sets (milliseconds from any start, the same as long as the program runs). */
export interface Moment {
  readonly wall: string;
  readonly monotonicMs: number;
}

/**
 * By how many milliseconds the clock runs behind the last entry of the log; 0 where it does not. A clock behind the log is set wrong now or was
 * when the entry was written: no reading is opened or submitted by it.
 */
export function behindLogMs(now: string, lastEntryAt: string | null): number {
  return lastEntryAt === null ? 0 : Math.max(0, milliseconds(lastEntryAt) - milliseconds(now));
}

/**
 * By how many milliseconds the wall clock was set between two moments of one run of the program: positive forward, negative back; 0 where both clocks moved
 * alike within `toleranceMs` (clocks drift, and time servers correct them by small steps). A computer that sleeps may stop the second clock: a jump forward is
 * marked, not refused.
 */
export function wallJumpMs(before: Moment, now: Moment, toleranceMs: number): number {
  const jump = milliseconds(now.wall) - milliseconds(before.wall) - (now.monotonicMs - before.monotonicMs);
  return Math.abs(jump) <= toleranceMs ? 0 : jump;
}
