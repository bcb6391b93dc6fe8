import type { KeptStableSet, StableCount } from "#shared/api/agreement.ts";
import { isOfReadings, stableFeatures, type StableRule, type StableSet } from "#shared/domain/agreement/stableSet.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { partKey } from "#shared/domain/project/featurePart.ts";
import type { LockedReadings, LockedStudy } from "../projects/index.ts";
import { engineVersion } from "../radiomics/index.ts";
import type { Author, Store } from "../store/index.ts";
import type { AgreementResults } from "./agreementResults.ts";
import { createStableSetTable } from "./stableSetTable.ts";

/** Features that are stable over readers, kept by name for later steps. Every method throws PlainError as those of Agreement do. */
export interface StableSets {
  /** By name. */
  stableSets(by: Author, projectId: string): Promise<KeptStableSet[]>;
  /** How many features a rule would keep. */
  countStable(by: Author, projectId: string, rule: StableRule): Promise<StableCount>;
  /** Keeps the features that pass a rule. Throws PlainError where the name is taken, or what the rule asks for cannot be compared. */
  keepStable(by: Author, projectId: string, name: string, rule: StableRule): Promise<void>;
  removeStable(by: Author, projectId: string, name: string): void;
}

/** Makes the stable sets of one store; `resultsOf` is what they are found in. */
export function createStableSets(
  {
    store,
    locked,
    featuresHash,
  }: { readonly store: Store; readonly locked: LockedReadings; readonly featuresHash: (study: LockedStudy) => string },
  resultsOf: (by: Author, projectId: string) => Promise<AgreementResults>,
): StableSets {
  const table = createStableSetTable(store);
  const found = async (by: Author, projectId: string, rule: StableRule) => {
    const { roles, study, featuresHash: madeOf } = await resultsOf(by, projectId);
    const { icc } = study.protocol.agreement;
    const whole = roles.filter(({ part }) => partKey(part) === "");
    return { study, icc, madeOf, features: stableFeatures(whole, rule, icc) };
  };
  return {
    stableSets: async (by, projectId) => {
      await locked.ready(by, projectId);
      const study = locked.of(by, projectId);
      const now = featuresHash(study);
      return table.list(projectId).map(({ featuresHash: madeOf, ...row }) => {
        const whyOutOfDate = outOfDateWords(row.set, madeOf, study, now);
        return { ...row, isOutOfDate: whyOutOfDate !== null, whyOutOfDate };
      });
    },
    countStable: async (by, projectId, rule) => {
      const { features } = await found(by, projectId, rule);
      return { roles: features && features.map(({ region, role, of, names }) => ({ region, role, of, stable: names.length })) };
    },
    keepStable: async (by, projectId, name, rule) => {
      const { study, icc, madeOf, features } = await found(by, projectId, rule);
      if (features === null || features.length === 0)
        throw new PlainError(
          features === null
            ? `The locked readings do not allow to compare ${rule.comparisons.join(" and ")} as this rule asks.`
            : "No features are extracted yet: there is nothing to keep.",
        );
      const set: StableSet = {
        formatVersion: 1,
        rule,
        icc: { betweenReaders: icc.betweenReaders, withinReader: icc.withinReader },
        features,
        readings: study.readings.map(({ caseCode, readerNumber, pass, signedHash }) => ({ caseCode, readerNumber, pass, signedHash })),
        protocolVersion: study.protocolVersion,
        engineVersion: engineVersion(),
      };
      table.add(by, projectId, name.trim(), set, madeOf);
    },
    removeStable: (by, projectId, name) => {
      locked.of(by, projectId);
      table.remove(by, projectId, name);
    },
  };
}

/** What changed since a set was kept, as a sentence; null where nothing did. `madeOf` and `now`: hashes of its features then and of those that are there. */
function outOfDateWords(set: StableSet, madeOf: string | null, { readings }: LockedStudy, now: string): string | null {
  if (!isOfReadings(set, readings)) return "Readings were signed anew, added or left out since.";
  if (madeOf === null) return "It was kept by an earlier version, which did not note what its features were made of.";
  if (madeOf !== now) return "Features were extracted anew since, by other settings or another engine, or are missing now.";
  return null;
}
