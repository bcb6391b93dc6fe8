import { agreementReport, type AgreementReport, type ByWeighting } from "../../statistics/agreement/agreementReport.ts";
import { cohenKappa } from "../../statistics/agreement/cohenKappa.ts";
import { gradeWeights, weightings, type Weighting } from "../../statistics/agreement/gradeWeights.ts";
import { kappaOfCounts } from "../../statistics/agreement/kappaOfCounts.ts";
import type { ReaderComparison } from "../../statistics/agreement/readerComparisons.ts";
import { bootstrapInterval, type BootstrapInterval } from "../../statistics/bootstrap.ts";
import { casesBySlots, comparisonsOfReadings, type AnalysedReading } from "./analysedReading.ts";
import { headOf, type ScoreColumn, type ScoreColumnHead } from "./scoreColumns.ts";

type Named = Omit<ReaderComparison, "slots">;

/** The agreement on one column. */
export interface ColumnAgreement {
  readonly column: ScoreColumnHead;
  readonly comparisons: readonly (Named & AgreementReport)[];
}

/** Kappa over all columns of one item together, with an interval that resamples cases with all that belongs to them. */
export interface PooledKappa extends Named {
  readonly item: string;
  /** Cases in which both gave a grade in any column, and pairs of grades in all. */
  readonly cases: number;
  readonly pairs: number;
  readonly kappa: ByWeighting<{ readonly value: number | null; readonly interval: BootstrapInterval; readonly reason: string | null }>;
  readonly exactAgreement: number | null;
}

/** The agreement on the sum of an item's columns, of cases in which every column has a value. */
export interface TotalAgreement {
  readonly item: string;
  readonly columns: number;
  readonly comparisons: readonly (Named & AgreementReport)[];
}

export interface ScoreAgreement {
  readonly columns: readonly ColumnAgreement[];
  readonly pooled: readonly PooledKappa[];
  readonly totals: readonly TotalAgreement[];
}

const seed = 1;

/**
 * Agreement on the scores of locked readings: each column apart, as muscles and sides of one patient are not independent; over an item's columns together by
 * kappa with a cluster bootstrap by case (seed 1, 2000 resamples); and the totals of items that are asked per muscle. Kappa's weights are of the full scale.
 */
export function scoreAgreement(readings: readonly AnalysedReading[], columns: readonly ScoreColumn[]): ScoreAgreement {
  const comparisons = comparisonsOfReadings(readings);
  const items = Map.groupBy(columns, ({ form, item }) => `${form}/${item.id}`);
  return {
    columns: columns.map((column) => ({
      column: headOf(column),
      comparisons: comparisons.map((comparison) => ({ ...named(comparison), ...columnReport(readings, column, comparison) })),
    })),
    pooled: [...items].flatMap(([item, own]) =>
      own[0]!.scale === null || own.length < 2
        ? []
        : comparisons.filter(({ slots }) => slots.length === 2).map((comparison) => pooledKappa(readings, item, own, comparison)),
    ),
    totals: [...items].flatMap(([item, own]) =>
      own.length < 2 || own[0]!.muscle === null
        ? []
        : [
            {
              item,
              columns: own.length,
              comparisons: comparisons.map((each) => ({ ...named(each), ...totalReport(readings, own, each) })),
            },
          ],
    ),
  };
}

const named = ({ kind, readers, passes }: ReaderComparison): Named => ({ kind, readers, passes });

function columnReport(readings: readonly AnalysedReading[], { read, scale }: ScoreColumn, comparison: ReaderComparison): AgreementReport {
  const values = casesBySlots(readings, comparison, ({ answers }) => read(answers).value).rows;
  const matrix = scale && casesBySlots(readings, comparison, ({ answers }) => read(answers).position).rows;
  return agreementReport(values, scale && matrix ? { matrix, count: scale.grades.length } : null);
}

function totalReport(readings: readonly AnalysedReading[], columns: readonly ScoreColumn[], comparison: ReaderComparison): AgreementReport {
  const { rows } = casesBySlots(readings, comparison, ({ answers }) => totalScore(columns, answers));
  return agreementReport(rows, null);
}

/** The sum of the columns' values; null where one has none. */
export function totalScore(columns: readonly ScoreColumn[], answers: AnalysedReading["answers"]): number | null {
  let sum = 0;
  for (const { read } of columns) {
    const { value } = read(answers);
    if (value === null) return null;
    sum += value;
  }
  return sum;
}

function pooledKappa(
  readings: readonly AnalysedReading[],
  item: string,
  columns: readonly ScoreColumn[],
  comparison: ReaderComparison,
): PooledKappa {
  const count = columns[0]!.scale!.grades.length;
  const tables = new Map<string, Float64Array>();
  for (const { read } of columns) {
    const { caseCodes, rows } = casesBySlots(readings, comparison, ({ answers }) => read(answers).position);
    rows.forEach(([first, second], at) => {
      if (first === null || second === null) return;
      const table = tables.get(caseCodes[at]!) ?? new Float64Array(count * count);
      tables.set(caseCodes[at]!, table);
      table[first! * count + second!]! += 1;
    });
  }
  const perCase = [...tables.values()];
  const sumOf = (units: Iterable<number>): Float64Array => {
    const sum = new Float64Array(count * count);
    for (const unit of units) {
      const table = perCase[unit]!;
      for (let at = 0; at < sum.length; at++) sum[at]! += table[at]!;
    }
    return sum;
  };
  const all = sumOf(perCase.keys());
  const square = Array.from({ length: count }, (_, row) => Array.from(all.subarray(row * count, (row + 1) * count)));
  const pairs = all.reduce((sum, cell) => sum + cell, 0);
  const kappa = (weighting: Weighting) => {
    const weights = gradeWeights(weighting, count);
    const { value, reason } = cohenKappa(square, weights);
    const valueOf = kappaOfCounts(weights);
    return { value, interval: bootstrapInterval(perCase.length, (units) => valueOf(sumOf(units)), { seed }), reason };
  };
  return {
    item,
    ...named(comparison),
    cases: perCase.length,
    pairs,
    kappa: Object.fromEntries(weightings.map((weighting) => [weighting, kappa(weighting)])) as PooledKappa["kappa"],
    exactAgreement: pairs === 0 ? null : square.reduce((sum, row, at) => sum + row[at]!, 0) / pairs,
  };
}
