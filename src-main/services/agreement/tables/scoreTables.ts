import { sourceInWords } from "#shared/domain/agreement/groupDifferences.ts";
import { totalScore } from "#shared/domain/agreement/scoreAgreement.ts";
import { weightings } from "#shared/statistics/agreement/gradeWeights.ts";
import type { MannWhitney } from "#shared/statistics/tests/mannWhitney.ts";
import type { AgreementResults } from "../agreementResults.ts";
import { comparisonColumns, tableCsv, within, type Column } from "./columns.ts";
import { countColumns, gradeColumns, iccColumns, measureColumns } from "./reportColumns.ts";

/** A row a reading, for `fascicle agree` as it is: an empty cell is not answered or not assessable, and the last column names the latter. */
export function scoresCsv({ study: { readings }, columns, scores }: Pick<AgreementResults, "study" | "columns" | "scores">): string {
  const rows = readings.map((reading) => ({
    reading,
    scores: new Map(columns.map((column) => [column.key, column.read(reading.answers)])),
  }));
  type Row = (typeof rows)[number];
  return tableCsv(
    [
      ["Case code", ({ reading }) => reading.caseCode],
      ["Group", ({ reading }) => reading.group],
      ["Reader", ({ reading }) => reading.readerNumber],
      ["Pass", ({ reading }) => reading.pass],
      ...columns.map(({ key }): Column<Row> => [key, (row) => row.scores.get(key)!.text]),
      ...scores.totals.map(({ item }): Column<Row> => {
        const own = columns.filter((column) => `${column.form}/${column.item.id}` === item);
        return [`${item}/total`, ({ reading }) => totalScore(own, reading.answers)];
      }),
      [
        "Not assessable",
        (row) =>
          [...row.scores].flatMap(([key, { notAssessable }]) => (notAssessable === null ? [] : [`${key}: ${notAssessable}`])).join("; "),
      ],
    ],
    rows,
  );
}

/**
 * A row a reading and scale that a scale of the forms has a table for: what its grades are there, for `fascicle agree` as it is. An empty cell was not
 * answered,
 * or has no equivalent there. Null where no scale of the forms has such a table.
 */
export function recodedScoresCsv({ study: { readings }, columns }: Pick<AgreementResults, "study" | "columns">): string | null {
  const recodes = columns.flatMap(({ scale }) => scale?.recodes ?? []);
  const targets = [...new Map(recodes.map((recode) => [`${recode.to} ${recode.toVersion}`, recode])).values()];
  if (targets.length === 0) return null;
  const rows = targets.flatMap(({ to, toVersion }) => readings.map((reading) => ({ reading, to, toVersion })));
  type Row = (typeof rows)[number];
  return tableCsv(
    [
      ["Scale", ({ to }) => to],
      ["Version", ({ toVersion }) => toVersion],
      ["Case code", ({ reading }) => reading.caseCode],
      ["Group", ({ reading }) => reading.group],
      ["Reader", ({ reading }) => reading.readerNumber],
      ["Pass", ({ reading }) => reading.pass],
      ...columns
        .filter(({ scale }) => (scale?.recodes.length ?? 0) > 0)
        .map(({ key, scale, read }): Column<Row> => [
          key,
          ({ reading, to, toVersion }) =>
            scale?.recodes.find((recode) => recode.to === to && recode.toVersion === toVersion)?.grades[read(reading.answers).text],
        ]),
    ],
    rows,
  );
}

/** A row a column and comparison, then totals; "Column" is its heading in scores.csv. */
export function kappaCsv({ scores: { columns, totals } }: Pick<AgreementResults, "scores">): string {
  const single = [
    ...columns.flatMap(({ column, comparisons }) =>
      comparisons.map((report) => ({
        what: "column",
        key: column.key,
        item: `${column.form}/${column.item.id}`,
        about: column.muscle,
        side: column.side,
        report,
      })),
    ),
    ...totals.flatMap(({ item, comparisons }) =>
      comparisons.map((report) => ({ what: "total", key: `${item}/total`, item, about: null, side: null, report })),
    ),
  ];
  const report = ({ report: own }: (typeof single)[number]) => own;
  return tableCsv(
    [
      ["What", ({ what }) => what],
      ["Column", ({ key }) => key],
      ["Item", ({ item }) => item],
      ["Muscle", ({ about }) => about],
      ["Side", ({ side }) => side],
      ...within(comparisonColumns, report),
      ...within(countColumns, report),
      ["Reason", (row) => (row.what === "total" ? row.report.icc["A,1"].reason : row.report.kappa.unweighted.reason)],
      ...within(gradeColumns, report),
      ...within(iccColumns, report),
      ...within(measureColumns, report),
    ],
    single,
  );
}

/** A row an item and comparison: kappa over all columns together, its interval by resampling cases. */
export function pooledKappaCsv({ scores: { pooled } }: Pick<AgreementResults, "scores">): string {
  return tableCsv(
    [
      ["Item", ({ item }) => item],
      ...comparisonColumns,
      ["Cases", ({ cases }) => cases],
      ["Pairs of grades", ({ pairs }) => pairs],
      ["Exact agreement", ({ exactAgreement }) => exactAgreement],
      ...weightings.flatMap((weighting): Column<(typeof pooled)[number]>[] => [
        [`Kappa ${weighting}`, ({ kappa }) => kappa[weighting].value],
        [`Kappa ${weighting} lower`, ({ kappa }) => kappa[weighting].interval.lower],
        [`Kappa ${weighting} upper`, ({ kappa }) => kappa[weighting].interval.upper],
      ]),
      ["Resamples", ({ kappa }) => kappa.unweighted.interval.resamples],
      ["Seed", ({ kappa }) => kappa.unweighted.interval.seed],
      ["Reason", ({ kappa }) => kappa.unweighted.reason],
    ],
    pooled,
  );
}

const hasInterval = (test: MannWhitney | null): test is MannWhitney => test !== null && test.lower !== test.upper;

/** A row a source, muscle and side; "Tests done" is the m of both adjustments. */
export function differencesCsv({ differences }: Pick<AgreementResults, "differences">): string {
  const rows = differences.flatMap(({ source, tests, differences: own }) => own.map((each) => ({ ...each, source, tests })));
  const listed = (cells: readonly (string | number | null)[]) => cells.map((cell) => cell ?? "").join("; ");
  return tableCsv(
    [
      ["Source", ({ source }) => sourceInWords(source)],
      ["Column", ({ column }) => column.key],
      ["Item", ({ column }) => `${column.form}/${column.item.id}`],
      ["Muscle", ({ column }) => column.muscle],
      ["Side", ({ column }) => column.side],
      ["Groups", ({ groups }) => listed(groups.map(({ name }) => name))],
      ["n", ({ groups }) => listed(groups.map(({ n }) => n))],
      ["Means", ({ groups }) => listed(groups.map(({ mean }) => mean))],
      ["Medians", ({ groups }) => listed(groups.map(({ median }) => median))],
      ["Test", ({ mannWhitney, kruskalWallis }) => (mannWhitney ? "Mann-Whitney" : kruskalWallis ? "Kruskal-Wallis" : null)],
      ["U of the first group", ({ mannWhitney }) => mannWhitney?.u],
      ["Rank sum", ({ mannWhitney }) => mannWhitney?.rankSum],
      ["z", ({ mannWhitney }) => mannWhitney?.z],
      ["p", ({ p }) => p],
      ["p exact", ({ mannWhitney }) => mannWhitney?.pExact],
      ["Rank biserial", ({ mannWhitney }) => mannWhitney?.rankBiserial],
      ["AUC", ({ mannWhitney }) => mannWhitney?.auc],
      ["AUC lower", ({ mannWhitney }) => (hasInterval(mannWhitney) ? mannWhitney.lower : null)],
      ["AUC upper", ({ mannWhitney }) => (hasInterval(mannWhitney) ? mannWhitney.upper : null)],
      ["Tests done", ({ tests }) => tests],
      ["p Holm", ({ pHolm }) => pHolm],
      ["p BH", ({ pBH }) => pBH],
      [
        "Reason",
        ({ groups, mannWhitney, kruskalWallis }) =>
          (mannWhitney ?? kruskalWallis)?.reason ?? (groups.length < 2 ? "the cases have fewer than two groups" : null),
      ],
    ],
    rows,
  );
}
