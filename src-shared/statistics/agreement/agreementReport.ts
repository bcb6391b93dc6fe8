import { bootstrapInterval, type BootstrapInterval } from "../bootstrap.ts";
import { blandAltman, type BlandAltman } from "./blandAltman.ts";
import { chanceCorrected, type ChanceModel, type GradeMatrix } from "./chanceCorrected.ts";
import { cohenKappa } from "./cohenKappa.ts";
import { concordance } from "./concordance.ts";
import { undefinedEstimate, type Estimate, type EstimateWithError } from "./estimate.ts";
import { gradeTable, gradeWeights, weightings, type Weighting, type Weights } from "./gradeWeights.ts";
import { intraclassCorrelation, type IntraclassCorrelation } from "./intraclassCorrelation.ts";
import { kappaOfCounts } from "./kappaOfCounts.ts";
import { krippendorffAlpha } from "./krippendorffAlpha.ts";
import { bowkerTest, stuartMaxwellTest, type ChiSquaredTest } from "./marginalTests.ts";
import { measurementError, type MeasurementError } from "./measurementError.ts";

/** A coefficient under each weighting of the grades. */
export type ByWeighting<Value> = Readonly<Record<Weighting, Value>>;

/** Kappa of two readers; where the standard error cannot be trusted, with the bootstrap interval by subject beside it. */
export type Kappa = EstimateWithError & { readonly bootstrap: BootstrapInterval | null };

export interface GradeAgreement {
  readonly kappa: ByWeighting<Kappa>;
  readonly ac: ByWeighting<EstimateWithError>;
  readonly fleiss: ByWeighting<EstimateWithError>;
  readonly conger: ByWeighting<EstimateWithError>;
  readonly brennanPrediger: ByWeighting<EstimateWithError>;
  /** Mean of Cohen's kappa over all pairs of readers; null where a pair has none. */
  readonly light: ByWeighting<number | null>;
  readonly alpha: {
    readonly nominal: number | null;
    readonly ordinal: number | null;
    readonly interval: number | null;
    readonly reason: string | null;
  };
  /** Share of the subjects graded by all to whom all gave the same grade; grades no more than one apart. */
  readonly exactAgreement: number | null;
  readonly withinOne: number | null;
  /** Counts of the first reader's grades (rows) by the second's; of two readers. */
  readonly table: readonly (readonly number[])[] | null;
  readonly bowker: ChiSquaredTest;
  readonly stuartMaxwell: ChiSquaredTest;
}

/** Agreement on measured values. */
export interface MeasurementReport extends MeasurementError {
  /** Subjects that all of the readers (or passes) compared have a value for. */
  readonly n: number;
  /** Subjects with a value from at least one of them, but not from all. */
  readonly incomplete: number;
  readonly icc: IntraclassCorrelation;
  readonly ccc: Estimate;
  readonly blandAltman: BlandAltman;
}

export type AgreementReport = MeasurementReport & GradeAgreement;

const ofTwo = "defined for two readers: see the pairs";
/** The bootstrap stands beside the interval of kappa below this number of subjects. */
const bootstrapBelow = 30;
const seed = 1;

/** The part of agreementReport that needs no scale. */
export function measurementReport(values: GradeMatrix): MeasurementReport {
  const complete = values.filter((row): row is readonly number[] => !row.includes(null));
  const isPair = (values[0]?.length ?? 0) === 2;
  const [first, second] = [complete.map((row) => row[0]!), complete.map((row) => row[1]!)];
  const noPair = { value: null, lower: null, upper: null, reason: ofTwo };
  const noLimits = { bias: null, sd: null, lower: null, upper: null, intervals: null, slope: null, slopeP: null, reason: ofTwo };
  return {
    n: complete.length,
    incomplete: values.filter((row) => row.includes(null) && row.some((value) => value !== null)).length,
    icc: intraclassCorrelation(complete),
    ...measurementError(complete),
    ccc: isPair ? concordance(first, second) : noPair,
    blandAltman: isPair ? blandAltman(first, second) : noLimits,
  };
}

/**
 * Everything on the agreement of the columns (readers, or passes of one reader) of a table of subjects; null is a missing value. Differences are first column
 * minus second. `grades`: the same table as positions on a declared scale of `count` grades, or null where no scale was declared. Errors,
 * ICC, CCC and Bland-Altman
 * are of the subjects complete for all columns; so is everything of two columns. Of more than two, AC, Fleiss, Conger and alpha keep missing grades.
 */
export function agreementReport(
  values: GradeMatrix,
  grades: { readonly matrix: GradeMatrix; readonly count: number } | null,
): AgreementReport {
  return {
    ...measurementReport(values),
    ...(grades ? gradeAgreement(grades.matrix, grades.count) : noGrades("no scale declared")),
  };
}

function gradeAgreement(matrix: GradeMatrix, count: number): GradeAgreement {
  const readers = matrix[0]?.length ?? 0;
  const complete = matrix.filter((row): row is readonly number[] => !row.includes(null));
  const isPair = readers === 2;
  const table = isPair ? tableOf(complete, 0, 1, count) : null;
  const compared = isPair ? complete : matrix;
  const under = <Value>(compute: (weights: Weights) => Value) =>
    Object.fromEntries(weightings.map((weighting) => [weighting, compute(gradeWeights(weighting, count))])) as Record<Weighting, Value>;
  const chance = (model: ChanceModel) => under((weights) => chanceCorrected(compared, weights, model));
  const share = (fits: (spread: number) => boolean) =>
    complete.length === 0 ? null : complete.filter((row) => fits(Math.max(...row) - Math.min(...row))).length / complete.length;
  const [nominal, ordinal, interval] = (["nominal", "ordinal", "interval"] as const).map((level) =>
    krippendorffAlpha(compared, count, level),
  );
  const noTest: ChiSquaredTest = { statistic: null, df: null, p: null, reason: ofTwo };
  return {
    kappa: under((weights) => (table ? kappaOf(complete, table, weights) : { ...undefinedEstimate(ofTwo), bootstrap: null })),
    ac: chance("ac"),
    fleiss: chance("fleiss"),
    conger: chance("conger"),
    brennanPrediger: chance("brennanPrediger"),
    light: under((weights) => lightKappa(complete, readers, count, weights)),
    alpha: { nominal: nominal!.value, ordinal: ordinal!.value, interval: interval!.value, reason: nominal!.reason },
    exactAgreement: share((spread) => spread === 0),
    withinOne: share((spread) => spread <= 1),
    table,
    bowker: table ? bowkerTest(table) : noTest,
    stuartMaxwell: table ? stuartMaxwellTest(table) : noTest,
  };
}

function noGrades(reason: string): GradeAgreement {
  const nothing = undefinedEstimate(reason);
  const each = { unweighted: nothing, linear: nothing, quadratic: nothing };
  const kappa = { ...nothing, bootstrap: null };
  const noTest: ChiSquaredTest = { statistic: null, df: null, p: null, reason };
  return {
    kappa: { unweighted: kappa, linear: kappa, quadratic: kappa },
    ac: each,
    fleiss: each,
    conger: each,
    brennanPrediger: each,
    light: { unweighted: null, linear: null, quadratic: null },
    alpha: { nominal: null, ordinal: null, interval: null, reason },
    exactAgreement: null,
    withinOne: null,
    table: null,
    bowker: noTest,
    stuartMaxwell: noTest,
  };
}

function tableOf(complete: readonly (readonly number[])[], one: number, other: number, count: number): number[][] {
  return gradeTable(
    complete.map((row) => row[one]!),
    complete.map((row) => row[other]!),
    count,
  );
}

function kappaOf(complete: readonly (readonly number[])[], table: readonly (readonly number[])[], weights: Weights): Kappa {
  const kappa = cohenKappa(table, weights);
  const isTrusted = complete.length >= bootstrapBelow && kappa.se !== 0;
  if (isTrusted || kappa.value === null) return { ...kappa, bootstrap: null };
  const count = weights.length;
  const places = complete.map((row) => row[0]! * count + row[1]!);
  const valueOf = kappaOfCounts(weights);
  const counts = new Float64Array(count * count);
  const statistic = (units: Uint32Array) => {
    counts.fill(0);
    for (const unit of units) counts[places[unit]!]! += 1;
    return valueOf(counts);
  };
  const bootstrap = bootstrapInterval(complete.length, statistic, { seed });
  return { ...kappa, bootstrap };
}

function lightKappa(complete: readonly (readonly number[])[], readers: number, count: number, weights: Weights): number | null {
  let sum = 0;
  let pairs = 0;
  for (let other = 1; other < readers; other++) {
    for (let one = 0; one < other; one++) {
      const { value } = cohenKappa(tableOf(complete, one, other, count), weights);
      if (value === null) return null;
      sum += value;
      pairs += 1;
    }
  }
  return pairs === 0 ? null : sum / pairs;
}
