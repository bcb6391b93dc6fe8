import { comparedKinds, type ComparedKinds } from "#shared/domain/agreement/comparedInWords.ts";
import type { AgreementResults } from "../agreementResults.ts";

/** Which comparisons of features and of grades have cases enough. */
export function whatWasCompared({ roles, scores }: Pick<AgreementResults, "roles" | "scores">): {
  readonly features: ComparedKinds;
  readonly grades: ComparedKinds;
} {
  return {
    features: comparedKinds(roles.flatMap(({ features }) => features.flatMap(({ comparisons }) => comparisons))),
    grades: comparedKinds(scores.columns.flatMap(({ column, comparisons }) => (column.scale === null ? [] : comparisons))),
  };
}
