import { isWritable, type ReadingState } from "#shared/domain/project/states.ts";
import type { CaseTables } from "../caseTables.ts";
import type { LogTable, OwnState } from "../logTable.ts";
import type { ProjectTables } from "../projectTables.ts";
import { states, subjects } from "../subjects.ts";
import type { Tell } from "../writeProject.ts";
import { isReference } from "./referenceReading.ts";
import type { ReadingRow } from "./readingTables.ts";

interface Parts {
  readonly projects: Pick<ProjectTables, "members">;
  readonly cases: Pick<CaseTables, "findById">;
  readonly log: Pick<LogTable, "ownStates">;
}

/**
 * Marks what a coordinator who reads opens after a time at which all own readings were submitted: groups, the others' readings and the own earlier ones were
 * on show then. So it is of a pass or a case that came later.
 */
export function createSeenOpenings({ projects, cases, log }: Parts) {
  return {
    /** At its opening, within that write; `row` is as it is then. */
    atOpening: (tell: Tell, row: ReadingRow): void => {
      const coordinates = projects.members(row.projectId).some(({ role, readerId }) => role === "coordinator" && readerId === row.readerId);
      if (isReference(row) || !coordinates || !couldSee(log.ownStates(row.projectId, row.readerNumber))) return;
      const state = states.reading(row, cases.findById(row.caseId)!.code);
      const reason =
        "Opened by a coordinator who had submitted all own readings before it was asked for, and could see groups and all readings since: not read blinded.";
      tell({ action: "reading.seen", subject: subjects.reading(row), before: state, after: state, reason });
    },
  };
}

/**
 * Whether there was a time at which a reader had readings, and none that was to be submitted. Entries of one time are of one write, or of two between
 * which nobody can have looked.
 */
export function couldSee(entries: readonly OwnState[]): boolean {
  const readings = new Map<string, OwnState>();
  const excluded = new Set<string>();
  let hasReadings = false;
  for (const [at, entry] of entries.entries()) {
    const { subject, state, caseCode } = entry;
    if (subject.startsWith("case ")) {
      if (state === "excluded") excluded.add(subject);
      else excluded.delete(subject);
    } else if (state === null) readings.delete(subject);
    else {
      readings.set(subject, { ...entry, caseCode: subjects.case(caseCode ?? "") });
      hasReadings = true;
    }
    if (!hasReadings || entries[at + 1]?.at === entry.at) continue;
    const isBlinded = [...readings.values()].some((own) => isWritable(own.state as ReadingState) && !excluded.has(own.caseCode ?? ""));
    if (!isBlinded) return true;
  }
  return false;
}
