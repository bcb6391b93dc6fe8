import type {
  ComparedValues,
  ComparisonName,
  DifferencesInShort,
  ScoreCell,
  ScoreDetails,
  ScoreHead,
  ScoresInShort,
} from "#shared/api/agreement.ts";
import { casesBySlots, comparisonsOfReadings } from "#shared/domain/agreement/analysedReading.ts";
import { formOf } from "#shared/domain/agreement/featureAgreement.ts";
import type { GroupDifferences } from "#shared/domain/agreement/groupDifferences.ts";
import { totalScore, type ColumnAgreement, type ScoreAgreement, type TotalAgreement } from "#shared/domain/agreement/scoreAgreement.ts";
import type { ScoreColumn, ScoreColumnHead } from "#shared/domain/agreement/scoreColumns.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { AgreementReport, MeasurementReport } from "#shared/statistics/agreement/agreementReport.ts";
import { weightings } from "#shared/statistics/agreement/gradeWeights.ts";
import type { LockedStudy } from "../../projects/index.ts";
import { pointsOf } from "./pointsOf.ts";

/** Agreement on all scores in short, totals in full. */
export function scoresInShort(study: LockedStudy, columns: readonly ScoreColumn[], scores: ScoreAgreement): ScoresInShort {
  const { protocol, readings } = study;
  const items = new Map(columns.map((column) => [itemOf(column), column]));
  return {
    weightings: protocol.agreement.kappaWeightings,
    comparisons: comparisonsOfReadings(readings).map(({ kind, readers, passes }) => ({ kind, readers, passes })),
    items: [...items].map(
      ([
        item,
        {
          item: { label },
          scale,
          muscle,
        },
      ]) => ({
        item,
        label,
        isGraded: scale !== null,
        isPerMuscle: muscle !== null,
      }),
    ),
    rows: scores.columns.map(({ column, comparisons }) => ({
      ...scoreHead(column, protocol),
      cells: comparisons.map((report) => scoreCell(report, report.readers.length * report.passes.length)),
    })),
    pooled: scores.pooled,
    totals: scores.totals.map((total) => totalDetails(study, columns, total)),
  };
}

/** One column in full. */
export function scoreDetails({ protocol, readings }: LockedStudy, column: ScoreColumn, { comparisons }: ColumnAgreement): ScoreDetails {
  return {
    head: scoreHead(column, protocol),
    grades: column.scale?.grades.map(({ value }) => value) ?? null,
    comparisons: compared({ protocol, readings }, comparisons, ({ answers }) => column.read(answers).value),
  };
}

/** Differences between groups, with heads in place of columns. */
export function differencesInShort(protocol: Protocol, { source, tests, withoutGroup, differences }: GroupDifferences): DifferencesInShort {
  return { source, tests, withoutGroup, rows: differences.map(({ column, ...rest }) => ({ ...scoreHead(column, protocol), ...rest })) };
}

function totalDetails(
  { protocol, readings }: LockedStudy,
  columns: readonly ScoreColumn[],
  total: TotalAgreement,
): ScoresInShort["totals"][number] {
  const own = columns.filter((column) => itemOf(column) === total.item);
  const { item, columns: count } = total;
  return {
    item,
    columns: count,
    comparisons: compared({ protocol, readings }, total.comparisons, ({ answers }) => totalScore(own, answers)),
  };
}

function compared<Report extends MeasurementReport>(
  { protocol, readings }: Pick<LockedStudy, "protocol" | "readings">,
  comparisons: readonly (ComparisonName & Report)[],
  valueOf: (reading: LockedStudy["readings"][number]) => number | null,
): ComparedValues<Report>["comparisons"] {
  const all = comparisonsOfReadings(readings);
  return comparisons.map((report, at) => ({
    kind: report.kind,
    readers: report.readers,
    passes: report.passes,
    report,
    form: formOf(report, protocol.agreement.icc),
    points: pointsOf(all[at]!, casesBySlots(readings, all[at]!, valueOf)),
  }));
}

const itemOf = ({ form, item }: Pick<ScoreColumnHead, "form" | "item">): string => `${form}/${item.id}`;

function scoreHead(column: ScoreColumnHead, { forms }: Protocol): ScoreHead {
  const { key, words, muscle, side } = column;
  const name = forms.find(({ id }) => id === column.form)?.muscles.find(({ code }) => code === muscle)?.name;
  return { key, item: itemOf(column), words, muscle: name ?? muscle, side };
}

function scoreCell({ n, incomplete, exactAgreement, withinOne, kappa, conger, ac, alpha }: AgreementReport, compares: number): ScoreCell {
  const own = compares === 2 ? kappa : conger;
  const short = weightings.map((weighting) => {
    const { value, lower, upper, reason } = own[weighting];
    const bootstrap = compares === 2 ? kappa[weighting].bootstrap : null;
    return [
      weighting,
      { value, lower, upper, reason, bootstrap: bootstrap && { lower: bootstrap.lower, upper: bootstrap.upper } },
    ] as const;
  });
  return {
    n,
    incomplete,
    exactAgreement,
    withinOne,
    kappa: Object.fromEntries(short) as ScoreCell["kappa"],
    ac1: ac.unweighted.value,
    alphaOrdinal: alpha.ordinal,
  };
}
