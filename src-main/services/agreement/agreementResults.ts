import type { RoleAgreement } from "#shared/api/agreement.ts";
import { slotOfReading } from "#shared/domain/agreement/analysedReading.ts";
import { agreementOnFeature, comparisonsOfTable, summariseFeatures, type FeatureTable } from "#shared/domain/agreement/featureAgreement.ts";
import { groupDifferences, scoreSources, type GroupDifferences } from "#shared/domain/agreement/groupDifferences.ts";
import { scoreAgreement, type ScoreAgreement } from "#shared/domain/agreement/scoreAgreement.ts";
import { scoreColumns, type ScoreColumn } from "#shared/domain/agreement/scoreColumns.ts";
import { partInWords } from "#shared/domain/project/featurePart.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { LockedStudy } from "../projects/index.ts";
import { yieldThread } from "../system/index.ts";
import { drawingAgreement, type DrawingAgreement } from "./drawingAgreement.ts";
import type { MeasuredTable } from "./measuredDrawings.ts";
import type { DrawingSources } from "./drawingSources.ts";
import { settingsNotes } from "./settingsNotes.ts";

/** Everything that locked readings say of agreement, and what it was made of. */
export interface AgreementResults {
  readonly study: LockedStudy;
  readonly tables: readonly FeatureTable[];
  /** SHA-256 of what the features were made of: see createMeasuredDrawings. */
  readonly featuresHash: string;
  readonly roles: readonly RoleAgreement[];
  readonly columns: readonly ScoreColumn[];
  readonly scores: ScoreAgreement;
  readonly drawings: DrawingAgreement;
  /** By source of the scores, the default one first. */
  readonly differences: readonly GroupDifferences[];
}

/** So many features are compared before the thread answers others. */
const featuresAtATime = 20;

/**
 * Compares locked readings: features of every region and role, scores, drawings, groups. `tables` are the features that are up to date. Throws PlainError where
 * there is nothing to compare; the signal's reason where it is aborted.
 */
export async function agreementResults(
  sources: DrawingSources,
  study: LockedStudy,
  { tables, featuresHash }: { readonly tables: readonly MeasuredTable[]; readonly featuresHash: string },
  signal?: AbortSignal,
): Promise<AgreementResults> {
  refuseOne(study);
  const { confidence } = study.protocol.agreement;
  if (confidence !== 0.95)
    throw new PlainError(
      `protocol, agreement, confidence: intervals of ${100 * confidence} % are asked for, and this version computes those of 95 %.`,
    );
  const roles: RoleAgreement[] = [];
  for (const table of tables) {
    const comparisons = comparisonsOfTable(table);
    const features = [];
    for (let at = 0; at < table.names.length; at++) {
      if (at % featuresAtATime === 0) {
        await yieldThread();
        signal?.throwIfAborted();
      }
      features.push(agreementOnFeature(table, at, comparisons, study.protocol.agreement));
    }
    const region = study.protocol.regions.find(({ id }) => id === table.region)!;
    const role = region.roles.find(({ id }) => id === table.role)!;
    roles.push({
      region: table.region,
      role: table.role,
      part: table.part,
      words: partInWords(region, role.name, table.part),
      notes: [...settingsNotes(role.extraction!), ...table.notes],
      readings: table.rows.length,
      features,
      summary: summariseFeatures(features, study.protocol.agreement),
    });
  }
  const columns = scoreColumns(study.protocol);
  await yieldThread();
  const scores = scoreAgreement(study.readings, columns);
  await yieldThread();
  return {
    study,
    tables,
    featuresHash,
    roles,
    columns,
    scores,
    drawings: await drawingAgreement(sources, study, signal),
    differences: scoreSources(study.readings).map((source) => groupDifferences(study.readings, columns, source)),
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
