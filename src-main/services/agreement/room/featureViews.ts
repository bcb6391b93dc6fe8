import type { ComparedValues, FeatureColumns, FeatureOverview, RoleAgreement, RoleFeatures } from "#shared/api/agreement.ts";
import { casesBySlots } from "#shared/domain/agreement/analysedReading.ts";
import { comparisonsOfTable, formOf, type FeatureTable } from "#shared/domain/agreement/featureAgreement.ts";
import { partKey } from "#shared/domain/project/featurePart.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { settingsHash } from "../../radiomics/index.ts";
import { pointsOf } from "./pointsOf.ts";

/** What a study's features come to, region by region and role by role. */
export function featureOverview(
  roles: readonly RoleAgreement[],
  { regions, agreement: { featureFilter } }: Pick<Protocol, "regions" | "agreement">,
): FeatureOverview {
  const all = roles.map(({ features, ...role }) => {
    const region = regions.find(({ id }) => id === role.region);
    const ofRegion = region?.roles.find(({ id }) => id === role.role);
    const isCompared = features.every(({ isStable }) => isStable !== null);
    return {
      ...role,
      regionName: region?.name ?? role.region,
      roleName: ofRegion?.name ?? role.role,
      settingsHash: ofRegion?.extraction ? settingsHash(ofRegion.extraction) : null,
      count: features.length,
      stable: isCompared ? features.filter(({ isStable }) => isStable).length : null,
      stableByLower: isCompared ? features.filter(({ stability }) => stability === "yes").length : null,
    };
  });
  return {
    roles: all.filter(({ part }) => partKey(part) === ""),
    parts: all.filter(({ part }) => partKey(part) !== ""),
    rule: featureFilter && { threshold: featureFilter.threshold, by: featureFilter.by, comparisons: featureFilter.comparisons },
  };
}

/** The features of a region and role as columns: an answer of all of them as objects would be many times larger. */
export function roleFeatures({ region, role, part, features }: RoleAgreement, { icc }: Protocol["agreement"]): RoleFeatures {
  const short = (value: number | null) => (value === null ? null : Number(value.toPrecision(6)));
  return {
    region,
    role,
    part,
    names: features.map(({ feature }) => feature),
    stable: features.map(({ isStable }) => isStable),
    stability: features.map(({ stability }) => stability),
    comparisons: (features[0]?.comparisons ?? []).map((comparison, at): FeatureColumns => {
      const { kind, readers, passes } = comparison;
      const form = formOf(comparison, icc);
      // Where A,1 counts C,1 says whether the readers differ by an offset, and the other way round.
      const besideForm = form === "C,1" ? "A,1" : "C,1";
      const own = features.map(({ comparisons }) => comparisons[at]!);
      const of = own.map((report) => report.icc[form]);
      return {
        kind,
        readers,
        passes,
        form,
        value: of.map(({ value }) => short(value)),
        lower: of.map(({ lower }) => short(lower)),
        upper: of.map(({ upper }) => short(upper)),
        besideForm,
        beside: own.map((report) => short(report.icc[besideForm].value)),
        n: own.map(({ n }) => n),
        reasons: of.map(({ reason }) => reason),
      };
    }),
  };
}

/** One feature in full, by its place in `names`; the values of the cases that both have one of. */
export function featureDetails(role: RoleAgreement, table: FeatureTable, at: number, { icc }: Protocol["agreement"]): ComparedValues {
  const comparisons = comparisonsOfTable(table);
  return {
    comparisons: role.features[at]!.comparisons.map((compared, place) => {
      const { kind, readers, passes, ...report } = compared;
      const rows = casesBySlots(table.rows, comparisons[place]!, ({ values }) => values[at] ?? null);
      return { kind, readers, passes, report, form: formOf(compared, icc), points: pointsOf(comparisons[place]!, rows) };
    }),
  };
}
