import { expect, test } from "vitest";
import type { AnalysedReading } from "#shared/domain/agreement/analysedReading.ts";
import { scoreAgreement } from "#shared/domain/agreement/scoreAgreement.ts";
import { scoreColumns } from "#shared/domain/agreement/scoreColumns.ts";
import type { Answer } from "#shared/domain/project/answer.ts";
import { weightings, type Weighting } from "#shared/statistics/agreement/gradeWeights.ts";
import { intraclassCorrelation } from "#shared/statistics/agreement/intraclassCorrelation.ts";
import { sliceOverlap } from "#shared/statistics/overlap/sliceOverlap.ts";
import { templateProtocol } from "../../../../src-main/services/projects/index.ts";
import { jitteredBorder } from "../../../../src-main/services/sampleProject/jitteredBorder.ts";
import { projectParameters } from "../../../../src-main/services/sampleProject/projectParameters.ts";
import { sampleCases } from "../../../../src-main/services/sampleProject/sampleCases.ts";
import { simulatedScore } from "../../../../src-main/services/sampleProject/simulatedScores.ts";

const parameters = projectParameters();
const { seed, readers, repeats } = parameters;
const cases = sampleCases(parameters, seed);
const grades = [0, 1, 2, 3, 4, 5];

/** The grades that a reader gives in a pass of the sample project. */
const readingOf = (
  one: (typeof cases)[number],
  readerNumber: number,
  pass: number,
  keyOf: (muscle: string) => string,
): AnalysedReading => ({
  caseCode: one.key,
  group: one.group,
  readerNumber,
  pass,
  answers: new Map(
    Object.entries(one.grades).flatMap(([code, sides]) =>
      (["right", "left"] as const).map((side): [string, Answer] => {
        const muscle = `${code}/${side}`;
        const score = simulatedScore(
          { confusion: readers[readerNumber - 1]!.confusion, repeats },
          {
            seed,
            readerNumber,
            pass,
            caseKey: one.key,
            muscle,
            truth: sides[side],
          },
        );
        return [keyOf(muscle), { type: "grade", value: String(score) }];
      }),
    ),
  ),
});

/** Kappa of a table of probabilities, by its definition. */
function kappaOf(table: readonly (readonly number[])[], weighting: Weighting): number {
  const power = { unweighted: null, linear: 1, quadratic: 2 }[weighting];
  const weight = (i: number, j: number) => (power === null ? (i === j ? 1 : 0) : 1 - (Math.abs(i - j) / 5) ** power);
  const rows = grades.map((i) => grades.reduce((sum, j) => sum + table[i]![j]!, 0));
  const columns = grades.map((j) => grades.reduce((sum, i) => sum + table[i]![j]!, 0));
  const sumOf = (of: (i: number, j: number) => number) =>
    grades.reduce((sum, i) => sum + grades.reduce((own, j) => own + weight(i, j) * of(i, j), 0), 0);
  const [observed, expected] = [sumOf((i, j) => table[i]![j]!), sumOf((i, j) => rows[i]! * columns[j]!)];
  return (observed - expected) / (1 - expected);
}

test("kappa of the sample project, pooled over muscles, agrees with the declared confusion", () => {
  const columns = scoreColumns(templateProtocol("myopathy")).filter(({ muscle }) => muscle !== null);
  const [{ form, item }] = columns as [(typeof columns)[number]];
  const keyOf = (muscle: string) => `${form}/${item.id}/${muscle}`;
  const readings = [
    [1, 1],
    [1, 2],
    [2, 1],
  ].flatMap(([readerNumber, pass]) => cases.map((one) => readingOf(one, readerNumber!, pass!, keyOf)));
  const truths = cases.flatMap((one) => Object.values(one.grades).flatMap(({ right, left }) => [right, left]));
  const share = (truth: number) => truths.filter((grade) => grade === truth).length / truths.length;
  /** How often one reader gives i and the other j: both by their confusion of what is true, or, for the share `repeated`, the same. */
  const tableOf = (a: number, b: number, repeated: number) =>
    grades.map((i) =>
      grades.map((j) =>
        grades.reduce((sum, truth) => {
          const [ofA, ofB] = [readers[a]!.confusion[truth]!, readers[b]!.confusion[truth]!];
          return sum + share(truth) * ((1 - repeated) * ofA[i]! * ofB[j]! + (i === j ? repeated * ofA[i]! : 0));
        }, 0),
      ),
    );
  const { pooled } = scoreAgreement(
    readings,
    columns.filter((column) => column.item.id === item.id && column.form === form),
  );
  expect(pooled.map(({ kind, cases: count, pairs }) => [kind, count, pairs])).toEqual([
    ["inter", 24, 816],
    ["intra", 24, 816],
  ]);
  for (const { kind, kappa } of pooled)
    for (const weighting of weightings) {
      const expected = kappaOf(kind === "intra" ? tableOf(0, 0, repeats) : tableOf(0, 1, 0), weighting);
      const { value, interval } = kappa[weighting];
      const words = [kind, weighting, "expected", expected, "found", value, interval.lower, interval.upper].join(" ");
      expect([words, interval.lower! <= expected && expected <= interval.upper!]).toEqual([words, true]);
    }
}, 60_000);

test("Dice and the ICCs of size and grey value fall as the jitter of borders grows", () => {
  const pixels = 48;
  const size = { columns: pixels, rows: pixels, spacingMm: 1.5 };
  const fromMiddle = (at: number) =>
    Math.hypot(((at % pixels) - (pixels - 1) / 2) * size.spacingMm, (Math.floor(at / pixels) - (pixels - 1) / 2) * size.spacingMm);
  const subjects = Array.from({ length: 30 }, (_, number) => ({ radiusMm: 22 + number * 0.15, muscle: 100 + 2 * ((number * 7) % 30) }));
  const measured = [0.5, 1.5, 4.5].map((deviationMm) => {
    const drawn = subjects.map(({ radiusMm, muscle }, number) => {
      const disc = Uint8Array.from({ length: pixels ** 2 }, (_, at) => (fromMiddle(at) < radiusMm ? 1 : 0));
      // Fat around the muscle is brighter.
      const image = disc.map((isIn) => (isIn === 1 ? muscle : 250));
      const masks = [1, 2].map((reader) =>
        jitteredBorder(disc, size, { deviationMm, biasMm: 0, reachMm: 16 }, reader, `subject ${number}`),
      );
      const areas = masks.map((mask) => mask.reduce((sum, isIn) => sum + isIn, 0));
      const means = masks.map((mask, reader) => mask.reduce((sum, isIn, at) => sum + isIn * image[at]!, 0) / areas[reader]!);
      const { pooled } = sliceOverlap(
        { a: masks[0]!, b: masks[1]!, size: [pixels, pixels, 1], spacingMm: [size.spacingMm, size.spacingMm, 1] },
        size.spacingMm,
      );
      return { areas, means, dice: pooled.dice! };
    });
    const icc = (values: readonly (readonly number[])[]) => intraclassCorrelation(values)["A,1"].value!;
    return [
      drawn.reduce((sum, { dice }) => sum + dice, 0) / drawn.length,
      icc(drawn.map(({ areas }) => areas)),
      icc(drawn.map(({ means }) => means)),
    ];
  });
  for (const what of [0, 1, 2]) {
    const values = measured.map((own) => own[what]!);
    expect(values.toSorted((a, b) => b - a)).toEqual(values);
    expect(values[0]! - values[2]!).toBeGreaterThan(0.05);
  }
});
