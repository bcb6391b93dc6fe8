import { addDuration, milliseconds, opensAt as washoutEnd, parseDuration } from "#shared/domain/project/duration.ts";
import { earlierReading, seenAt, type PlannedReading } from "#shared/domain/project/nextReading.ts";
import type { CaseTables } from "../caseTables.ts";
import type { LogTable } from "../logTable.ts";
import { states, subjects } from "../subjects.ts";
import type { Tell } from "../writeProject.ts";
import type { ReadingRow, ReadingTables } from "./readingTables.ts";

interface Parts {
  readonly cases: Pick<CaseTables, "findById">;
  readonly tables: Pick<ReadingTables, "ofProject">;
  readonly log: LogTable;
}

/** A reading and the one before it of the same case and reader, whose washout it waited for. */
interface Waited {
  readonly row: ReadingRow;
  readonly earlier: ReadingRow;
  /** When the earlier one was submitted, or seen. */
  readonly seenAt: string;
  /** ISO 8601. */
  readonly washout: string;
}

const planned = ({ id, caseId, pass, position, state, openedAt, submittedAt }: ReadingRow): PlannedReading => ({
  id,
  caseId,
  pass,
  position,
  state,
  openedAt,
  submittedAt,
  isTraining: false,
  isAsking: false,
});

/** Marks readings that were opened before their washout was over, as it turns out by what is known of the clock. */
export function createEarlyOpenings({ cases, tables, log }: Parts) {
  const waitedFor = (row: ReadingRow, all: readonly ReadingRow[], washouts: readonly (string | null)[]): Waited | undefined => {
    const washout = washouts[row.pass - 1] ?? null;
    const own = all.filter(({ readerNumber }) => readerNumber === row.readerNumber);
    const earlier = own.find(({ id }) => id === earlierReading(planned(row), own.map(planned))?.id);
    const seen = earlier && seenAt(planned(earlier));
    return washout === null || !earlier || !seen ? undefined : { row, earlier, seenAt: seen, washout };
  };
  const mark = (tell: Tell, row: ReadingRow, reason: string): void => {
    const state = states.reading(row, cases.findById(row.caseId)!.code);
    tell({ action: "reading.mark", subject: subjects.reading(row), before: state, after: state, reason });
  };
  /** The entry that says when the earlier reading was seen. */
  const entryOf = ({ earlier }: Waited): number | undefined =>
    log.lastNumber(earlier.projectId, subjects.reading(earlier), earlier.submittedAt === null ? "reading.open" : "reading.submit");

  return {
    /**
     * At its opening, within that write: the clock was set forward since the earlier reading, by more than what was left of the washout. `row`
     * is as it is then,
     * `washouts` by pass.
     */
    atOpening: (tell: Tell, row: ReadingRow, washouts: readonly (string | null)[]): void => {
      const set = log.clock.setMs(row.projectId);
      const waited = set === null ? undefined : waitedFor(row, tables.ofProject(row.projectId), washouts);
      const number = waited && entryOf(waited);
      if (set === null || !waited || number === undefined) return;
      const since = set - log.clockSetBefore(row.projectId, number);
      const end = washoutEnd(waited.seenAt, waited.washout);
      if (since <= 0 || milliseconds(row.openedAt!) - since >= milliseconds(end)) return;
      mark(
        tell,
        row,
        "Opened early, as it seems: without that by which the clock was set forward since the earlier reading, its washout was not over.",
      );
    },
    /** When a clock that ran ahead is released, at a time (UTC): what was opened by it. */
    atRelease: (tell: Tell, at: string, projectId: string, washouts: readonly (string | null)[]): void => {
      const all = tables.ofProject(projectId);
      const marked = new Set(log.marks(projectId).map(({ subject }) => subject));
      for (const row of all) {
        if (row.openedAt === null || row.openedAt <= at || marked.has(subjects.reading(row))) continue;
        const waited = waitedFor(row, all, washouts);
        if (!waited) continue;
        // What was written while the clock ran ahead was written after the last entry before it, and before now.
        const number = entryOf(waited);
        const from = waited.seenAt <= at ? waited.seenAt : number === undefined ? undefined : log.timeBefore(projectId, number, at);
        const isOver = from !== undefined && milliseconds(addDuration(from, parseDuration(waited.washout))) <= milliseconds(at);
        mark(
          tell,
          row,
          isOver
            ? "Opened while the clock ran ahead: whether its washout was over cannot be told."
            : "Opened early: it was opened while the clock ran ahead, and when that was set right its washout was not over.",
        );
      }
    },
  };
}
