import type { RoleAgreement } from "#shared/api/agreement.ts";
import { agreementOnFeature, comparisonsOfTable, summariseFeatures, type FeatureTable } from "#shared/domain/agreement/featureAgreement.ts";
import type { LockedStudy } from "../projects/index.ts";
import { yieldThread } from "../system/index.ts";
import { settingsNotes } from "./settingsNotes.ts";

/** The features of one region and role that are up to date, and what to be careful of, a sentence each. */
export type NotedFeatureTable = FeatureTable & { readonly notes: readonly string[] };

/** So many features are compared before the thread answers others. */
const featuresAtATime = 20;

/** Compares the features of every region and role. */
export async function compareFeatures(study: LockedStudy, tables: readonly NotedFeatureTable[]): Promise<RoleAgreement[]> {
  const roles: RoleAgreement[] = [];
  for (const table of tables) {
    const comparisons = comparisonsOfTable(table);
    const features = [];
    for (let at = 0; at < table.names.length; at++) {
      if (at % featuresAtATime === 0) await yieldThread();
      features.push(agreementOnFeature(table, at, comparisons, study.protocol.agreement));
    }
    const region = study.protocol.regions.find(({ id }) => id === table.region)!;
    const role = region.roles.find(({ id }) => id === table.role)!;
    roles.push({
      region: table.region,
      role: table.role,
      words: `${region.name}, ${role.name}`,
      notes: [...settingsNotes(role.extraction!), ...table.notes],
      readings: table.rows.length,
      features,
      summary: summariseFeatures(features, study.protocol.agreement),
    });
  }
  return roles;
}
