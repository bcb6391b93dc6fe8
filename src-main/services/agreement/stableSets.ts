import type { KeptStableSet, StableCount } from "#shared/api/agreement.ts";
import { isOfReadings, stableFeatures, type StableRule } from "#shared/domain/agreement/stableSet.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { LockedReadings } from "../projects/index.ts";
import { engineVersion } from "../radiomics/index.ts";
import type { Author, Store } from "../store/index.ts";
import type { AgreementResults } from "./agreementResults.ts";
import { createStableSetTable } from "./stableSetTable.ts";

/** Features that are stable over readers, kept by name for later steps. Every method throws PlainError as those of Agreement do. */
export interface StableSets {
  /** By name. */
  stableSets(by: Author, projectId: string): KeptStableSet[];
  /** How many features a rule would keep. */
  countStable(by: Author, projectId: string, rule: StableRule): Promise<StableCount>;
  /** Keeps the features that pass a rule. Throws PlainError where the name is taken, or what the rule asks for cannot be compared. */
  keepStable(by: Author, projectId: string, name: string, rule: StableRule): Promise<void>;
  removeStable(by: Author, projectId: string, name: string): void;
}

/** Makes the stable sets of one store; `resultsOf` is what they are found in. */
export function createStableSets(
  { store, locked }: { readonly store: Store; readonly locked: LockedReadings },
  resultsOf: (by: Author, projectId: string) => Promise<AgreementResults>,
): StableSets {
  const table = createStableSetTable(store);
  const found = async (by: Author, projectId: string, rule: StableRule) => {
    const { roles, study } = await resultsOf(by, projectId);
    const { icc } = study.protocol.agreement;
    return { study, icc, features: stableFeatures(roles, rule, icc) };
  };
  return {
    stableSets: (by, projectId) => {
      const { readings } = locked.of(by, projectId);
      return table.list(projectId).map((row) => ({ ...row, isOutOfDate: !isOfReadings(row.set, readings) }));
    },
    countStable: async (by, projectId, rule) => {
      const { features } = await found(by, projectId, rule);
      return { roles: features && features.map(({ region, role, of, names }) => ({ region, role, of, stable: names.length })) };
    },
    keepStable: async (by, projectId, name, rule) => {
      const { study, icc, features } = await found(by, projectId, rule);
      if (features === null || features.length === 0)
        throw new PlainError(
          features === null
            ? `The locked readings do not allow to compare ${rule.comparisons.join(" and ")} as this rule asks.`
            : "No features are extracted yet: there is nothing to keep.",
        );
      table.add(by, projectId, name.trim(), {
        formatVersion: 1,
        rule,
        icc: { betweenReaders: icc.betweenReaders, withinReader: icc.withinReader },
        features,
        readings: study.readings.map(({ caseCode, readerNumber, pass, signedHash }) => ({ caseCode, readerNumber, pass, signedHash })),
        protocolVersion: study.protocolVersion,
        engineVersion: engineVersion(),
      });
    },
    removeStable: (by, projectId, name) => {
      locked.of(by, projectId);
      table.remove(by, projectId, name);
    },
  };
}
