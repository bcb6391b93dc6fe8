import type { ChartOption } from "#shared/charts/chartTheme.ts";
import { printTheme } from "#shared/charts/chartTheme.ts";
import { heatMapChart } from "#shared/charts/heatMapChart.ts";
import { histogramChart } from "#shared/charts/histogramChart.ts";
import { intervalChart } from "#shared/charts/intervalChart.ts";
import { differenceChart } from "#shared/charts/pairChart.ts";
import { casesBySlots, comparisonInWords, comparisonsOfReadings } from "#shared/domain/agreement/analysedReading.ts";
import { formOf } from "#shared/domain/agreement/featureAgreement.ts";
import { totalScore } from "#shared/domain/agreement/scoreAgreement.ts";
import { partKey } from "#shared/domain/project/featurePart.ts";
import type { Kappa } from "#shared/statistics/agreement/agreementReport.ts";
import type { AgreementResults } from "../agreementResults.ts";
import { intervalToReport } from "../tables/reportColumns.ts";
import { scoreHeatMaps } from "../scoreHeatMaps.ts";

/** A figure of the report: a chart, its size in pixels, and what it shows. */
export interface Figure {
  /** Of its file, without the ending. */
  readonly name: string;
  readonly caption: string;
  readonly width: number;
  readonly height: number;
  readonly option: ChartOption;
}

/** The figures of a study's agreement, for paper. */
export function agreementFigures(results: AgreementResults): Figure[] {
  return [...iccFigures(results), ...kappaFigures(results), ...totalFigures(results), ...heatMaps(results)];
}

function iccFigures({ roles, study: { protocol } }: AgreementResults): Figure[] {
  return roles.map(({ region, role, part, words, features, summary }) => ({
    name: ["icc", region, role, ...(partKey(part) === "" ? [] : [partKey(part).replaceAll(/[^a-z0-9]+/gi, "-")])].join("-"),
    caption: `ICC of ${features.length} features, ${words}; the dashed line is ${summary[0]?.threshold ?? ""}. What is below 0 stands in the first bin.`,
    width: 640,
    height: 320,
    option: histogramChart(
      {
        axis: `ICC(${protocol.agreement.icc.betweenReaders}) between readers, ICC(${protocol.agreement.icc.withinReader}) within reader`,
        from: 0,
        to: 1,
        bins: 50,
        mark: summary[0]?.threshold ?? null,
        series: (features[0]?.comparisons ?? []).map((comparison, at) => ({
          name: comparisonInWords(comparison),
          values: features.flatMap(({ comparisons }) => comparisons[at]!.icc[formOf(comparisons[at]!, protocol.agreement.icc)].value ?? []),
        })),
      },
      printTheme,
    ),
  }));
}

function kappaFigures({ scores, study: { protocol } }: AgreementResults): Figure[] {
  const items = Map.groupBy(
    scores.columns.filter(({ column }) => column.scale !== null && column.muscle !== null),
    ({ column }) => `${column.form}/${column.item.id}`,
  );
  return [...items].flatMap(([item, own]) =>
    protocol.agreement.kappaWeightings.map((weighting) => ({
      name: `kappa-${item.replaceAll("/", "-")}-${weighting}`,
      caption:
        `Kappa (${weighting}) with 95 % intervals, ${own[0]!.column.item.label}: Wald's, and of fewer than 30 cases, or without a standard error, ` +
        "of 2,000 resamples of cases. No line: no interval.",
      width: 640,
      height: 60 + 26 * own.length,
      option: intervalChart(
        {
          axis: `kappa, ${weighting}`,
          from: -0.2,
          to: 1,
          rows: own.map(({ column }) => `${column.muscle!} ${column.side ?? ""}`),
          series: own[0]!.comparisons.flatMap((comparison, at) =>
            comparison.readers.length * comparison.passes.length !== 2
              ? []
              : [{ name: comparisonInWords(comparison), values: own.map(({ comparisons }) => shown(comparisons[at]!.kappa[weighting])) }],
          ),
        },
        printTheme,
      ),
    })),
  );
}

/** A kappa with the interval that is to be reported. */
function shown(kappa: Kappa) {
  const { lower, upper } = intervalToReport(kappa) ?? { lower: null, upper: null };
  return { value: kappa.value, lower, upper };
}

function totalFigures({ scores, columns, study: { readings } }: AgreementResults): Figure[] {
  const pairs = comparisonsOfReadings(readings);
  return scores.totals.flatMap(({ item, comparisons }) => {
    const own = columns.filter((column) => `${column.form}/${column.item.id}` === item);
    return comparisons.flatMap((report, at) => {
      const comparison = pairs[at]!;
      if (comparison.slots.length !== 2 || report.n === 0) return [];
      const { caseCodes, rows } = casesBySlots(readings, comparison, ({ answers }) => totalScore(own, answers));
      const points = rows.flatMap(([first, second], place) =>
        first === null || second === null ? [] : [{ id: caseCodes[place]!, first: first!, second: second! }],
      );
      const names =
        report.kind === "intra" ? report.passes.map((pass) => `pass ${pass}`) : report.readers.map((reader) => `reader ${reader}`);
      return [
        {
          name: `totals-${item.replaceAll("/", "-")}-${report.kind}-${report.readers.join("-")}-${report.passes.join("-")}`,
          caption: `Differences of the total of ${own.length} scores, ${comparisonInWords(report)}, n = ${report.n}; lines: bias and limits of agreement.`,
          width: 640,
          height: 360,
          option: differenceChart({ what: "total score", first: names[0]!, second: names[1]!, points }, report.blandAltman, printTheme),
        },
      ];
    });
  });
}

function heatMaps({ columns, study: { readings } }: AgreementResults): Figure[] {
  const source = { readerNumber: readings[0]!.readerNumber, pass: 1 };
  return scoreHeatMaps(columns, readings, source).map(({ item, label, data }) => ({
    name: `scores-${item.replaceAll("/", "-")}`,
    caption: `${label} of muscles (rows) in cases (columns) by group; reader ${source.readerNumber}, pass 1. Open: not assessable.`,
    width: Math.max(640, 200 + 14 * data.values[0]!.length),
    height: 130 + 16 * data.rows.length,
    option: heatMapChart(data, printTheme),
  }));
}
