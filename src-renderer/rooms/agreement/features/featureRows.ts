import type { ComparisonName, FeatureColumns, FeatureOverview, RoleFeatures } from "#shared/api/agreement.ts";
import { comparisonKey } from "#shared/domain/agreement/analysedReading.ts";
import type { SortValue } from "../../../ui/table/sortRows.ts";

/** One feature of a region and role. */
export interface FeatureRow {
  readonly key: string;
  readonly region: string;
  readonly role: string;
  /** "thigh, T1-weighted". */
  readonly words: string;
  readonly feature: string;
  /** PyRadiomics' class: "glcm". */
  readonly featureClass: string;
  readonly isStable: boolean | null;
  /** Its place in the columns. */
  readonly at: number;
  /** By comparisonKey. */
  readonly columns: ReadonlyMap<string, FeatureColumns>;
}

/** What is shown of all features. Empty words and null leave out nothing. */
export interface FeatureFilter {
  /** All of its words stand in the name. */
  readonly text: string;
  readonly region: string | null;
  readonly role: string | null;
  readonly featureClass: string | null;
  readonly isStableOnly: boolean;
}

export const allFeatures: FeatureFilter = { text: "", region: null, role: null, featureClass: null, isStableOnly: false };

/** Who is compared, and the forms that are shown of it: the same for all regions and roles. */
export type ShownComparison = ComparisonName & Pick<FeatureColumns, "form" | "besideForm">;

/** The rows of all regions and roles that were answered, and who is compared in any of them. */
export function featureRows(
  overview: FeatureOverview,
  answers: readonly RoleFeatures[],
): { readonly rows: readonly FeatureRow[]; readonly comparisons: readonly ShownComparison[] } {
  const comparisons = new Map<string, ShownComparison>();
  const rows = answers.flatMap(({ region, role, names, stable, comparisons: own }) => {
    const columns = new Map(own.map((each) => [comparisonKey(each), each]));
    for (const [key, { kind, readers, passes, form, besideForm }] of columns)
      if (!comparisons.has(key)) comparisons.set(key, { kind, readers, passes, form, besideForm });
    const words = overview.roles.find((each) => each.region === region && each.role === role)?.words ?? `${region}, ${role}`;
    return names.map((feature, at): FeatureRow => ({
      key: JSON.stringify([region, role, feature]),
      region,
      role,
      words,
      feature,
      featureClass: classOf(feature),
      isStable: stable[at]!,
      at,
      columns,
    }));
  });
  return { rows, comparisons: [...comparisons.values()] };
}

/** "wavelet-LLH_glcm_Contrast" has the class "glcm". */
function classOf(feature: string): string {
  return feature.split("_").at(-2) ?? "";
}

/** The rows that pass a filter. */
export function filterFeatures(rows: readonly FeatureRow[], filter: FeatureFilter): FeatureRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    ({ feature, region, role, featureClass, isStable }) =>
      (filter.region === null || filter.region === region) &&
      (filter.role === null || filter.role === role) &&
      (filter.featureClass === null || filter.featureClass === featureClass) &&
      (!filter.isStableOnly || isStable === true) &&
      words.every((word) => feature.toLowerCase().includes(word)),
  );
}

/** What a row is sorted by, by the key of a column: "feature", "words", "stable", or "value", "lower", "beside" and "n" with a comparison behind a colon. */
export function featureSortValue(column: string): (row: FeatureRow) => SortValue {
  if (column === "feature") return ({ feature }) => feature;
  if (column === "words") return ({ words }) => words;
  if (column === "stable") return ({ isStable }) => (isStable === null ? null : isStable ? 1 : 0);
  const at = column.indexOf(":");
  const [what, key] = [column.slice(0, at) as "value" | "lower" | "beside" | "n", column.slice(at + 1)];
  return ({ columns, at: place }) => columns.get(key)?.[what][place] ?? null;
}
