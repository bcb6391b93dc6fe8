import type { FeatureValue } from "#shared/domain/featureSet.ts";

/**
 * A header line of PyRadiomics' column names and a line of values for each set of features, RFC 4180 with line feeds. An undefined value is "nan",
 * as PyRadiomics writes it. Numbers have as many digits as give the same number back. The rows must have the same columns.
 */
export function featuresToCsv(...rows: ReadonlyArray<readonly FeatureValue[]>): string {
  const header = (rows[0] ?? []).map(({ name }) => name).join(",");
  return [header, ...rows.map((row) => row.map(({ value }) => (value === null ? "nan" : String(value))).join(","))].map((line) => `${line}\n`).join("");
}
