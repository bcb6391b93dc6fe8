import type { ConsensusAsked } from "#shared/domain/project/consensus.ts";
import type { AdjudicationRule } from "#shared/domain/project/protocol.ts";
import type { CaseToAdjudicate } from "../../../client/projects.ts";

/** Of which cases a protocol asks a consensus; null where of none. */
export function ruleInWords({ gradeDifference, diceBelow }: AdjudicationRule): string | null {
  const parts = [
    ...(gradeDifference === null
      ? []
      : [
          `a field is ${gradeDifference === 1 ? "a grade" : `${gradeDifference} grades`} or more apart, or graded by one and not assessable for the other`,
        ]),
    ...(diceBelow === null ? [] : [`the Dice of a segment is below ${diceBelow}, on a slice or over all`]),
  ];
  return parts.length === 0 ? null : `where ${parts.join(", or ")}`;
}

/** All reasons of a case: those of grades first. */
export function reasonsOf({ scores, drawings }: ConsensusAsked): readonly string[] {
  return [...scores, ...drawings.flatMap(({ reasons }) => reasons)];
}

/** How far the consensus of a case is. */
export function consensusState(adjudication: CaseToAdjudicate["adjudication"]): string {
  if (!adjudication) return "nobody assigned";
  const { state, openedAt, version } = adjudication;
  const words = state === "open" && openedAt === null ? "not opened" : state;
  return version > 1 ? `${words}, version ${version}` : words;
}
