import { casesToAdjudicate, type ComparedCase } from "./adjudication.ts";
import type { Protocol } from "./protocol.ts";

type PassMark = NonNullable<Protocol["passMark"]>;

/**
 * What a training reading misses of the pass mark, in words, against the coordinator's reading; empty where it meets the mark. Grades may be
 * `gradeDifference` positions apart, and no more; what one graded and the other did not misses too. Dice must reach `dice`; what both left
 * empty is not compared.
 */
export function missesOfMark({ dice, gradeDifference }: PassMark, compared: ComparedCase): readonly string[] {
  const rule = { gradeDifference: gradeDifference === null ? null : gradeDifference + 1, diceBelow: dice };
  return casesToAdjudicate(rule, [compared])[0]?.reasons ?? [];
}

/** A pass mark for readers: "Dice of every segment at least 0.8, grades at most 1 apart". */
export function markInWords({ dice, gradeDifference }: PassMark): string {
  const parts = [
    ...(dice === null ? [] : [`Dice of every segment at least ${dice}`]),
    ...(gradeDifference === null ? [] : [gradeDifference === 0 ? "every grade the same" : `grades at most ${gradeDifference} apart`]),
  ];
  return parts.length === 0 ? "no condition but to submit them" : parts.join(", ");
}
