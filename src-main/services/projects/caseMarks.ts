import { caseTable, stateAfter, type CaseState } from "#shared/domain/project/states.ts";
import type { CaseRow, CaseTables } from "./caseTables.ts";
import type { ReadingRow } from "./readings/readingTables.ts";
import { states, subjects } from "./subjects.ts";
import type { Tell } from "./writeProject.ts";

/** What the readings of a case make of it: of a withdrawn one that was submitted, and of one that will not be done. */
export function stateByReadings(readings: readonly Pick<ReadingRow, "state" | "submittedAt">[]): Exclude<CaseState, "excluded"> {
  const withdrawn = readings.filter(({ state }) => state === "withdrawn");
  if (withdrawn.some(({ submittedAt }) => submittedAt !== null)) return "reading withdrawn";
  return withdrawn.length > 0 ? "partly read" : "included";
}

/** Marks a case within a write after readings of it were withdrawn, and tells the log; one that is excluded, or marked so already, stays as it is. */
export function markCase(cases: CaseTables, tell: Tell, caseId: string, readings: readonly ReadingRow[], reason: string): void {
  const row: CaseRow = cases.findById(caseId)!;
  const state = stateByReadings(readings.filter((reading) => reading.caseId === caseId));
  if (state === "included" || row.state === "excluded" || row.state === state) return;
  const action = state === "partly read" ? "mark as partly read" : "mark as reading withdrawn";
  const after = { ...row, state: stateAfter(caseTable, row.state, action, reason), reason: reason.trim() };
  cases.setState(after);
  const studies = cases.studies(caseId);
  tell({
    action: "case.mark",
    subject: subjects.case(row.code),
    before: states.case(row, studies),
    after: states.case(after, studies),
    reason: after.reason,
  });
}
