import type { CasePoint } from "#shared/api/agreement.ts";
import type { casesBySlots } from "#shared/domain/agreement/analysedReading.ts";
import type { ReaderComparison } from "#shared/statistics/agreement/readerComparisons.ts";

/** The cases of which two that are compared both have a value; null where more than two are compared. */
export function pointsOf(
  { slots }: Pick<ReaderComparison, "slots">,
  { caseCodes, rows }: ReturnType<typeof casesBySlots>,
): CasePoint[] | null {
  if (slots.length !== 2) return null;
  return rows.flatMap(([first, second], at) =>
    first === null || second === null ? [] : [{ caseCode: caseCodes[at]!, first: first!, second: second! }],
  );
}
