import type { FeatureClass } from "#shared/domain/extractionSettings.ts";
import { type FeatureDocumentation, type FeatureSet, featureText, type FeatureValue } from "#shared/domain/featureSet.ts";
import { classTitles, documentedName, featureWords, imageTypeTitle, partsOf } from "#shared/domain/featureNames.ts";

/** One segment's features. */
export interface ComparedColumn {
  readonly featureSetId: string;
  readonly title: string;
  /** The segment's label value in files. */
  readonly label: number;
  readonly color: string;
  readonly features: FeatureSet["features"];
}

/** One feature, with its value in each column. */
export interface FeatureRow {
  readonly name: string;
  readonly imageType: string;
  readonly featureClass: FeatureClass | null;
  readonly feature: string;
  /** In the order of the columns; undefined where a column lacks the feature. */
  readonly cells: ReadonlyArray<FeatureValue | undefined>;
  /** First minus second, and first divided by second, of exactly two columns; null where there is no such number. */
  readonly difference: number | null;
  readonly ratio: number | null;
  /** All that a search may find, in lower case. */
  readonly searched: string;
}

/** By what rows are sorted; a number is a column. Null: in PyRadiomics' order. */
export interface RowOrder {
  readonly by: "name" | "difference" | "ratio" | number;
  readonly isDescending: boolean;
}

export interface RowFilter {
  readonly search: string;
  /** Empty: all. */
  readonly imageTypes: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
}

/** The features of several segments side by side, in the order of the first that has them. */
export function rowsOf(columns: readonly ComparedColumn[], documentation: readonly FeatureDocumentation[]): FeatureRow[] {
  const documented = new Map(documentation.map((entry) => [entry.name, entry]));
  const byName = columns.map(({ features }) => new Map(features.map((feature) => [feature.name, feature])));
  const names = new Set(columns.flatMap(({ features }) => features.map(({ name }) => name)));
  return [...names].map((name) => {
    const { imageType, featureClass, feature } = partsOf(name);
    const cells = byName.map((values) => values.get(name));
    const [first, second] = cells.length === 2 ? cells.map((cell) => cell?.value ?? null) : [null, null];
    const isPair =
      first !== null && first !== undefined && second !== null && second !== undefined && Number.isFinite(first) && Number.isFinite(second);
    const entry = documented.get(documentedName(name));
    return {
      name,
      imageType,
      featureClass,
      feature,
      cells,
      difference: isPair ? first - second : null,
      ratio: isPair && second !== 0 ? first / second : null,
      searched: [
        name,
        featureWords(feature),
        featureClass && classTitles[featureClass],
        imageTypeTitle(imageType),
        entry?.ibsi,
        entry?.meaning,
      ]
        .filter(Boolean)
        .join(" ")
        .toLowerCase(),
    };
  });
}

/** The rows that hold every word of the search (name, IBSI code, meaning) and belong to the image types and classes chosen. */
export function filterRows(rows: readonly FeatureRow[], { search, imageTypes, classes }: RowFilter): FeatureRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (imageTypes.size === 0 || imageTypes.has(row.imageType)) &&
      (classes.size === 0 || classes.has(row.featureClass ?? "")) &&
      words.every((word) => row.searched.includes(word)),
  );
}

/** Rows in an order; those without a number come last either way. A ratio is sorted by how far it is from 1: a half is as far as 2. */
export function sortRows(rows: readonly FeatureRow[], order: RowOrder | null): readonly FeatureRow[] {
  if (!order) return rows;
  const sign = order.isDescending ? -1 : 1;
  if (order.by === "name") return [...rows].sort((a, b) => sign * a.feature.localeCompare(b.feature, "en"));
  const keyOf = (row: FeatureRow): number => {
    const value =
      order.by === "difference" ? row.difference : order.by === "ratio" ? farFromOne(row.ratio) : row.cells[order.by as number]?.value;
    return value ?? Number.NaN;
  };
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((a, b) => {
      if (Number.isNaN(a.key) || Number.isNaN(b.key)) return Number(Number.isNaN(a.key)) - Number(Number.isNaN(b.key));
      return sign * (a.key - b.key);
    })
    .map(({ row }) => row);
}

function farFromOne(ratio: number | null): number | null {
  if (ratio === null) return null;
  return ratio > 0 ? Math.abs(Math.log(ratio)) : Number.MAX_VALUE;
}

/** Rows as tab-separated text for a spreadsheet: PyRadiomics' names, every digit; an undefined value is "nan" and an infinite one "inf", as in PyRadiomics. */
export function asTsv(columns: readonly ComparedColumn[], rows: readonly FeatureRow[]): string {
  const plain = (text: string) => text.replace(/[\t\r\n]+/g, " ");
  const lines = rows.map(({ name, cells }) => [name, ...cells.map((cell) => (cell ? featureText(cell.value) : ""))]);
  return [["Feature", ...columns.map(({ title }) => plain(title))], ...lines].map((line) => line.join("\t")).join("\n");
}
