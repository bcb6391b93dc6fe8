import type { RoleAgreement } from "#shared/api/agreement.ts";
import { slotOfReading } from "#shared/domain/agreement/analysedReading.ts";
import { groupDifferences, scoreSources, type GroupDifferences } from "#shared/domain/agreement/groupDifferences.ts";
import { scoreAgreementSteps, type ScoreAgreement } from "#shared/domain/agreement/scoreAgreement.ts";
import { scoreColumns, type ScoreColumn } from "#shared/domain/agreement/scoreColumns.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { LockedStudy } from "../projects/index.ts";
import { yieldThread } from "../system/index.ts";
import { compareFeatures, type NotedFeatureTable } from "./compareFeatures.ts";
import { drawingAgreement, type DrawingAgreement } from "./drawingAgreement.ts";
import type { DrawingSources } from "./drawingSources.ts";

/** What locked readings say of agreement. Each part is computed when it is first asked for, and kept. */
export interface AgreementParts {
  readonly study: LockedStudy;
  /** The columns of the forms that hold scores. */
  readonly columns: readonly ScoreColumn[];
  features(): Promise<{ readonly tables: readonly NotedFeatureTable[]; readonly roles: readonly RoleAgreement[] }>;
  scores(): Promise<ScoreAgreement>;
  drawings(): Promise<DrawingAgreement>;
  /** By source of the scores, the default one first. */
  differences(): Promise<readonly GroupDifferences[]>;
}

/** The parts of a study; `tablesOf` reads the features that are up to date. Throws PlainError where there is nothing to compare. */
export function agreementParts(
  sources: DrawingSources,
  study: LockedStudy,
  tablesOf: (study: LockedStudy) => Promise<readonly NotedFeatureTable[]>,
): AgreementParts {
  refuseOne(study);
  const { confidence } = study.protocol.agreement;
  if (confidence !== 0.95)
    throw new PlainError(
      `protocol, agreement, confidence: intervals of ${100 * confidence} % are asked for, and this version computes those of 95 %.`,
    );
  const columns = scoreColumns(study.protocol);
  return {
    study,
    columns,
    features: once(async () => {
      const tables = await tablesOf(study);
      return { tables, roles: await compareFeatures(study, tables) };
    }),
    scores: once(async () => {
      const steps = scoreAgreementSteps(study.readings, columns);
      for (;;) {
        const step = steps.next();
        if (step.done) return step.value;
        await yieldThread();
      }
    }),
    drawings: once(async () => drawingAgreement(sources, study)),
    differences: once(async () => {
      const found: GroupDifferences[] = [];
      for (const source of scoreSources(study.readings)) {
        await yieldThread();
        found.push(groupDifferences(study.readings, columns, source));
      }
      return found;
    }),
  };
}

/** Computes when it is first asked, and once; what failed is tried again. */
function once<Result>(compute: () => Promise<Result>): () => Promise<Result> {
  let kept: Promise<Result> | undefined;
  return () => {
    if (kept) return kept;
    const own = compute();
    kept = own;
    own.catch(() => {
      kept = undefined;
    });
    return own;
  };
}

function refuseOne({ name, readings, leftOut }: LockedStudy): void {
  if (new Set(readings.map(slotOfReading)).size > 1) return;
  const waiting = leftOut.notSubmitted > 0 ? ` ${leftOut.notSubmitted} readings are not submitted yet.` : "";
  throw new PlainError(
    readings.length === 0
      ? `“${name}” has no locked reading yet: there is nothing to compare.${waiting}`
      : `“${name}” has locked readings of one reader and one pass only: there is nothing to compare.${waiting}`,
  );
}
