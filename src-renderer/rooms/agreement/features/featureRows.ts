import type { ComparisonName, FeatureColumns, FeatureOverview, RoleFeatures } from "#shared/api/agreement.ts";
import { comparisonKey } from "#shared/domain/agreement/analysedReading.ts";
import type { Stability } from "#shared/domain/agreement/featureAgreement.ts";
import { partKey } from "#shared/domain/project/featurePart.ts";
import type { SortValue } from "../../../ui/table/sortRows.ts";

/** One feature of a region and role, or of a part of its drawings. */
export interface FeatureRow {
  readonly key: string;
  readonly region: string;
  readonly role: string;
  /** Its partKey: "" for all of the drawings. */
  readonly part: string;
  /** "thigh, T1-weighted"; of a part with the part behind. */
  readonly words: string;
  readonly feature: string;
  /** PyRadiomics' class: "glcm". */
  readonly featureClass: string;
  readonly stability: Stability | null;
  /** Its place in the columns. */
  readonly at: number;
  /** By comparisonKey. */
  readonly columns: ReadonlyMap<string, FeatureColumns>;
}

/** "stable" by the protocol's filter; "lower limit too" where the lower limits of the intervals pass it as well. */
export const stabilityFilters = ["stable", "lower limit too"] as const;
export type StabilityFilter = (typeof stabilityFilters)[number];

/** What is shown of all features. Empty words and null leave out nothing. */
export interface FeatureFilter {
  /** All of its words stand in the name. */
  readonly text: string;
  readonly region: string | null;
  readonly role: string | null;
  readonly featureClass: string | null;
  readonly stability: StabilityFilter | null;
}

export const allFeatures: FeatureFilter = { text: "", region: null, role: null, featureClass: null, stability: null };

/** Who is compared, and the forms that are shown of it: the same for all regions and roles. */
export type ShownComparison = ComparisonName & Pick<FeatureColumns, "form" | "besideForm">;

/** The rows of all that was answered, and who is compared in any of it. */
export function featureRows(
  overview: FeatureOverview,
  answers: readonly RoleFeatures[],
): { readonly rows: readonly FeatureRow[]; readonly comparisons: readonly ShownComparison[] } {
  const comparisons = new Map<string, ShownComparison>();
  const rows = answers.flatMap(({ region, role, part: ofPart, names, stability, comparisons: own }) => {
    const columns = new Map(own.map((each) => [comparisonKey(each), each]));
    for (const [key, { kind, readers, passes, form, besideForm }] of columns)
      if (!comparisons.has(key)) comparisons.set(key, { kind, readers, passes, form, besideForm });
    const part = partKey(ofPart);
    const described = [...overview.roles, ...overview.parts].find(
      (each) => keyOfMeasured(each) === keyOfMeasured({ region, role, part: ofPart }),
    );
    const words = described?.words ?? [region, role, part].filter(Boolean).join(", ");
    return names.map((feature, at): FeatureRow => ({
      key: JSON.stringify([region, role, part, feature]),
      region,
      role,
      part,
      words,
      feature,
      featureClass: classOf(feature),
      stability: stability[at]!,
      at,
      columns,
    }));
  });
  return { rows, comparisons: [...comparisons.values()] };
}

/** A region and role, or a part of its drawings, as a key. */
export function keyOfMeasured({ region, role, part }: Pick<RoleFeatures, "region" | "role" | "part">): string {
  return JSON.stringify([region, role, partKey(part)]);
}

const ranks: Readonly<Record<Stability, number>> = { no: 0, "value only": 1, yes: 2 };

/** "wavelet-LLH_glcm_Contrast" has the class "glcm". */
function classOf(feature: string): string {
  return feature.split("_").at(-2) ?? "";
}

/** The rows that pass a filter. */
export function filterFeatures(rows: readonly FeatureRow[], filter: FeatureFilter): FeatureRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    ({ feature, region, role, featureClass, stability }) =>
      (filter.region === null || filter.region === region) &&
      (filter.role === null || filter.role === role) &&
      (filter.featureClass === null || filter.featureClass === featureClass) &&
      (filter.stability === null || stability === "yes" || (filter.stability === "stable" && stability === "value only")) &&
      words.every((word) => feature.toLowerCase().includes(word)),
  );
}

/** What a row is sorted by, by the key of a column: "feature", "words", "stable", or "value", "lower", "beside" and "n" with a comparison behind a colon. */
export function featureSortValue(column: string): (row: FeatureRow) => SortValue {
  if (column === "feature") return ({ feature }) => feature;
  if (column === "words") return ({ words }) => words;
  if (column === "stable") return ({ stability }) => (stability === null ? null : ranks[stability]);
  const at = column.indexOf(":");
  const [what, key] = [column.slice(0, at) as "value" | "lower" | "beside" | "n", column.slice(at + 1)];
  return ({ columns, at: place }) => columns.get(key)?.[what][place] ?? null;
}
