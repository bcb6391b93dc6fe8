import { wallJumpMs } from "#shared/domain/project/clock.ts";
import type { Store, Write } from "../store/index.ts";

/** Clocks are corrected by small steps: what is less than this is none, ms. */
const toleranceMs = 60_000;
/** By so much two clocks of a machine may drift apart, as a share of the time. */
const drift = 1e-4;

/**
 * Notices that the wall clock was set while the program ran, against the time for which the machine has been running. What of it stands in a project's log
 * already, by whichever program, is in its row.
 */
export function createClockWatch({ database }: Pick<Store, "database">) {
  const setMs = database.prepare<[string], number | null>("SELECT clock_set_ms FROM project WHERE id = ?").pluck();
  const save = database.prepare("UPDATE project SET clock_set_ms = ? WHERE id = ?");
  const atStart = new Map(
    database
      .prepare<[], { id: string; setMs: number }>("SELECT id, clock_set_ms AS setMs FROM project WHERE clock_set_ms IS NOT NULL")
      .all()
      .map((row) => [row.id, row.setMs]),
  );
  return {
    /** By how many milliseconds the clock was set, in all; null where it never was. */
    setMs: (projectId: string): number | null => setMs.get(projectId) ?? null,
    /** Keeps within a write by how much the clock was set since the data folder was opened, where that is not kept yet; null where it is. */
    jump: (
      { run: { from, now } }: Pick<Write, "run">,
      projectId: string,
    ): { readonly before: number | null; readonly after: number } | null => {
      const before = setMs.get(projectId) ?? null;
      const unknown = wallJumpMs(from, now, 0) - ((before ?? 0) - (atStart.get(projectId) ?? 0));
      if (Math.abs(unknown) <= toleranceMs + drift * (now.monotonicMs - from.monotonicMs)) return null;
      const after = (before ?? 0) + Math.round(unknown);
      save.run(after, projectId);
      return { before, after };
    },
  };
}
