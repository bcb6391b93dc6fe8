import { createRandom } from "../../statistics/random.ts";
import type { Sha256 } from "./canonicalHash.ts";
import type { AdjudicationRule } from "./protocol.ts";
import { seedOf, shuffled } from "./readingOrder.ts";

/** What the independent readings of one case and pass gave. */
export interface ComparedCase {
  readonly code: string;
  /** Each field that was graded: the position on the scale by each reader, null where that reader found it not assessable. */
  readonly grades: readonly { readonly about: string; readonly positions: readonly (number | null)[] }[];
  /** Dice of two readers for each segment; null where both left it empty. */
  readonly overlaps: readonly { readonly about: string; readonly dice: number | null }[];
}

/** Why a case needs a consensus. */
export interface AdjudicationNeed {
  readonly code: string;
  readonly reasons: readonly string[];
}

/**
 * The cases that need a consensus by the rule, in the order given, each with all its reasons: grades that are `gradeDifference` or more positions apart (the
 * highest against the lowest of all readers), and what one reader graded and another found not assessable; a Dice below `diceBelow`.
 */
export function casesToAdjudicate({ gradeDifference, diceBelow }: AdjudicationRule, cases: readonly ComparedCase[]): AdjudicationNeed[] {
  return cases
    .map(({ code, grades, overlaps }) => ({
      code,
      reasons: [
        ...(gradeDifference === null ? [] : grades.flatMap(({ about, positions }) => gradeReason(about, positions, gradeDifference))),
        ...overlaps
          .filter(({ dice }) => diceBelow !== null && dice !== null && dice < diceBelow)
          .map(({ about, dice }) => `${about}: Dice ${dice!.toFixed(3)}, below ${diceBelow}`),
      ],
    }))
    .filter(({ reasons }) => reasons.length > 0);
}

function gradeReason(about: string, positions: readonly (number | null)[], limit: number): string[] {
  const graded = positions.filter((position) => position !== null);
  if (graded.length === 0) return [];
  const apart = Math.max(...graded) - Math.min(...graded);
  if (apart >= limit) return [`${about}: ${apart} grades apart`];
  return graded.length < positions.length ? [`${about}: graded by one reader, not assessable for another`] : [];
}

/** A case and its project, by their ids. */
interface CaseOfProject {
  readonly project: string;
  readonly caseId: string;
}

/** The seed of the order in which the readings of a case are shown: it is logged. */
export function adjudicationSeed({ project, caseId }: CaseOfProject, sha256: Sha256): number {
  return seedOf(["readers of an adjudication", project, caseId], sha256);
}

/**
 * The readers of a case as A, B and so on, in an order that is random by project and case: who adjudicates cannot tell one reader from the other over
 * the cases.
 */
export function anonymousReaders(
  { readers, ...of }: CaseOfProject & { readonly readers: readonly string[] },
  sha256: Sha256,
): { readonly letter: string; readonly reader: string }[] {
  const random = createRandom(adjudicationSeed(of, sha256));
  return shuffled(readers.toSorted(), random).map((reader, at) => ({ letter: String.fromCharCode(65 + at), reader }));
}
