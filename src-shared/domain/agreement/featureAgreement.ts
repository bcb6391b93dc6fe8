import { measurementReport, type MeasurementReport } from "../../statistics/agreement/agreementReport.ts";
import type { IccForm } from "../../statistics/agreement/intraclassCorrelation.ts";
import type { ReaderComparison } from "../../statistics/agreement/readerComparisons.ts";
import type { FeaturePart } from "../project/featurePart.ts";
import type { Protocol } from "../project/protocol.ts";
import { casesBySlots, comparisonsOfReadings } from "./analysedReading.ts";

/** The features that were extracted of the drawings of one region on the series of one role, or of a part of each. */
export interface FeatureTable {
  readonly region: string;
  readonly role: string;
  readonly part: FeaturePart;
  /** PyRadiomics' names, in its order. */
  readonly names: readonly string[];
  /** A row a reading; values in the order of `names`, null where a feature is undefined or not finite. */
  readonly rows: readonly {
    readonly caseCode: string;
    readonly readerNumber: number;
    readonly pass: number;
    readonly values: readonly (number | null)[];
  }[];
}

type Named = Omit<ReaderComparison, "slots">;

export interface FeatureAgreement {
  readonly feature: string;
  readonly comparisons: readonly (Named & MeasurementReport)[];
  /** By the protocol's filter; null where it has none, or what it asks for cannot be compared. */
  readonly isStable: boolean | null;
  /** The same in words that say how sure it is. */
  readonly stability: Stability | null;
}

/**
 * How far a feature passes a filter: with the lower limit of every interval as well, or by the values alone: the ICC of other cases may well lie below
 * the threshold.
 */
export type Stability = "yes" | "value only" | "no";

/** What a paper's table says of many features at once. */
export interface FeatureSummary extends Named {
  readonly form: IccForm;
  /** Features compared, and those without a value: no variation, or too few cases. */
  readonly features: number;
  readonly undefinedFeatures: number;
  /** Mean ICC over the features, and mean -+ 1.96 SD / sqrt(m): an interval of the mean over features, which are correlated; not that of an ICC. */
  readonly mean: number | null;
  readonly meanLower: number | null;
  readonly meanUpper: number | null;
  /** Features that reach the threshold, by value and by the lower limit of their own interval. */
  readonly threshold: number;
  readonly reached: number;
  readonly reachedByLower: number;
}

type Agreement = Protocol["agreement"];
/** Where a protocol has no filter: almost perfect by Landis & Koch's words. */
const usualThreshold = 0.81;

/** The comparisons of a table, in one order for all its features. */
export function comparisonsOfTable({ rows }: FeatureTable): ReaderComparison[] {
  return comparisonsOfReadings(rows);
}

/** Agreement on one feature of a table, by its place in `names`. */
export function agreementOnFeature(
  { names, rows }: FeatureTable,
  at: number,
  comparisons: readonly ReaderComparison[],
  { icc, featureFilter }: Agreement,
): FeatureAgreement {
  const compared = comparisons.map((comparison) => {
    const { kind, readers, passes } = comparison;
    return { kind, readers, passes, ...measurementReport(casesBySlots(rows, comparison, ({ values }) => values[at] ?? null).rows) };
  });
  const stable = isStable(compared, icc, featureFilter);
  return { feature: names[at]!, comparisons: compared, isStable: stable, stability: stabilityOf(stable, compared, icc, featureFilter) };
}

function stabilityOf(
  stable: boolean | null,
  compared: FeatureAgreement["comparisons"],
  icc: Agreement["icc"],
  filter: Agreement["featureFilter"],
): Stability | null {
  if (stable === null) return null;
  if (!stable) return "no";
  return isStable(compared, icc, filter && { ...filter, by: "lower limit" }) ? "yes" : "value only";
}

/**
 * Whether a feature passes the filter: every comparison that it asks for reaches the threshold. Between readers that is all readers' earliest pass, within
 * reader every reader who read more than once. A feature without an ICC (no variation) does not pass.
 */
export function isStable(
  compared: FeatureAgreement["comparisons"],
  icc: Agreement["icc"],
  filter: Pick<NonNullable<Agreement["featureFilter"]>, "threshold" | "by" | "comparisons"> | null,
): boolean | null {
  if (filter === null) return null;
  const asked = filter.comparisons.map((which) =>
    which === "between readers"
      ? compared.filter(({ kind }) => kind === "inter").slice(0, 1)
      : compared.filter(({ kind }) => kind === "intra"),
  );
  if (asked.some((found) => found.length === 0)) return null;
  return asked.flat().every((comparison) => {
    const { value, lower } = comparison.icc[formOf(comparison, icc)];
    const measure = filter.by === "value" ? value : lower;
    return measure !== null && measure >= filter.threshold;
  });
}

/** The form that counts for a comparison. */
export function formOf({ kind, readers }: Pick<ReaderComparison, "kind" | "readers">, icc: Agreement["icc"]): IccForm {
  return kind === "intra" || readers.length === 1 ? icc.withinReader : icc.betweenReaders;
}

/** Each comparison over all features: "mean ICC over m features" and "features with ICC >= t". */
export function summariseFeatures(features: readonly FeatureAgreement[], { icc, featureFilter }: Agreement): FeatureSummary[] {
  const threshold = featureFilter?.threshold ?? usualThreshold;
  return (features[0]?.comparisons ?? []).map((comparison, at) => {
    const { kind, readers, passes } = comparison;
    const form = formOf(comparison, icc);
    const estimates = features.map(({ comparisons }) => comparisons[at]!.icc[form]);
    const values = estimates.flatMap(({ value }) => (value === null ? [] : [value]));
    const m = values.length;
    const mean = m === 0 ? null : values.reduce((sum, value) => sum + value, 0) / m;
    const sd = mean === null || m < 2 ? null : Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (m - 1));
    const half = sd === null ? null : (1.96 * sd) / Math.sqrt(m);
    return {
      kind,
      readers,
      passes,
      form,
      features: features.length,
      undefinedFeatures: features.length - m,
      mean,
      meanLower: mean === null || half === null ? null : mean - half,
      meanUpper: mean === null || half === null ? null : mean + half,
      threshold,
      reached: values.filter((value) => value >= threshold).length,
      reachedByLower: estimates.filter(({ lower }) => lower !== null && lower >= threshold).length,
    };
  });
}
