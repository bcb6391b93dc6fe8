import type { RoleAgreement } from "#shared/api/agreement.ts";
import type { FeatureTable } from "#shared/domain/agreement/featureAgreement.ts";
import type { GroupDifferences } from "#shared/domain/agreement/groupDifferences.ts";
import type { ScoreAgreement } from "#shared/domain/agreement/scoreAgreement.ts";
import type { ScoreColumn } from "#shared/domain/agreement/scoreColumns.ts";
import type { LockedStudy } from "../projects/index.ts";
import type { AgreementParts } from "./agreementParts.ts";
import type { DrawingAgreement } from "./drawingAgreement.ts";

/** Everything that locked readings say of agreement, and what it was made of. */
export interface AgreementResults {
  readonly study: LockedStudy;
  readonly tables: readonly FeatureTable[];
  readonly roles: readonly RoleAgreement[];
  readonly columns: readonly ScoreColumn[];
  readonly scores: ScoreAgreement;
  readonly drawings: DrawingAgreement;
  /** By source of the scores, the default one first. */
  readonly differences: readonly GroupDifferences[];
}

/** All parts of a study's agreement. */
export async function agreementResults(parts: AgreementParts): Promise<AgreementResults> {
  const { study, columns } = parts;
  return {
    study,
    columns,
    ...(await parts.features()),
    scores: await parts.scores(),
    drawings: await parts.drawings(),
    differences: await parts.differences(),
  };
}
